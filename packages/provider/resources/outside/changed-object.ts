import { kernel } from "@genesys-flows/architect/kernel";
import type { Operation } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import { diffPlain } from "../plain/diff.ts";
import { described } from "../plain/errors.ts";
import type { PlainResourceSpec } from "../plain/spec.ts";

const LONGEST = 2_000;

/**
 * In a refresh: reports the properties of an object that somebody changed since the state was written. What the stack does not set is not
 * compared, and what already differed, such as after a failed update, is not reported.
 * @param o.state what the stack knew @param o.live what it has just read
 */
export function reportChanged(
  operation: Operation,
  spec: PlainResourceSpec,
  { inputs, state, live }: { readonly inputs: Properties; readonly state: Properties; readonly live: Properties },
): void {
  const differing = (from: Properties) => diffPlain(spec, { inputs, oldInputs: inputs, state: from }).changes;
  const known = differing(state);
  const paths = [...differing(live).keys()].filter((path) => !known.has(path));
  if (paths.length === 0) return;
  // The engine has a line for each part of a list or a map; both sides of the whole property are shorter to read.
  const names = [...new Set(paths.map((path) => /^[^.[]+/.exec(path)?.[0] ?? path))];
  const changes = names.map((name) => `${name} ${shown(state[name])} -> ${shown(live[name])}`);
  const message = `The ${described(spec, state)} was changed outside this stack: ${changes.join(", ")}.`;
  const next = "An update sets it back. To keep the change, write it into the source.";
  operation.log.note({ code: "drift", severity: "warning", message: `${message}\n${next}` });
}

function shown(value: Properties[string] | undefined): string {
  return value === undefined || value === null ? "nothing" : kernel().valueText(value as never, LONGEST);
}
