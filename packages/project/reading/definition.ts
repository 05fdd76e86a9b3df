import { createHash } from "node:crypto";
import {
  type Diagnostic,
  DiagnosticError,
  type FlowDefinition,
  parseInParts,
  type Scalar,
} from "@genesys-flows/architect";
import type { Demand, StackValues, ValueType } from "../stack/values.ts";
import { readYamlFile, type YamlFile } from "../yaml-file.ts";
import type { SourceFile } from "./discover.ts";
import { type BrokenFlow, brokenFlow, type FileRead, type ReadFlow } from "./flow.ts";

/** A key at the root; finding it saves most files a second parse. */
const DECLARES_VALUES = /^(["']?)values\1\s*:|[{,]\s*(["']?)values\2\s*:/m;

const TYPES: readonly ValueType[] = ["string", "integer", "number", "boolean"];

/** What stands in a definition and says nothing about the flow's document. */
const ABOUT_THE_RESOURCE = new Set(["numbers", "formerly", "pin", "values"]);

/** What finds a value that the stack does not give, or gives wrongly. */
const ABOUT_VALUES = ["missing-value", "wrong-value-type"];
/** What is found at a part of a text. */
const ABOUT_EXPRESSIONS = ["invalid-expression", "unattested-expression", "unknown-function"];

/**
 * Reads a definition in YAML with its per-environment values filled in. Findings are `missing-value` at the line of the
 * declaration, `wrong-value-type` at the stack's, and what the definition's schema found.
 */
export function readDefinition(key: string, source: SourceFile, values: StackValues): FileRead {
  const { file: path, text } = source;
  const yaml = DECLARES_VALUES.test(text) ? readYamlFile(source).source : { data: undefined };
  const {
    values: given,
    open,
    findings: unmet,
  } = yaml
    ? values.resolve("values", key, "locate" in yaml ? declaredValues(yaml) : new Map())
    : { values: {}, open: [], findings: [] };
  const { definition, findings: found } = parseInParts({ path, text }, { values: given });
  const repeats = repeatsOpen(source, open);
  const findings = [...unmet, ...found.filter((finding) => !repeats(finding))];
  if (!definition) return { flows: [brokenDefinition(key, source)], findings };
  const isWhole = open.length === 0;
  const flow: ReadFlow = {
    ...definitionFlow(key, path, definition),
    ...(isWhole ? {} : { repeats }),
    ...(isWhole && yaml && "locate" in yaml && { sourceDigest: sourceDigestOf(yaml.data) }),
  };
  return { flows: [flow], findings };
}

/** Finds what is said of a value that is not given: of its declaration, or of a text that it stands in. */
function repeatsOpen({ file }: SourceFile, open: readonly string[]): (finding: Diagnostic) => boolean {
  const stands = (text: string) => open.some((name) => text.includes(`\${${name}}`));
  return ({ code, message, location }) => {
    if (open.length === 0 || location?.file !== file) return false;
    if (ABOUT_VALUES.includes(code)) return open.some((name) => message.includes(`'${name}'`));
    const { sourceLine = "", column, length = 1 } = location;
    const isWithin = ABOUT_EXPRESSIONS.includes(code);
    return stands(isWithin ? sourceLine : sourceLine.slice(column - 1, column - 1 + length));
  };
}

/** A definition that is no YAML, or has two flow types. Its first line says what it is. */
function brokenDefinition(key: string, { file, text }: SourceFile): BrokenFlow {
  const [, type, name] = /^["']?(\w+)["']?[ \t]*:[ \t]+["']?(.+?)["']?[ \t]*(?:#.*)?$/m.exec(text) ?? [];
  return brokenFlow({ key, file, text }, { type, name });
}

/**
 * A definition in TypeScript with the stack's values in it, and the digest of what was written, where it declares values.
 * @throws DiagnosticError `missing-value`, `wrong-value-type`, or what the definition's schema found
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
  const { values: given, open, findings } = values.resolve("values", key, new Map(demands));
  if (open.length > 0) throw new DiagnosticError(findings);
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
