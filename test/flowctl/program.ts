import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Context, contextOf } from "../../packages/flowctl/context.ts";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs one command in this process. */
export async function running(
  root: string,
  command: (context: Context) => Promise<number>,
  o: { colour?: boolean } = {},
): Promise<Ended> {
  let out = "";
  let err = "";
  const code = await command(
    contextOf({
      root,
      ...o,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    }),
  );
  return { code, out, err };
}

/** Runs the command line as a person does. */
export function flowctl(root: string, ...args: string[]): Ended {
  const main = join(import.meta.dirname, "../../packages/flowctl/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}
