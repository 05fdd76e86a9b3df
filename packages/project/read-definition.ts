import { createHash } from "node:crypto";
import { DiagnosticError, type FlowDefinition, parseDefinition } from "@genesys-flows/architect";
import type { SourceFile } from "./discover.ts";
import type { ReadFlow } from "./read.ts";
import type { Scalar } from "./stack.ts";
import type { Demand, StackValues, ValueType } from "./values.ts";
import { parseYamlFile, type YamlFile } from "./yaml-file.ts";

/** A key at the root; finding it saves most files a second parse. */
const DECLARES_VALUES = /^(["']?)values\1\s*:|[{,]\s*(["']?)values\2\s*:/m;

const TYPES: readonly ValueType[] = ["string", "integer", "number", "boolean"];

/** What stands in a definition and says nothing about the flow's document. */
const ABOUT_THE_RESOURCE = new Set(["numbers", "formerly", "pin", "values"]);

/**
 * Reads a definition in YAML with its per-environment values filled in.
 * @throws DiagnosticError `missing-value` at the line of the declaration, `wrong-value-type` at the stack's, or what the definition's schema found
 */
export function readDefinition(key: string, source: SourceFile, values: StackValues): ReadFlow {
  const { file: path, text } = source;
  const yaml = DECLARES_VALUES.test(text) ? parseYamlFile(text, path) : undefined;
  const { values: given, findings } = values.resolve("values", key, yaml ? declaredValues(yaml) : new Map());
  if (findings.length > 0) throw new DiagnosticError(findings);
  const definition = parseDefinition({ path, text }, { values: given });
  return {
    ...definitionFlow(key, path, definition),
    ...(yaml && { sourceDigest: sourceDigestOf(yaml.data) }),
  };
}

/**
 * A definition in TypeScript with the stack's values in it, and the digest of what was written, where it declares values.
 * @throws DiagnosticError as `readDefinition`
 */
export function filledIn(
  key: string,
  definition: FlowDefinition,
  values: StackValues,
): { filled: FlowDefinition; sourceDigest?: string } {
  const demands = Object.entries(definition.values).map(([name, { type, default: preset }]): [string, Demand] => [
    name,
    { location: definition.locate(["values", name]), type, ...(preset !== undefined && { default: preset }) },
  ]);
  const { values: given, findings } = values.resolve("values", key, new Map(demands));
  if (findings.length > 0) throw new DiagnosticError(findings);
  if (!definition.withValues) return { filled: definition };
  return { filled: definition.withValues(given), sourceDigest: sourceDigestOf(definition.written) };
}

/** A definition as the linker takes it. */
export function definitionFlow(key: string, file: string, definition: FlowDefinition): ReadFlow {
  return {
    key,
    file,
    origin: "definition",
    definition,
    type: definition.type,
    name: definition.name,
    nameLocation: definition.locate([definition.type]),
    numbers: definition.numbers.map((number, index) => ({ number, location: definition.locate(["numbers", index]) })),
  };
}

/**
 * sha256 hex over a definition's data before values are filled in, whatever the order of its keys: equal in every stack.
 * What does not reach the document (numbers, formerly, pin, the declarations of values) does not count.
 */
function sourceDigestOf(data: unknown): string {
  const counted = isRecord(data)
    ? Object.fromEntries(Object.entries(data).filter(([key]) => !ABOUT_THE_RESOURCE.has(key)))
    : data;
  return createHash("sha256")
    .update(JSON.stringify(sorted(counted)))
    .digest("hex");
}

function declaredValues(yaml: YamlFile): Map<string, Demand> {
  const declared = isRecord(yaml.data) ? yaml.data["values"] : undefined;
  if (!isRecord(declared)) return new Map();
  return new Map(
    Object.entries(declared).map(([name, declaration]) => {
      const preset = isRecord(declaration) ? (declaration["default"] as Scalar | undefined) : undefined;
      const type = isRecord(declaration) ? TYPES.find((known) => known === declaration["type"]) : undefined;
      const location = yaml.locate(["values", name]);
      return [name, { location, ...(preset !== undefined && { default: preset }), ...(type && { type }) }];
    }),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
