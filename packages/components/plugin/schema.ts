import manifest from "../package.json" with { type: "json" };

/** The package of the components for programs in languages other than TypeScript. */
export const PACKAGE = "genesys-flows";
export const { version: VERSION } = manifest;

const text = { type: "string" } as const;

const definition = {
  ...text,
  description: "The file of a definition or of an Architect export, relative to the project or absolute.",
};
const values = {
  type: "object",
  additionalProperties: { $ref: "pulumi.json#/Any" },
  description: "Values that the definition declares, by name. Default: the stack's values.",
};
const modules = {
  type: "object",
  additionalProperties: text,
  description: "The `key` of each module that the flow calls, by its name in the definition.",
};
const references = {
  type: "object",
  additionalProperties: text,
  description: "Ids of objects that the program creates and the definition names, by kind and name: `queue:Sales`.",
};
const numbers = {
  type: "array",
  items: text,
  description:
    "E.164 numbers that route to the flow, through an IVR with the flow's name. Default: the definition's numbers.",
};
const emailAddresses = {
  type: "array",
  items: { $ref: "pulumi.json#/Any" },
  description:
    "E-mail addresses that route to the flow, each through its own route: `sales@example.com`, or a map with `address` and the route's properties, such as `fromName`. Default: the definition's addresses.",
};

const outputs = {
  key: { ...text, description: "Key of the flow in this project; the name of the component." },
  flowId: { ...text, description: "Id of the flow." },
  name: { ...text, description: "Name of the flow in Architect." },
  publishedVersion: { ...text, description: "The published version: `3.0`." },
  digest: { ...text, description: "Digest of the published document." },
};

function component(description: string, inputProperties: object) {
  return {
    ...{ isComponent: true, description, inputProperties },
    requiredInputs: ["definition"],
    properties: outputs,
    required: Object.keys(outputs),
  };
}

/** The schema of the package, from which Pulumi generates an SDK for each language. */
export const pluginSchema = {
  name: PACKAGE,
  version: VERSION,
  displayName: "Genesys flows",
  description: "Genesys Cloud Architect flows as code, and the modules that they share.",
  license: "Apache-2.0",
  language: { python: { respectSchemaVersion: true }, go: { respectSchemaVersion: true } },
  resources: {
    [`${PACKAGE}:index:SharedModule`]: component("A common module that other flows of the stack call.", {
      definition,
      values,
      modules,
      references,
    }),
    [`${PACKAGE}:index:InboundFlow`]: component(
      "A flow that people reach from outside, and the numbers and e-mail addresses that route to it.",
      {
        definition,
        values,
        modules,
        references,
        numbers,
        emailAddresses,
      },
    ),
  },
};
