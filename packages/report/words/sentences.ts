import {
  type ArchyValue,
  actionOf,
  type FlowGraph,
  type Location,
  printable,
  printableLine,
  referenceKinds,
  type ValueChange,
} from "@genesys-flows/architect";
import type { Change } from "../model/report.ts";

type Path = ValueChange["path"];

/** The subject of a change: `ask` with `says`, `ask` with the path `timeout`. */
export interface About {
  readonly subject: string;
  readonly verb?: string;
  /** A property, if the subject alone is not specific enough. */
  readonly path?: string;
}

/** A changed value as a sentence: `ask says: "a" -> "b"`, `ask: timeout 3 -> 5`, `ask: timeout is now 5`. */
export function changeOf(
  about: About,
  change: Pick<ValueChange, "from" | "to">,
  more: Pick<Change, "node" | "spoken" | "place"> = {},
): Change {
  const { subject, verb, path } = about;
  const label = printableLine([subject, verb].filter(Boolean).join(" ") + (path ? `: ${path}` : ""));
  const [from, to] = [change.from, change.to].map((value) => (value === undefined ? undefined : spelled(value)));
  const [sign, said] =
    from === undefined
      ? (["+", `${verb ? ":" : " is now"} ${to}`] as const)
      : to === undefined
        ? (["-", `${verb ? " (removed):" : " is no longer set: was"} ${from}`] as const)
        : (["~", `${verb ? ":" : ""} ${from} -> ${to}`] as const);
  return {
    sign,
    text: label + said,
    values: { label, from: unquoted(change.from), to: unquoted(change.to) },
    ...more,
  };
}

/** A value as a definition spells it, on one line: strings in quotes, expressions after `=`. */
export function spelled(value: ArchyValue): string {
  if (typeof value === "string")
    return value.startsWith("=") ? expression(value) : `"${printableLine(value).replaceAll('"', '\\"')}"`;
  if (Array.isArray(value)) return `[${value.map((item) => spelled(item)).join(", ")}]`;
  if (value === null) return "no value";
  if (typeof value !== "object") return String(value);
  const wrapped = unwrapped(value as Readonly<Record<string, ArchyValue>>);
  if (wrapped !== undefined) return wrapped;
  const entries = Object.entries(value).map(([key, item]) => `${printable(key)}: ${spelled(item)}`);
  return `{${entries.join(", ")}}`;
}

/** An expression on one line; its line feeds and indentation have no meaning. */
function expression(text: string): string {
  return printableLine(text.replaceAll(/\s*\n\s*/g, " "));
}

/**
 * Unwraps a single value that Archy wraps, for values that a definition cannot express: `{lit: 5}` is `5`, `{exp:
 * Flow.a}` is `=Flow.a`.
 */
function unwrapped(value: Readonly<Record<string, ArchyValue>>): string | undefined {
  const [[key, inner] = ["", undefined], ...others] = Object.entries(value);
  if (others.length > 0 || inner === undefined) return undefined;
  if (key === "exp" && typeof inner === "string") return expression(`=${inner}`);
  if (key === "var" && typeof inner === "string") return printableLine(inner);
  if (key === "noValue" || key === "none") return "no value";
  return key === "lit" || key === "tts" || key === "name" ? spelled(inner) : undefined;
}

/** A value for a format that shows it separately: a string without quotes. */
function unquoted(value: ArchyValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? printable(value) : spelled(value);
}

/** Archy's wrappers of a value, which add no information for readers. */
const WRAPPERS = new Set(["lit", "exp", "tts", "var", "noValue"]);

/** A path as readers of a definition write it, without Archy's wrappers: `digits.exact`, `cases[2].value`. */
export function pathWords(path: Path): string {
  const shown = path.filter((step, index) => index === 0 || !WRAPPERS.has(String(step)));
  return printable(
    shown.map((step, index) => (typeof step === "number" ? `[${step + 1}]` : index === 0 ? step : `.${step}`)).join(""),
  );
}

export function placeOf(location: Location | undefined): Pick<Change, "place"> {
  if (!location) return {};
  const { file, line, column } = location;
  return { place: { file, line, column } };
}

export function spokenTexts(graph: FlowGraph, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "tts" && typeof inner === "string") found.add(inner);
      else if (key === "tts" && typeof inner === "object" && inner !== null && "lit" in inner)
        found.add(String(inner.lit));
      else walk(inner);
    }
  };
  walk(graph.nodes.get(id)?.properties);
  return found;
}

/**
 * Whether a property specifies the target of a transfer: according to the action table, the property references an
 * object by name.
 */
export function isTarget(kind: string, property: string): boolean {
  const types = Object.values(actionOf(kind)?.properties ?? {});
  return types.includes(property) && (referenceKinds as readonly string[]).includes(property);
}
