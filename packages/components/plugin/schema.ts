import manifest from "../package.json" with { type: "json" };

/** The package of the components for programs in other languages than TypeScript. */
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
  description: "Values that the definition declares, by name. Default: those of the stack.",
};
const modules = {
  type: "object",
  additionalProperties: text,
  description: "The `key` of each module that the flow calls, by the names under which its definition calls them.",
};
const references = {
  type: "object",
  additionalProperties: text,
  description: "Ids of what the program creates and the definition names, by kind and name: `queue:Sales`.",
};
const numbers = {
  type: "array",
  items: text,
  description:
    "E.164 numbers that lead to the flow, through an IVR of the flow's name. Default: those of the definition.",
};
const emailAddresses = {
  type: "array",
  items: { $ref: "pulumi.json#/Any" },
  description:
    "E-mail addresses that lead to the flow, each through a route of its own: `sales@example.com`, or a map with `address` and what its route has, such as `fromName`. Default: those of the definition.",
};

const outputs = {
  key: { ...text, description: "Names the flow in this project; the name of the component." },
  flowId: { ...text, description: "Id of the flow." },
  name: { ...text, description: "Name of the flow in Architect." },
  publishedVersion: { ...text, description: "Version that is published: `3.0`." },
  digest: { ...text, description: "Digest of the document that is published." },
};

function component(description: string, inputProperties: object) {
  return {
    ...{ isComponent: true, description, inputProperties },
    requiredInputs: ["definition"],
    properties: outputs,
    required: Object.keys(outputs),
  };
}

/** The schema of the package, of which Pulumi makes an SDK in each language. */
export const pluginSchema = {
  name: PACKAGE,
  version: VERSION,
  displayName: "Genesys flows",
  description: "Architect flows of Genesys Cloud as code, and the modules that they share.",
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
      "A flow that people reach from outside, and the numbers and e-mail addresses that lead to it.",
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
