import type { FlowType } from "@genesys-flows/architect";
import { resolved, resourceSettings } from "@genesys-flows/architect/settings";
import { isImported, type PublishedFlow, publishedFlowOf } from "@genesys-flows/project/state";
import type { z } from "zod";
import { type Asset, holdsUnknown, type Properties, type PropertyValue, textIn, unknown } from "../../engine/values.ts";

/** A module as declared by the program. Values that a preview does not know are undefined. */
export interface HeldModule {
  readonly name: string;
  readonly flowId: string | undefined;
  readonly digest: string | undefined;
}

/** Inputs of a flow after Check, including its settings. */
export interface FlowInputs extends Readonly<z.output<typeof resourceSettings>> {
  readonly document: Asset | typeof unknown | undefined;
  /** Undefined as long as the document is unknown. */
  readonly name: string | undefined;
  readonly type: FlowType | undefined;
  readonly digest: string | undefined;
  readonly outline: Readonly<Record<string, string>>;
  /** Undefined if the program sets none. */
  readonly modules: Readonly<Record<string, HeldModule>> | undefined;
  /** `queue:Sales` -> id; undefined if a preview does not know it. */
  readonly references: Readonly<Record<string, string | undefined>> | undefined;
  readonly createStubs: boolean;
}

/** The state of a flow: its outputs, and the inputs that the outputs do not repeat. */
export interface FlowState extends PublishedFlow {
  readonly type: FlowType;
  readonly datePublished?: string | undefined;
  readonly modulesHeld: Readonly<Record<string, string>>;
  /** Modules as published or as imported; the digest is empty if the flow holds a version other than the known one. */
  readonly modules?: Readonly<Record<string, HeldModule>> | undefined;
  readonly references?: Readonly<Record<string, string | undefined>> | undefined;
  readonly outline?: Readonly<Record<string, string>> | undefined;
  readonly drift?: string | undefined;
}

export function flowInputsOf(properties: Properties): FlowInputs {
  return {
    ...resolved(resourceSettings, properties),
    document: properties["document"] as Asset | typeof unknown | undefined,
    name: textIn(properties["name"]),
    type: textIn(properties["type"]) as FlowType | undefined,
    digest: textIn(properties["digest"]),
    outline: texts(properties["outline"]) ?? {},
    modules: modulesOf(properties["modules"]),
    references: maybeTexts(properties["references"]),
    createStubs: properties["createStubs"] === true,
  };
}

/** @param inputs inputs of the same state, because the outputs of a published flow do not repeat them */
export function flowStateOf(properties: Properties, inputs: Properties): FlowState {
  const references = maybeTexts(properties["references"]);
  return {
    ...publishedFlowOf(properties),
    type: (textIn(properties["type"]) ?? "") as FlowType,
    datePublished: textIn(properties["datePublished"]),
    modulesHeld: texts(properties["modulesHeld"]) ?? {},
    modules: modulesOf(properties["modules"]) ?? modulesPublished(properties["publishedModules"], inputs["modules"]),
    references,
    outline: texts(properties["outline"]) ?? (references && texts(inputs["outline"])),
    drift: textIn(properties["drift"]),
  };
}

/**
 * Outputs for the engine, without undefined fields. The outputs of a published flow do not repeat the outline: the
 * outline follows from the document, and the outputs contain the document's digest. The outputs list the modules with
 * which the flow was published, because the inputs of a pinned flow already refer to the changed modules.
 * @param before the outputs before a refresh: if an earlier release wrote them, they keep their form, so that the
 * refresh does not change the state
 */
export function outputsOf(state: FlowState, before: Properties = {}): Properties {
  const { modules, references, outline, released, ...plain } = state;
  const repeats = isImported(state) || "modules" in before;
  return {
    ...plain,
    ...(released && { released: { ...released } }),
    ...(repeats
      ? { outline, ...(modules && { modules: modulesOutput(modules) }) }
      : { publishedModules: publishedOutput(modules ?? {}) }),
    ...(references && { references: orUnknown(references) }),
  };
}

/** Outputs of a preview: values that the platform determines are unknown. */
export function previewOutputs(
  inputs: FlowInputs,
  known: { organizationId: string | undefined; callsModules: boolean },
): Properties {
  return {
    name: inputs.name ?? unknown,
    type: inputs.type ?? unknown,
    digest: inputs.digest ?? unknown,
    publishedVersion: unknown,
    publishedBy: unknown,
    datePublished: unknown,
    modulesHeld: known.callsModules ? unknown : {},
    organizationId: known.organizationId ?? unknown,
    publishedModules: publishedOutput(inputs.modules ?? {}),
    ...(inputs.references && { references: orUnknown(inputs.references) }),
  };
}

export function modulesOutput(modules: Readonly<Record<string, HeldModule>>): Properties {
  return Object.fromEntries(
    Object.entries(modules).map(([key, { name, flowId, digest }]) => [
      key,
      { name, flowId: flowId ?? unknown, digest: digest ?? unknown },
    ]),
  );
}

/** Key of a module -> id of its flow and digest of its document, in one string that a later run compares. */
function publishedOutput(modules: Readonly<Record<string, HeldModule>>): Properties {
  return Object.fromEntries(
    Object.entries(modules).map(([key, { flowId, digest }]) => [
      key,
      flowId === undefined || digest === undefined ? unknown : `${flowId} ${digest}`.trimEnd(),
    ]),
  );
}

function modulesPublished(
  value: PropertyValue | undefined,
  given: PropertyValue | undefined,
): Record<string, HeldModule> | undefined {
  const published = texts(value);
  const named = modulesOf(given);
  return (
    published &&
    Object.fromEntries(
      Object.entries(published).map(([key, entry]) => {
        const [flowId = "", digest = ""] = entry.split(" ");
        return [key, { name: named?.[key]?.name ?? key, flowId, digest }];
      }),
    )
  );
}

function orUnknown(map: Readonly<Record<string, string | undefined>>): Properties {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, value ?? unknown]));
}

function modulesOf(value: PropertyValue | undefined): Record<string, HeldModule> | undefined {
  const map = mapOf(value);
  if (!map) return undefined;
  return Object.fromEntries(
    Object.entries(map).map(([key, entry]) => {
      const held = mapOf(entry) ?? {};
      return [
        key,
        { name: textIn(held["name"]) ?? key, flowId: textIn(held["flowId"]), digest: textIn(held["digest"]) },
      ];
    }),
  );
}

function texts(value: PropertyValue | undefined): Record<string, string> | undefined {
  const map = mapOf(value);
  if (!map || holdsUnknown(value)) return undefined;
  return Object.fromEntries(Object.entries(map).map(([key, entry]) => [key, String(entry)]));
}

function maybeTexts(value: PropertyValue | undefined): Record<string, string | undefined> | undefined {
  const map = mapOf(value);
  return map && Object.fromEntries(Object.entries(map).map(([key, entry]) => [key, textIn(entry)]));
}

function mapOf(value: PropertyValue | undefined): Properties | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Properties) : undefined;
}
