import { resourceSettings } from "@genesys-flows/architect/settings";
import {
  type ObjectSpec,
  type PropertySpec,
  type PropertySpecs,
  type ResourceSpec,
  tokenOf,
} from "../../engine/property-specs.ts";
import { specsOf } from "../../engine/setting-specs.ts";

const heldModule: ObjectSpec = {
  name: "FlowModule",
  description: "A common module (or bot) that a flow calls, as this stack publishes it.",
  properties: {
    flowId: { type: "string", required: true, description: "Id of the module's flow: its resource's id output." },
    digest: {
      type: "string",
      required: true,
      description: "Digest of the module's document: its resource's digest output.",
    },
    name: { type: "string", required: true, description: "Name of the module in Architect." },
  },
};

const identity: PropertySpecs = {
  name: { type: "string", description: "Name of the flow, from the document." },
  type: {
    type: "string",
    description: "Type of the flow, from the document: Archy's root key, for example `inboundCall`.",
  },
  digest: { type: "string", description: "sha256 of the document in normal form." },
  outline: {
    type: "map",
    items: { type: "string", description: "Kind and short hash." },
    description: "Node id -> kind and short hash of the node, so that a preview names the nodes that change.",
  },
};

const released: ObjectSpec = {
  name: "FlowReleased",
  description: "What this stack published last.",
  properties: {
    name: { type: "string", required: true, description: "Name of the flow." },
    version: { type: "string", required: true, description: "Version, for example `3.0`; empty when it is not known." },
    digest: { type: "string", required: true, description: "Digest of the document." },
    publishedBy: { type: "string", description: "Who published it." },
  },
};

const modules: PropertySpecs = {
  modules: {
    type: "map",
    items: { type: "object", object: heldModule, description: "One module." },
    description: "The modules that the flow calls, by their key. A changed digest republishes the flow.",
  },
  references: {
    type: "map",
    items: { type: "string", description: "Id." },
    description: "Other things of this stack that the document names: `queue:Sales` -> the id of the resource.",
  },
};

/**
 * A setting without its default as a value: the state of each flow would keep it. It holds where the setting is absent
 * (`flowInputsOf`).
 */
function absentByDefault({ default: value, ...spec }: PropertySpec): PropertySpec {
  return value === undefined ? spec : { ...spec, description: `${spec.description} Default: \`${value}\`.` };
}

/** Name, type, digest and outline are computed from the document; a program does not pass them. */
export const computedInputs = Object.keys(identity);

export const flowInputs: PropertySpecs = {
  document: {
    type: "asset",
    required: true,
    description:
      "The flow in Archy's YAML. A `FileAsset` with a path relative to the project keeps text and absolute paths out of the state.",
  },
  ...modules,
  ...Object.fromEntries(Object.entries(specsOf(resourceSettings)).map(([name, spec]) => [name, absentByDefault(spec)])),
  createStubs: absentByDefault({
    type: "boolean",
    default: false,
    description: "Let the platform create stubs for flows that the document names and that do not exist yet.",
  }),
};

export const flowSpec: ResourceSpec = {
  token: tokenOf("flow", "Flow"),
  description:
    "A published Architect flow. The document is published by a job; the modules that it calls are copied into it at that moment, so a changed module republishes its callers.",
  inputs: flowInputs,
  outputs: {
    name: { ...identity["name"], required: true } as PropertySpecs[string],
    type: { ...identity["type"], required: true } as PropertySpecs[string],
    digest: {
      type: "string",
      required: true,
      description: "Digest of the document that was published; empty when the published version is not ours.",
    },
    publishedVersion: { type: "string", required: true, description: "Published version, for example `3.0`." },
    publishedBy: { type: "string", description: "Who published it." },
    datePublished: { type: "string", description: "When it was published (ISO 8601)." },
    modulesHeld: {
      type: "map",
      required: true,
      items: { type: "string", description: "Version." },
      description: "Name of each module that the published version holds a copy of -> the version of that copy.",
    },
    publishedModules: {
      type: "map",
      items: { type: "string", description: "Id of the module's flow, and digest of the module's document." },
      description:
        "Key of each module of the published version -> id of its flow and digest of its document. No digest: the flow holds another version of the module.",
    },
    references: modules["references"] as PropertySpec,
    modules: {
      ...(modules["modules"] as PropertySpec),
      description: "The modules that an imported flow holds, until this stack publishes the flow.",
    },
    outline: {
      ...(identity["outline"] as PropertySpec),
      description:
        "Node id -> kind and short hash of the node in an imported flow, until this stack publishes the flow.",
    },
    organizationId: { type: "string", required: true, description: "Id of the organisation that the flow lives in." },
    drift: { type: "string", description: "What a refresh found changed outside of this stack, and by whom." },
    released: {
      type: "object",
      object: released,
      description: "What this stack published last, while `drift` says that the live flow is another.",
    },
  },
};
