import { diffLines, type GraphDiff } from "@genesys-flows/architect";

/** The lines of a difference as a text; empty for an empty difference. */
export function diffText(diff: GraphDiff): string {
  return diffLines(diff)
    .map(({ sign, text }) => `${sign} ${text}\n`)
    .join("");
}
