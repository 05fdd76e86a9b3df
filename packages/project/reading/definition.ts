import {
  contractOf,
  type Diagnostic,
  type FlowDefinition,
  type ModuleContract,
  readWritten,
  type WrittenDefinition,
} from "@genesys-flows/architect";
import { definitionSettings, flowStacks } from "@genesys-flows/architect/settings";
import { sha256 } from "../sha256.ts";
import type { FlowElsewhere } from "../stack/source.ts";
import type { FillingValues, StackValues } from "../stack/values.ts";
import type { SourceFile } from "./discover.ts";
import { type BrokenFlow, brokenFlow, type FileRead, type ReadFlow } from "./flow.ts";

/** The keys of a definition that do not affect the flow's document. */
const ABOUT_THE_RESOURCE = new Set([
  "$schema",
  "numbers",
  "emailAddresses",
  "formerly",
  "stacks",
  "values",
  ...Object.keys(definitionSettings.shape),
]);

/**
 * Reads a definition in YAML with its per-environment values filled in. Reports `missing-value` at the line of the
 * declaration, `wrong-value-type` at the stack's line, and the findings of the definition's schema.
 */
export function readDefinition(key: string, source: SourceFile, values: StackValues): FileRead {
  const { written, findings } = readWritten({ path: source.file, text: source.text });
  if (!written) return { flows: [brokenDefinition(key, source)], findings };
  const { flow, elsewhere, findings: found, filling } = withStackValues(key, written, values);
  if (elsewhere) return { flows: [], elsewhere: [elsewhere], findings };
  return { flows: [flow ?? brokenDefinition(key, source)], findings: [...findings, ...found], filling };
}

/**
 * Fills the stack's values into a definition in any language. The result has no flow if the flow type cannot be read.
 */
export function withStackValues(
  key: string,
  written: WrittenDefinition,
  values: StackValues,
): { flow?: ReadFlow; elsewhere?: FlowElsewhere; findings: readonly Diagnostic[]; filling?: FillingValues } {
  const { file, declaredValues, data } = written;
  const stacks = stacksIn(data);
  if (stacks && values.isElsewhere(stacks)) return { elsewhere: { key, file, stacks }, findings: [] };
  const { values: given, open, findings: unmet } = values.resolve("values", key, declaredValues);
  const { definition, findings, followsFromOpen } = written.fill(given, { open });
  if (!definition) return { findings: [...unmet, ...findings] };
  const isWhole = open.length === 0;
  const flow: ReadFlow = {
    ...definitionFlow(key, file, definition),
    repeats: isWhole ? undefined : (finding) => finding.location?.file === file && followsFromOpen(finding),
    sourceDigest: isWhole && declaredValues.size > 0 ? sourceDigestOf(data) : undefined,
  };
  const filling = isWhole ? { demands: declaredValues, values: given } : undefined;
  return { flow, findings: [...unmet, ...findings], filling };
}

/** The stacks that a definition lists; undefined if it has no `stacks`, or a value that the schema will reject. */
function stacksIn(data: unknown): readonly string[] | undefined {
  const { success, data: stacks } = flowStacks.safeParse(isRecord(data) ? data["stacks"] : undefined);
  return success ? stacks : undefined;
}

/** A definition that is not YAML or has two flow types. Its type and name are read from the first line. */
function brokenDefinition(key: string, { file, text }: SourceFile): BrokenFlow {
  const [, type, name] = /^["']?(\w+)["']?[ \t]*:[ \t]+["']?(.+?)["']?[ \t]*(?:#.*)?$/m.exec(text) ?? [];
  return brokenFlow({ key, file, text }, { type, name });
}

export function definitionFlow(key: string, file: string, definition: FlowDefinition): ReadFlow {
  return {
    ...{ key, file, origin: "definition", definition },
    type: definition.type,
    name: definition.name,
    nameLocation: definition.locate([definition.type]),
    numbers: definition.numbers.map((number, index) => ({ number, location: definition.locate(["numbers", index]) })),
    emailAddresses: definition.emailAddresses.map((route, index) => ({
      route,
      location: definition.locate(["emailAddresses", index]),
    })),
    formerly: definition.formerly,
    stacks: definition.stacks,
    given: definition.given,
    filledIn: definition.filledIn,
    contract: contractIn(definition),
  };
}

/**
 * The contract of a module, including outcomes that its nodes use but the module does not declare, because that error
 * is reported in the module, not at its callers.
 */
function contractIn(definition: FlowDefinition): ModuleContract | undefined {
  const contract = contractOf(definition);
  if (!contract?.outcome) return contract;
  const { from, outcomes } = contract.outcome;
  const ends = definition.nodes.filter(({ action, body }) => action === "end" && body !== "error");
  const undeclared = ends.map(({ body }) => String(body)).filter((name) => !Object.hasOwn(outcomes, name));
  if (undeclared.length === 0) return contract;
  return {
    ...contract,
    outcome: { from, outcomes: { ...outcomes, ...Object.fromEntries(undeclared.map((name) => [name, [name]])) } },
  };
}

/**
 * The sha256 hash, in hex, of a definition's data before values are filled in, regardless of the order of its keys; the
 * same in every stack. Excludes everything that is not part of the document (numbers, formerly, stacks, settings such
 * as pin, the declarations of values).
 */
function sourceDigestOf(data: unknown): string {
  const counted = isRecord(data)
    ? Object.fromEntries(Object.entries(data).filter(([key]) => !ABOUT_THE_RESOURCE.has(key)))
    : data;
  return sha256(JSON.stringify(sorted(counted)));
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
