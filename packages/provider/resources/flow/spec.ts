import { resourceSettings } from "@genesys-flows/architect/settings";
import {
  asset,
  flag,
  mapOf,
  type ObjectSpec,
  objectOf,
  type PropertySpec,
  type PropertySpecs,
  specsOf,
  type TokenSpec,
  text,
  tokenOf,
} from "../../engine/property-specs.ts";

const heldModule: ObjectSpec = {
  name: "FlowModule",
  description: "A common module or bot that a flow calls and that this stack publishes.",
  properties: {
    flowId: text("Id of the module's flow: the `id` output of its resource.", { required: true }),
    digest: text("Digest of the module's document: the `digest` output of its resource.", { required: true }),
    name: text("Name of the module in Architect.", { required: true }),
  },
};

const identity = {
  name: text("Name of the flow, from the document."),
  type: text("Flow type, from the document: Archy's root key, for example `inboundCall`."),
  digest: text("SHA-256 hash of the normalised document."),
  outline: mapOf(text("Kind and short hash."), {
    description: "Node id -> kind and short hash of the node. A preview uses it to name the changed nodes.",
  }),
} satisfies PropertySpecs;

const released: ObjectSpec = {
  name: "FlowReleased",
  description: "The version that this stack published last.",
  properties: {
    name: text("Name of the flow.", { required: true }),
    version: text("Version, for example `3.0`; empty if unknown.", { required: true }),
    digest: text("Digest of the document.", { required: true }),
    publishedBy: text("Who published it."),
  },
};

const modules = {
  modules: mapOf(objectOf(heldModule, { description: "One module." }), {
    description: "Modules that the flow calls, by key. If a digest changes, the flow is republished.",
  }),
  references: mapOf(text("Id."), {
    description: "Other objects of this stack that the document names: `queue:Sales` -> id of the resource.",
  }),
} satisfies PropertySpecs;

/**
 * Removes the default from a setting and mentions the default in the description. Otherwise, the state of each flow
 * would store the default. `flowInputsOf` applies the default if the setting is omitted.
 */
function absentByDefault({ default: value, ...spec }: PropertySpec): PropertySpec {
  return value === undefined ? spec : { ...spec, description: `${spec.description} Default: \`${value}\`.` };
}

/** Inputs that are computed from the document and that a program does not pass. */
export const computedInputs = Object.keys(identity);

export const flowInputs: PropertySpecs = {
  document: asset(
    "The flow in Archy's YAML. A `FileAsset` with a path relative to the project keeps the content and absolute paths out of the state.",
    { required: true },
  ),
  ...modules,
  ...Object.fromEntries(Object.entries(specsOf(resourceSettings)).map(([name, spec]) => [name, absentByDefault(spec)])),
  createStubs: absentByDefault(
    flag("Whether the platform creates stubs for flows that the document names but that do not exist yet.", {
      default: false,
    }),
  ),
};

export const flowSpec: TokenSpec = {
  token: tokenOf("flow", "Flow"),
  description:
    "A published Architect flow. A publish job publishes the document and copies the modules that the flow calls into it, so a change to a module republishes its callers.",
  inputs: flowInputs,
  outputs: {
    name: { ...identity.name, required: true },
    type: { ...identity.type, required: true },
    digest: text("Digest of the published document; empty if this stack did not publish the current version.", {
      required: true,
    }),
    publishedVersion: text("Published version, for example `3.0`.", { required: true }),
    publishedBy: text("Who published it."),
    datePublished: text("Time of publication (ISO 8601)."),
    modulesHeld: mapOf(text("Version."), {
      required: true,
      description: "Versions of the module snapshots that the published version holds, by module name.",
    }),
    publishedModules: mapOf(text("Id of the module's flow, and digest of the module's document."), {
      description:
        "Key of each module of the published version -> id of its flow and digest of its document. The digest is omitted if the flow holds a different version of the module.",
    }),
    references: modules.references,
    modules: {
      ...modules.modules,
      description: "Modules that an imported flow holds; set until this stack publishes the flow.",
    },
    outline: {
      ...identity.outline,
      description:
        "Node id -> kind and short hash of the node in an imported flow; set until this stack publishes the flow.",
    },
    organizationId: text("Id of the flow's organisation.", { required: true }),
    drift: text("Changes that a refresh found outside this stack, and who made them."),
    released: objectOf(released, {
      description: "The version that this stack published last; set while `drift` reports that the live flow differs.",
    }),
  },
};
