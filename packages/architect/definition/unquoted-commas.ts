import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import { tokenize } from "../expression/tokens.ts";
import type { Source } from "./source.ts";

/**
 * Maximum length of an expression to repair. The length is limited because the expression is parsed once for each of
 * its brackets.
 */
const LONGEST = 2000;

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/** Number of unclosed brackets in an expression; undefined if it closes more brackets than it opens. */
function open(expression: string): number | undefined {
  let depth = 0;
  for (const { type, text } of tokenize(expression)) {
    if (type !== "operator") continue;
    if (Object.hasOwn(CLOSING, text)) depth++;
    else if (Object.values(CLOSING).includes(text)) depth--;
    if (depth < 0) return undefined;
  }
  return depth;
}

function isCut(value: ArchyValue): value is string {
  return typeof value === "string" && value.startsWith("=") && (open(value.slice(1)) ?? 0) > 0;
}

/**
 * Repairs expressions and text that commas split. Inside braces, YAML reads `{a: =If(b, c, d)}` as the string `=If(b`
 * and the keys `c` and `d)` without values. Reports each repair as `unquoted-comma`.
 */
export function withoutCuts(source: Source, sink: DiagnosticSink): Source {
  const before = sink.errors.length;
  const lineAt = (path: ArchyPath): string => {
    const { sourceLine = "", column } = source.locate(path);
    return sourceLine.slice(column - 1).slice(0, LONGEST);
  };
  const whole = (value: ArchyValue, path: ArchyPath) => (isCut(value) ? wholeAt(lineAt(path)) : undefined);
  const report = (path: ArchyPath, { text }: Whole) => {
    const kind = text.startsWith("=") ? "expression" : "text";
    sink.report("unquoted-comma", `A comma ends the ${kind} here, because it is inside braces without quotes.`, {
      location: { ...source.locate(path), length: text.length },
      hint: `Put it in quotes: '${text.replaceAll("'", "''")}'`,
    });
  };
  const walk = (value: ArchyValue, path: ArchyPath): ArchyValue => {
    if (Array.isArray(value)) return inList(value, path);
    return isMap(value) ? inMap(value, path) : value;
  };
  const inMap = (map: ArchyMap, path: ArchyPath): ArchyMap => {
    const made = { ...map };
    const entries = Object.entries(map);
    for (const [at, [key, value]] of entries.entries()) {
      const found =
        whole(value, [...path, key]) ?? textAt(value, keysWithoutValues(entries, at + 1), () => lineAt([...path, key]));
      if (found?.rest.every((part) => Object.hasOwn(map, part) && map[part] === null)) {
        report([...path, key], found);
        for (const part of found.rest) delete made[part];
        made[key] = found.text;
      } else if (Object.hasOwn(made, key)) made[key] = walk(value, [...path, key]);
    }
    return made;
  };
  const inList = (list: readonly ArchyValue[], path: ArchyPath): ArchyValue[] => {
    const made: ArchyValue[] = [];
    for (let at = 0; at < list.length; at++) {
      const value = list[at] as ArchyValue;
      const found = whole(value, [...path, at]);
      if (found?.rest.every((part, index) => String(list[at + 1 + index]) === part)) {
        report([...path, at], found);
        made.push(found.text);
        at += found.rest.length;
      } else made.push(walk(value, [...path, at]));
    }
    return made;
  };
  const data = walk(source.data, []);
  return sink.errors.length > before ? { ...source, data } : source;
}

interface Whole {
  readonly text: string;
  /** The parts after the first comma, as parsed by YAML. */
  readonly rest: readonly string[];
}

/**
 * The keys from a position up to the first key that has a value or is an action. An action may have no value:
 * `{disconnect}`.
 */
function keysWithoutValues(entries: readonly (readonly [string, ArchyValue])[], from: number): string[] {
  const keys: string[] = [];
  for (let at = from; at < entries.length; at++) {
    const [key, value] = entries[at] as readonly [string, ArchyValue];
    if (value !== null || actionOf(key) !== undefined) break;
    keys.push(key);
  }
  return keys;
}

/** The text at the beginning of a line, including words after commas that YAML reads as keys. */
function textAt(value: ArchyValue, rest: readonly string[], line: () => string): Whole | undefined {
  if (typeof value !== "string" || rest.length === 0) return undefined;
  const parts = [value, ...rest].map((part) => part.replaceAll(/[^\w\s]/g, "\\$&"));
  const text = new RegExp(`^${parts.join(",\\s*")}(?=\\s*[,}])`).exec(line())?.[0];
  return text === undefined ? undefined : { text, rest };
}

/**
 * The expression at the beginning of a line, up to the bracket that closes it. Undefined if the line begins with no
 * expression, or with one that has no comma.
 */
function wholeAt(line: string): Whole | undefined {
  for (let end = line.indexOf(")"); end >= 0; end = line.indexOf(")", end + 1)) {
    const text = line.slice(0, end + 1);
    if (open(text.slice(1)) !== 0) continue;
    const [, ...rest] = text.split(",").map((part) => part.trim());
    return rest.length > 0 ? { text, rest } : undefined;
  }
  return undefined;
}
