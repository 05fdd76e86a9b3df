import { z } from "zod";
import { flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";
import { emailAddresses } from "../settings/email-address.ts";
import { definitionSettings, flowStacks, formerKeys, phoneNumbers } from "../settings/flow.ts";
import { asGiven } from "../settings/setting.ts";
import { knownTypes, meantType } from "./data-types.ts";
import { anyValue, archyBlock, nodeId, outcomeName, scalar, text, valueMap, variableMap } from "./vocabulary.ts";

/** Top-level keys of a definition, in Archy's spelling. */
export const definitionTypes = Object.keys(flowTypes) as readonly FlowType[];

const MAX_NAME = 200;
const flowName = z
  .string()
  .min(1, "a flow must have a name")
  .max(MAX_NAME, `a name can have at most ${MAX_NAME} characters`);
export const typeName = z
  .string()
  .regex(/^[a-z][A-Za-z]*$/, "expected a data type such as string, integer or boolean")
  .refine((type) => meantType(type) === undefined, {
    error: ({ input }) => `'${input}' is not a data type; write '${meantType(String(input))}'`,
  })
  .meta({ examples: [...knownTypes] });
const variableShape = {
  type: typeName.describe("Its data type"),
  default: anyValue.optional().describe("The initial value. Default: none"),
  description: z.string().optional().describe("What the variable is for, shown in Architect"),
};
const declared = <Shape extends z.core.$ZodLooseShape>(shape: Shape, keys: string) =>
  z
    .union([typeName, z.strictObject(shape)], `expected a data type, or {${keys}}`)
    .describe(`A data type, or {${keys}}`);
const dataType = declared(variableShape, "type, default, description");
const memberName = z.string().meta({ title: "name" });
const variableDefinitions = z.record(memberName, dataType);
/** A variable of a flow that is not a module. It can be set when the flow starts, and read after the flow ends. */
const flowVariable = declared(
  {
    ...variableShape,
    input: z.boolean().optional().describe("Whether the value is set when the flow starts"),
    output: z.boolean().optional().describe("Whether the value can be read after the flow ends"),
  },
  "type, default, description, input, output",
);

const parameterName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, "expected a name of letters, digits and _")
  .meta({ title: "name" });

const valueDefinition = z
  .strictObject({
    type: z
      .enum(["string", "integer", "number", "boolean"], "expected string, integer, number or boolean")
      .describe("The type of the value"),
    default: scalar
      .optional()
      .describe("The value for stacks that do not set a value. Without a default, every stack must set a value"),
    description: z.string().optional().describe("What the value is for"),
  })
  .describe("{type, default, description}");

/** Values that a stack can set, as declared in a file. */
export const declaredValues = z
  .record(parameterName, valueDefinition)
  .describe("Values that each stack can set: name -> {type, default, description}. Text uses them as ${name}");

const fault = z.strictObject({
  say: text
    .optional()
    .describe("Audio to play first: text to speak, {prompt: Prompt.Name} or an =expression. Call flows only"),
  then: z
    .union(
      [
        z.literal("disconnect"),
        z.literal("end"),
        z.strictObject({ queue: z.string().describe("Name of the queue") }),
        z.strictObject({ archy: archyBlock.describe("Archy's own `errorHandling`") }),
      ],
      "expected disconnect, end or {queue: NAME}",
    )
    .describe("What happens next: disconnect, end or {queue: NAME}"),
});

/** A node: the keys below, and exactly one action key, which is checked against the action table. */
export const nodeSchema = z.looseObject({
  on: z
    .record(z.string(), nodeId.describe("The next node"))
    .optional()
    .describe("The transitions: where each output path of the action leads"),
  then: nodeId
    .optional()
    .describe("The next node. For an action with several output paths: the node for all paths that `on` does not list"),
  name: z.string().min(1).max(MAX_NAME).optional().describe("Name of the action in Architect. Default: the node's id"),
  note: z.string().optional().describe("A note for readers of the file. It is not published"),
  inputs: valueMap.optional().describe("Inputs of the module: input -> value or an =expression"),
  outputs: variableMap.optional().describe("Outputs of the module: output -> variable"),
  with: z
    .record(parameterName, scalar.describe("The value of the parameter"))
    .optional()
    .describe("The parameters of the fragment: name -> value"),
});

/** Keys of a node that are not its action. */
export const nodeKeys = Object.keys(nodeSchema.shape);

const newNodeId = nodeId.meta({ title: "node id" });
const nodes = z.record(newNodeId, nodeSchema).describe("The nodes by id. Each has one action and its transitions");

const taskSchema = z
  .strictObject({
    name: z.string().min(1).max(MAX_NAME).optional().describe("Name of the task in Architect. Default: its key"),
    paths: z
      .array(outcomeName)
      .min(1)
      .optional()
      .describe("The output paths of the task, besides `default`. Calls to the task have a transition for each"),
    start: nodeId.optional().describe("The first node. Default: the first in the list"),
    nodes,
  })
  .meta({ title: "task", description: "A task that nodes call with callTask" });

const fragmentSchema = z
  .strictObject({
    parameters: z
      .record(
        parameterName,
        z
          .union([valueDefinition.shape.type, valueDefinition], "expected a type, or {type, default}")
          .describe("A type, or {type, default}"),
      )
      .optional()
      .describe(
        "Parameters, set under `with` by a node that uses the fragment. Text in the fragment uses them as ${name}",
      ),
    exits: z
      .array(nodeId)
      .optional()
      .describe(
        "Exits of the fragment. They are targets of the fragment's nodes, and transitions of each node that uses the fragment",
      ),
    start: nodeId.describe("The first node"),
    nodes,
  })
  .meta({ title: "fragment", description: "Nodes that replace each node that uses the fragment" });

const partName = (title: string) => nodeId.meta({ title });

/** The keys of a flow file after its first key, `<flow type>: <name>`. */
const commonShape = {
  $schema: z
    .string()
    .optional()
    .meta({ description: "For JSON files: where editors find the schema of a flow file", doNotSuggest: true }),
  description: z.string().optional().describe("Description in Architect"),
  division: z.string().optional().describe("Name of the division. Default: the home division"),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/, "expected a language tag in lower case, such as en-us")
    .optional()
    .describe("Language tag. Default: en-us"),
  voice: z.string().optional().describe("Voice of the default speech engine"),
  greeting: text
    .optional()
    .describe("Audio at the start of the call: text to speak, {prompt: Prompt.Name} or an =expression"),
  numbers: phoneNumbers.optional(),
  emailAddresses: emailAddresses.optional(),
  channels: z
    .array(z.enum(definitionTypes))
    .min(1, "a module must serve at least one channel")
    .optional()
    .describe("The flow types that may call the module"),
  inputs: variableDefinitions
    .optional()
    .describe("Inputs of the module: name -> data type. The module reads them as Common.name"),
  outputs: variableDefinitions
    .optional()
    .describe("Outputs of the module: name -> data type. The module sets them as Common.name"),
  outcomes: z
    .union(
      [z.array(outcomeName).min(1, "a module must have at least one named outcome"), z.literal("none")],
      "expected a list of outcomes, or none",
    )
    .optional()
    .describe("How the module can end, besides `error`. Default: [completed]. `none` for a module without outcomes"),
  variables: z
    .record(z.string().meta({ title: "variable" }), flowVariable)
    .optional()
    .describe("Variables with their scope: Flow.count -> data type. Variables that an action sets need no declaration"),
  values: declaredValues.optional(),
  onFault: fault.optional().describe("What happens when an action fails and has no transition for the failure"),
  settings: archyBlock
    .optional()
    .describe("Archy's own blocks, such as settingsActionDefaults. They are published unchanged"),
  formerly: formerKeys.optional(),
  stacks: flowStacks.optional(),
  ...asGiven(definitionSettings),
  contactList: z.string().min(1).optional().describe("Name of the campaign's contact list"),
  wrapupCode: z.string().min(1).optional().describe("Name of the campaign's wrap-up code"),
  worktype: z.string().min(1).optional().describe("Name of the work type"),
  start: nodeId.optional().describe("The first node"),
  periodic: nodeId.optional().describe("The first node of the part that repeats while the conversation waits"),
  nodes,
  tasks: z.record(partName("task"), taskSchema).optional().describe("Tasks that nodes call, by key"),
  fragments: z
    .record(partName("fragment"), fragmentSchema)
    .optional()
    .describe("Reusable groups of nodes with parameters, by key"),
};

const typeShape = Object.fromEntries(
  definitionTypes.map((type) => [
    type,
    flowName.optional().describe(`The name of the ${flowTypes[type].title} in Architect`),
  ]),
) as Record<FlowType, z.ZodOptional<typeof flowName>>;

/** The schema of a flow's definition. The checks and the JSON Schema for editors are derived from this schema. */
export const definitionSchema = z.strictObject({ ...typeShape, ...commonShape });
