import { flowTypes } from "@genesys-flows/architect";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { isNamed, unknownFlow } from "../../changing/chosen-units.ts";
import { type Context, formNamed, UsageError } from "../../context.ts";
import { loadForStack } from "../../stack-file.ts";
import type { RandomRun } from "../../testing/random.ts";

export interface RandomOptions {
  /** Keys, names or files of flows. */
  readonly paths: readonly string[];
  readonly stack: string;
  readonly format: string;
  /** Number of conversations with each flow; true for the default. */
  readonly random: string | true;
  readonly seed?: string;
  readonly watch?: boolean;
  readonly live?: boolean;
  readonly coverage?: boolean;
}

const USUAL = "100";
const USUAL_SEED = "1";
const MOST = 100_000;

/**
 * Runs random conversations with call flows: the flows named by key, name or file, otherwise all call flows of the
 * project. The same seed produces the same conversations.
 * @returns 1 if callers are caught in an infinite loop, hear nothing for a long time, or are disconnected without a
 * word
 * @throws UsageError for a flow that does not exist or does not take calls; DiagnosticError for errors in the project
 */
export async function random(o: RandomOptions, context: Context): Promise<number> {
  const { randomFormats } = await import("../../testing/random-formats.ts");
  const format = formNamed(randomFormats, o.format);
  const other = (["watch", "live", "coverage"] as const).find((option) => o[option]);
  if (other) throw new UsageError(`--random and --${other} cannot be combined.`);
  const conversations = wholeNumber(o.random === true ? USUAL : o.random, "--random", { from: 1, to: MOST });
  const seed = wholeNumber(o.seed ?? USUAL_SEED, "--seed", { from: 0, to: 2 ** 32 - 1 });
  const startedAt = performance.now();
  const project = await loadForStack(context, o.stack);
  const units = chosen(project, o.paths);
  const { randomTroubles } = await import("../../testing/random.ts");
  const flows = randomTroubles(project, units, { seed, conversations });
  const seconds = (performance.now() - startedAt) / 1000;
  const run: RandomRun = { stack: o.stack, seed, conversations, flows, seconds };
  context.exact.out(format(run, context));
  return flows.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

function wholeNumber(
  text: string,
  option: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= from && number <= to) return number;
  throw new UsageError(`${option} ${text}: write a whole number from ${from} to ${to}.`);
}

/** Whether a flow begins with a call. A module runs in its callers; an in-queue flow runs until an agent answers. */
const takesCalls = ({ type }: FlowUnit) =>
  flowTypes[type].media === "call" && type !== "commonModule" && !type.startsWith("inqueue");

function chosen(project: FlowProject, names: readonly string[]): readonly FlowUnit[] {
  if (names.length === 0) return project.flows.filter(takesCalls);
  const found = names.map((name) => [name, project.flows.filter((unit) => isNamed(unit, name))] as const);
  const mistakes = found.flatMap(([name, units]) => {
    if (units.length === 0) return [unknownFlow(name, project)];
    return units.some(takesCalls)
      ? []
      : [`The flow '${name}' does not begin with a call. Specify a flow that calls it.`];
  });
  if (mistakes.length > 0) throw new UsageError(mistakes.join("\n"));
  return [...new Set(found.flatMap(([, units]) => units.filter(takesCalls)))];
}
