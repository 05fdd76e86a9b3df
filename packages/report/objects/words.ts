import { cut, printableLine } from "@genesys-flows/architect";
import type { ResourceState } from "../events/engine-run.ts";
import type { Detail } from "../model/report.ts";
import { UNKNOWN } from "../model/values.ts";

export type Inputs = ResourceState["inputs"];

/** Longer values are truncated. Texts that callers hear are never truncated. */
const LONGEST = 200;

/** The value of a setting or a cell, in quotes only if needed: `Support`, `5`, `"a, b"`. */
export function plainValue(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (value === UNKNOWN) return "known after the update";
  if (typeof value !== "string") return printableLine(cut(JSON.stringify(value), LONGEST));
  const isPlain =
    /^[\p{L}\p{N}+][\p{L}\p{N}+@.:/_()&' -]*$/u.test(value) && value.trim() === value && !value.includes("->");
  const shown = printableLine(cut(value, LONGEST));
  return isPlain ? shown : `"${shown.replaceAll('"', '\\"')}"`;
}

/** `queue Sales -> Support`. A new value has no `from`; a removed value has no `to`. */
export function valueChange(label: string, from: unknown, to: unknown): Detail {
  const [shownLabel, before, after] = [printableLine(label), plainValue(from), plainValue(to)];
  const values = {
    label: shownLabel,
    ...(from !== undefined && { from: before }),
    ...(to !== undefined && { to: after }),
  };
  if (from === undefined) return { sign: "+", text: `${shownLabel} is now ${after}`, values };
  if (to === undefined) return { sign: "-", text: `${shownLabel} is no longer set: was ${before}`, values };
  return { sign: "~", text: `${shownLabel} ${before} -> ${after}`, values };
}

/** `Sales, Support and 3 more`. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).map(printableLine);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.join(", ");
}
