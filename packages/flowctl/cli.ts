import type { Machine } from "./doctor/machine.ts";
import { run } from "./run.ts";

export { type Check, ok, problem, unknown, warning } from "./doctor/check.ts";
export type { Machine, MachineReport, RecordedState } from "./doctor/machine.ts";

/** Runs the command line of this process, in its folder. @param o.machine for `doctor` */
export async function flowctl(o: { readonly machine?: Machine } = {}): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    root: process.cwd(),
    colour: process.stderr.hasColors?.() === true && process.stdout.hasColors?.() === true && !process.env["NO_COLOR"],
    ...o,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
}
