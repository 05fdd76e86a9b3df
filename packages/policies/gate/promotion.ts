import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { formats, OtherFormatError, readKept } from "@genesys-flows/project/kept";
import { promotesFrom, type RunningSources } from "@genesys-flows/rules";
import { z } from "zod";
import type { Gate } from "./gate.ts";

/**
 * The variable with the path of the file that a pipeline provides; `none` when promotion is not checked, as on a
 * stand-in.
 */
export const PROMOTED_SOURCES = "GENESYS_FLOWS_PROMOTED_SOURCES";

const handedOver = z.strictObject({
  format: z.literal(formats.sources.format).optional(),
  stack: z.string(),
  sourceDigests: z.record(z.string(), z.string()),
});

/** The file in which the wrapper records the sources that another stack runs. */
export function promotionFile(root: string, stack: string): string {
  return join(root, ".genesys", "promotion", `${stack.replaceAll(/[^A-Za-z0-9._-]/g, "_")}.json`);
}

/** The stack from which flows may be promoted; undefined if the rule is disabled or does not specify a stack. */
export function promotesFromStack({ enforcement }: Pick<Gate, "enforcement">): string | undefined {
  const enforced = enforcement.rules.find(({ rule }) => rule.name === promotesFrom.name);
  if (!enforced || enforced.level === "disabled") return undefined;
  return (enforced.settings as { promotesFrom?: string }).promotesFrom;
}

/**
 * The sources of the stack from which another stack is promoted, as passed to this run.
 * @returns undefined if no rule requires them; a sentence if they were not provided
 */
export async function promotedSources(o: {
  readonly root: string;
  readonly stack: string;
  readonly gate: Pick<Gate, "enforcement">;
  readonly env?: Readonly<Record<string, string | undefined>>;
}): Promise<RunningSources | string | undefined> {
  const from = promotesFromStack(o.gate);
  const named = (o.env ?? process.env)[PROMOTED_SOURCES];
  if (from === undefined || named === "none") return undefined;
  const file = named ? resolve(o.root, named) : promotionFile(o.root, o.stack);
  try {
    return readKept(await readFile(file, "utf8"), formats.sources, handedOver);
  } catch (error) {
    if (error instanceof OtherFormatError)
      return `The record of the sources that the stack ${from} runs cannot be read from ${file}. ${error.message}`;
    return (
      `It is unknown which sources the stack ${from} runs. Run the update with \`npm run pulumi\`, which reads them from the state of ${from}, ` +
      `or provide a file with them in ${PROMOTED_SOURCES}.`
    );
  }
}
