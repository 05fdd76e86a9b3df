import type { Act } from "@genesys-flows/conversation/call";
import { durationMs, isDuration } from "@genesys-flows/conversation/script";
import { UsageError } from "../context.ts";

/** The meaning of an input line: an action of the caller, or a pause before the next action. */
export type PipedLine = DistributedAct | { readonly does: "waits"; readonly ms: number };
type DistributedAct = Act extends infer One ? (One extends Act ? Omit<One, "atMs"> : never) : never;

const HELP = "Write digits, `say TEXT`, `write TEXT`, `wait 10s` or `hang up`.";

/** Parses an input line; undefined for an empty line. @throws UsageError for an invalid line */
export function pipedLine(line: string, number: number): PipedLine | undefined {
  const text = line.trim();
  if (text === "") return undefined;
  if (/^[0-9*#]{1,100}$/.test(text)) return { does: "presses", keys: text };
  if (text === "hang up") return { does: "hangs up" };
  const [, word = "", rest = ""] = /^(say|write|wait) +(.+)$/.exec(text) ?? [];
  if (word === "say") return { does: "says", text: rest };
  if (word === "write") return { does: "writes", text: rest };
  if (word === "wait" && isDuration(rest)) return { does: "waits", ms: durationMs(rest) };
  throw new UsageError(`Line ${number} of the input, '${text}', is not a caller action. ${HELP}`);
}
