import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { contextOf, runCommands } from "@genesys-flows/cli";
import { program } from "../../packages/flowctl/cli.ts";
import type { Context } from "../../packages/flowctl/context.ts";
import type { Machine } from "../../packages/flowctl/doctor/machine.ts";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs one command in this process. */
export function running(
  root: string,
  command: (context: Context) => Promise<number>,
  o: { colour?: boolean } = {},
): Promise<Ended> {
  return gathered({ root, ...o }, (writers) => command(contextOf(writers)));
}

/** Runs one command line in this process: many times as fast as in a process of its own. */
export function commandLine(root: string, ...args: string[]): Promise<Ended> {
  return gathered({ root }, (writers) => runCommands(program, args, writers));
}

/** The same with the state of stacks, which `npm run flowctl` reads. */
export function commandLineWith(state: Machine["state"], root: string, ...args: string[]): Promise<Ended> {
  const other = () => Promise.reject(new Error("Only the state is known."));
  const machine: Machine = { state, report: other, decrypted: other, releases: other };
  return gathered({ root, machine }, (writers) => runCommands(program, args, writers));
}

/** Runs the command line in a process of its own. */
export function flowctl(root: string, ...args: string[]): Ended {
  const main = join(import.meta.dirname, "../../packages/flowctl/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

async function gathered(
  settings: Pick<Context, "root" | "colour" | "machine">,
  work: (writers: Omit<Context, "exact">) => Promise<number>,
): Promise<Ended> {
  const said = { out: "", err: "" };
  const writer = (stream: "out" | "err") => (text: string) => {
    said[stream] += text;
  };
  const code = await work({ ...settings, out: writer("out"), err: writer("err") });
  return { code, ...said };
}
