import { isMap } from "../archy/values.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { type Diagnostic, DiagnosticSink, type Location } from "../diagnostic.ts";
import { partsFrom } from "./parse.ts";
import { readSource, type Source } from "./source.ts";
import type { DeclaredValue, Scalar, ValueDefinition, WrittenDefinition } from "./types.ts";

/**
 * Reads the text of a definition as far as possible despite its mistakes, so that other mistakes in it, and in flows that
 * call it, are reported with them.
 * @returns the mistakes of the text; those of the definition are found when its values are filled in. Undefined for a text
 *   that is not YAML.
 */
export function readWritten(file: { path: string; text: string }): {
  readonly written?: WrittenDefinition;
  readonly findings: readonly Diagnostic[];
} {
  const sink = new DiagnosticSink(kernelCodes);
  const source = readSource(file.path, file.text, { sink, inParts: true });
  return { findings: sink.all, ...(source && { written: writtenFrom(source, sink.errors.length > 0) }) };
}

/**
 * A definition that was read as data.
 * @param isPart whether parts of it could not be read
 */
export function writtenFrom(source: Source, isPart = false): WrittenDefinition {
  const declaredValues = declaredIn(source);
  return {
    file: source.file,
    data: source.data,
    declaredValues,
    fill(values, { open = [] } = {}) {
      const sink = new DiagnosticSink(kernelCodes);
      const definition = partsFrom(source, { values, sink });
      const missing = open.flatMap((name) => declaredValues.get(name)?.location ?? []);
      const followsFromOpen = (finding: Diagnostic) => isOfOpen(finding, { open, missing });
      const isUnread = isPart || sink.errors.length > 0;
      return {
        findings: sink.all.filter((finding) => !followsFromOpen(finding)),
        ...(definition && {
          definition: { ...(isUnread && { unread: { keys: new Set(), nodes: new Set() } }), ...definition },
        }),
        followsFromOpen,
      };
    },
  };
}

function declaredIn({ data, locate }: Source): Map<string, DeclaredValue> {
  const declared = isMap(data) ? data["values"] : undefined;
  if (!isMap(declared ?? null)) return new Map();
  return new Map(
    Object.entries(declared as object).map(([name, declaration]) => {
      const { default: preset, type } = isMap(declaration) ? declaration : ({} as Record<string, undefined>);
      const known = TYPES.find((one) => one === type);
      return [
        name,
        {
          location: locate(["values", name], "key"),
          ...(preset !== undefined && { default: preset as Scalar }),
          ...(known && { type: known }),
        },
      ];
    }),
  );
}

const TYPES: readonly ValueDefinition["type"][] = ["string", "integer", "number", "boolean"];

/** Codes of findings at the declaration of a missing value. */
const AT_DECLARATION = ["missing-value", "wrong-value-type"];
/** Codes of findings within a text. */
const WITHIN_TEXT = ["invalid-expression", "undocumented-expression", "unknown-function"];

/** Whether a finding is at the declaration of an open value, or at a text that uses it. */
function isOfOpen(
  { code, location }: Diagnostic,
  { open, missing }: { open: readonly string[]; missing: readonly Location[] },
): boolean {
  if (open.length === 0 || !location) return false;
  const { line, column, length = 1, sourceLine = "" } = location;
  if (AT_DECLARATION.includes(code)) return missing.some((at) => at.line === line && at.column === column);
  const text = WITHIN_TEXT.includes(code) ? sourceLine : sourceLine.slice(column - 1, column - 1 + length);
  return open.some((name) => text.includes(`\${${name}}`));
}
