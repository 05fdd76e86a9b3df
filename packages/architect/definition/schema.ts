import { z } from "zod";
import { flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";
import { knownTypes } from "./data-types.ts";
import { anyValue, archyBlock, FLOW_KEY, nodeId, outcomeName, text, valueMap, variableMap } from "./vocabulary.ts";

/** Root keys of a definition, as Archy spells them. */
export const definitionTypes: readonly FlowType[] = [
  "inboundCall",
  "outboundCall",
  "secureCall",
  "inqueueCall",
  "commonModule",
  "inboundEmail",
  "inboundShortMessage",
  "inboundChat",
  "workflow",
  "workitem",
  "botFlow",
  "digitalBot",
  "surveyInvite",
  "inqueueShortMessage",
  "inqueueEmail",
];

const MAX_NAME = 200;
const flowName = z.string().min(1, "a flow needs a name").max(MAX_NAME, `a name has at most ${MAX_NAME} characters`);
/** The name of a data type. */
export const typeName = z
  .string()
  .regex(/^[a-z][A-Za-z]*$/, "expected a data type such as string, integer or boolean")
  .meta({ examples: [...knownTypes] });
const variableShape = {
  type: typeName.describe("Its data type"),
  default: anyValue.optional().describe("The first value; none when absent"),
  description: z.string().optional().describe("What the variable is for, shown in Architect"),
};
const dataType = z
  .union([typeName, z.strictObject(variableShape)], "expected a data type, or {type, default, description}")
  .describe("A data type, or {type, default, description}");
const memberName = z.string().meta({ title: "name" });
const variableDefinitions = z.record(memberName, dataType);
/** A variable of a flow that is no module: who starts the flow may give it, and may read it afterwards. */
const flowVariable = z
  .union(
    [
      typeName,
      z.strictObject({
        ...variableShape,
        input: z.boolean().optional().describe("Whether who starts the flow gives the value"),
        output: z.boolean().optional().describe("Whether who started the flow may read it afterwards"),
      }),
    ],
    "expected a data type, or {type, default, description, input, output}",
  )
  .describe("A data type, or {type, default, description, input, output}");

const NUMBER_TEXT = 'expected a number in E.164 form and in quotes, such as "+13175550100"';

const parameterName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, "expected a name of letters, digits and _")
  .meta({ title: "name" });

const valueDefinition = z
  .strictObject({
    type: z
      .enum(["string", "integer", "number", "boolean"], "expected string, integer, number or boolean")
      .describe("The type of the value"),
    default: z
      .union([z.string(), z.number(), z.boolean()])
      .optional()
      .describe("What holds where no stack sets the value; without it every stack must"),
    description: z.string().optional().describe("What the value is for"),
  })
  .describe("{type, default, description}");

const fault = z.strictObject({
  say: text
    .optional()
    .describe("What is played before: a text, {prompt: Prompt.Name} or an =expression; call flows only"),
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
    .describe("Where it goes: disconnect, end or {queue: NAME}"),
});

/** A node: the named keys, and beside them exactly one action key (checked against the action table). */
export const nodeSchema = z.looseObject({
  on: z
    .record(z.string(), nodeId.describe("The node where the flow goes on"))
    .optional()
    .describe("The transitions: where each output path of the action leads"),
  then: nodeId
    .optional()
    .describe("The node where the flow goes on; of several transitions those that `on` does not name"),
  name: z
    .string()
    .min(1)
    .max(MAX_NAME)
    .optional()
    .describe("Name of the action in Architect; the node's id when absent"),
  note: z.string().optional().describe("For readers of the file; goes nowhere"),
  inputs: valueMap.optional().describe("What the module takes: its input -> a value or an =expression"),
  outputs: variableMap.optional().describe("What the module hands out: its output -> a variable"),
  with: z
    .record(parameterName, z.union([z.string(), z.number(), z.boolean()]).describe("The value of the parameter"))
    .optional()
    .describe("The parameters of the fragment: a name -> a value"),
});

/** Keys of a node that are not its action. */
export const nodeKeys = Object.keys(nodeSchema.shape);

const newNodeId = nodeId.meta({ title: "node id" });
const nodes = z.record(newNodeId, nodeSchema).describe("The nodes by id: each has one action, and its transitions");

const taskSchema = z
  .strictObject({
    name: z.string().min(1).max(MAX_NAME).optional().describe("Name of the task in Architect; its key when absent"),
    paths: z
      .array(outcomeName)
      .min(1)
      .optional()
      .describe("How it can end, beside `default`: the transitions of a call"),
    start: nodeId.optional().describe("The first node; that of the list when absent"),
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
      .describe("What a node that uses it gives under `with`; in texts of its nodes ${name}"),
    exits: z.array(nodeId).optional().describe("Names to which its nodes lead: the transitions of a node that uses it"),
    start: nodeId.describe("The first node"),
    nodes,
  })
  .meta({ title: "fragment", description: "Nodes that are written out where a node uses them" });

const partName = (title: string) => nodeId.meta({ title });

/** What a flow file holds beside its root key `<flow type>: <name>`. */
const commonShape = {
  description: z.string().optional().describe("Description in Architect"),
  division: z.string().optional().describe("Name of the division; the home division when absent"),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/, "expected a language tag in lower case, such as en-us")
    .optional()
    .describe("Language tag; en-us when absent"),
  voice: z.string().optional().describe("Voice of the default speech engine"),
  greeting: text.optional().describe("What is played first: a text, {prompt: Prompt.Name} or an =expression"),
  numbers: z
    .array(
      z.string(NUMBER_TEXT).regex(/^\+[1-9][0-9]{3,14}$/, "expected a number in E.164 form, such as +13175550100"),
      'expected a list of numbers in E.164 form, such as ["+13175550100"]',
    )
    .optional()
    .describe("Numbers that lead to the flow, in E.164 form and in quotes"),
  channels: z
    .array(z.enum(definitionTypes))
    .min(1, "a module serves at least one channel")
    .optional()
    .describe("The flow types that may call the module"),
  inputs: variableDefinitions
    .optional()
    .describe("What the module takes: a name -> a data type. Within it Common.name"),
  outputs: variableDefinitions
    .optional()
    .describe("What the module hands out: a name -> a data type. Within it Common.name"),
  outcomes: z
    .union(
      [z.array(outcomeName).min(1, "a module has at least one named outcome"), z.literal("none")],
      "expected a list of outcomes, or none",
    )
    .optional()
    .describe("How the module can end, beside `error`; [completed] when absent, `none` when it does not say"),
  variables: z
    .record(z.string().meta({ title: "variable" }), flowVariable)
    .optional()
    .describe("Variables with their scope: Flow.count -> a data type. What an action binds is declared by itself"),
  values: z
    .record(parameterName, valueDefinition)
    .optional()
    .describe("Values that each stack may set: a name -> {type, default, description}. In texts ${name}"),
  onFault: fault.optional().describe("What happens when an action fails that has no transition for it"),
  settings: archyBlock.optional().describe("Archy's own blocks, such as settingsActionDefaults; they pass as they are"),
  formerly: z
    .array(z.string().regex(FLOW_KEY))
    .optional()
    .describe("Earlier keys of this flow, after the file was renamed"),
  pin: z.boolean().optional().describe("Whether the published flow keeps its snapshots of modules"),
  contactList: z.string().min(1).optional().describe("Name of the campaign's contact list"),
  wrapupCode: z.string().min(1).optional().describe("Name of the campaign's wrap-up code"),
  worktype: z.string().min(1).optional().describe("Name of the work type"),
  start: nodeId.optional().describe("The first node"),
  periodic: nodeId.optional().describe("The first node of what is repeated while the conversation waits"),
  nodes,
  tasks: z.record(partName("task"), taskSchema).optional().describe("Tasks that nodes call and that come back, by key"),
  fragments: z
    .record(partName("fragment"), fragmentSchema)
    .optional()
    .describe("Nodes that are needed several times, with parameters, by key"),
};

const typeShape = Object.fromEntries(
  definitionTypes.map((type) => [
    type,
    flowName.optional().describe(`The name of the ${flowTypes[type].title} in Architect`),
  ]),
) as Record<FlowType, z.ZodOptional<typeof flowName>>;

/** The definition of a flow: the one source of what may stand in a file, and of the JSON Schema for editors. */
export const definitionSchema = z.strictObject({ ...typeShape, ...commonShape });
