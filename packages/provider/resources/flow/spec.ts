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
  description: "A common module (or bot) that a flow calls, as this stack publishes it.",
  properties: {
    flowId: text("Id of the module's flow: its resource's id output.", { required: true }),
    digest: text("Digest of the module's document: its resource's digest output.", { required: true }),
    name: text("Name of the module in Architect.", { required: true }),
  },
};

const identity = {
  name: text("Name of the flow, from the document."),
  type: text("Type of the flow, from the document: Archy's root key, for example `inboundCall`."),
  digest: text("sha256 of the document in normal form."),
  outline: mapOf(text("Kind and short hash."), {
    description: "Node id -> kind and short hash of the node, so that a preview names the nodes that change.",
  }),
} satisfies PropertySpecs;

const released: ObjectSpec = {
  name: "FlowReleased",
  description: "What this stack published last.",
  properties: {
    name: text("Name of the flow.", { required: true }),
    version: text("Version, for example `3.0`; empty when it is not known.", { required: true }),
    digest: text("Digest of the document.", { required: true }),
    publishedBy: text("Who published it."),
  },
};

const modules = {
  modules: mapOf(objectOf(heldModule, { description: "One module." }), {
    description: "The modules that the flow calls, by their key. A changed digest republishes the flow.",
  }),
  references: mapOf(text("Id."), {
    description: "Other things of this stack that the document names: `queue:Sales` -> the id of the resource.",
  }),
} satisfies PropertySpecs;

/**
 * A setting without its default as a value: the state of each flow would keep it. The default applies if the setting is
 * absent (`flowInputsOf`).
 */
function absentByDefault({ default: value, ...spec }: PropertySpec): PropertySpec {
  return value === undefined ? spec : { ...spec, description: `${spec.description} Default: \`${value}\`.` };
}

/** Name, type, digest and outline are computed from the document; a program does not pass them. */
export const computedInputs = Object.keys(identity);

export const flowInputs: PropertySpecs = {
  document: asset(
    "The flow in Archy's YAML. A `FileAsset` with a path relative to the project keeps text and absolute paths out of the state.",
    { required: true },
  ),
  ...modules,
  ...Object.fromEntries(Object.entries(specsOf(resourceSettings)).map(([name, spec]) => [name, absentByDefault(spec)])),
  createStubs: absentByDefault(
    flag("Let the platform create stubs for flows that the document names and that do not exist yet.", {
      default: false,
    }),
  ),
};

export const flowSpec: TokenSpec = {
  token: tokenOf("flow", "Flow"),
  description:
    "A published Architect flow. The document is published by a job; the modules that it calls are copied into it at that moment, so a changed module republishes its callers.",
  inputs: flowInputs,
  outputs: {
    name: { ...identity.name, required: true },
    type: { ...identity.type, required: true },
    digest: text("Digest of the document that was published; empty when the published version is not ours.", {
      required: true,
    }),
    publishedVersion: text("Published version, for example `3.0`.", { required: true }),
    publishedBy: text("Who published it."),
    datePublished: text("When it was published (ISO 8601)."),
    modulesHeld: mapOf(text("Version."), {
      required: true,
      description: "Name of each module that the published version holds a copy of -> the version of that copy.",
    }),
    publishedModules: mapOf(text("Id of the module's flow, and digest of the module's document."), {
      description:
        "Key of each module of the published version -> id of its flow and digest of its document. No digest: the flow holds another version of the module.",
    }),
    references: modules.references,
    modules: {
      ...modules.modules,
      description: "The modules that an imported flow holds, until this stack publishes the flow.",
    },
    outline: {
      ...identity.outline,
      description:
        "Node id -> kind and short hash of the node in an imported flow, until this stack publishes the flow.",
    },
    organizationId: text("Id of the organisation that the flow lives in.", { required: true }),
    drift: text("What a refresh found changed outside of this stack, and by whom."),
    released: objectOf(released, {
      description: "What this stack published last, while `drift` says that the live flow is another.",
    }),
  },
};
