import { z } from "zod";
import type { FlowType } from "../archy/types.ts";
import {
  anyValue,
  FLOW_KEY,
  nodeId,
  outcomeName,
  RESERVED,
  reserved,
  text,
  valueMap,
  variableMap,
  wrapper,
} from "./vocabulary.ts";

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
const typeName = z.string().regex(/^[a-z][A-Za-z]*$/, "expected a data type such as string, integer or boolean");
const dataType = z.union(
  [typeName, z.strictObject({ type: typeName, default: anyValue.optional(), description: z.string().optional() })],
  "expected a data type, or {type, default, description}",
);
const variableDefinitions = z.record(z.string(), dataType);
/** A variable of a flow that is no module: who starts the flow may give it, and may read it afterwards. */
const flowVariable = z.union(
  [
    typeName,
    z.strictObject({
      type: typeName,
      default: anyValue.optional(),
      description: z.string().optional(),
      input: z.boolean().optional(),
      output: z.boolean().optional(),
    }),
  ],
  "expected a data type, or {type, default, description, input, output}",
);

const NUMBER_TEXT = 'expected a number in E.164 form and in quotes, such as "+13175550100"';

const parameterName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, "expected a name of letters, digits and _");

const valueDefinition = z.strictObject({
  type: z.enum(["string", "integer", "number", "boolean"], "expected string, integer, number or boolean"),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  description: z.string().optional(),
});

const fault = z.strictObject({
  say: text.optional(),
  then: z.union(
    [
      z.literal("disconnect"),
      z.literal("end"),
      z.strictObject({ queue: z.string() }),
      z.strictObject({ archy: wrapper }),
    ],
    "expected disconnect, end or {queue: NAME}",
  ),
});

/** A node: the named keys, and beside them exactly one action key (checked against the action table). */
export const nodeSchema = z.looseObject({
  on: z.record(z.string(), nodeId).optional(),
  then: nodeId.optional(),
  name: z.string().min(1).max(MAX_NAME).optional(),
  note: z.string().optional(),
  inputs: valueMap.optional(),
  outputs: variableMap.optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** Keys of a node that are not its action. */
export const nodeKeys = Object.keys(nodeSchema.shape);

const taskSchema = z.strictObject({
  name: z.string().min(1).max(MAX_NAME).optional(),
  description: z.string().optional(),
  /** Architect lets people name a path as they like. */
  paths: z.array(z.string().min(1).refine(reserved, RESERVED)).min(1).optional(),
  start: nodeId.optional(),
  nodes: z.record(nodeId, nodeSchema),
});

const fragmentSchema = z.strictObject({
  parameters: z
    .record(
      parameterName,
      z.union([valueDefinition.shape.type, valueDefinition], "expected a type, or {type, default}"),
    )
    .optional(),
  exits: z.array(nodeId).optional(),
  start: nodeId,
  nodes: z.record(nodeId, nodeSchema),
});

/** What a flow file holds beside its root key `<flow type>: <name>`. */
const commonShape = {
  description: z.string().optional(),
  division: z.string().optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/, "expected a language tag in lower case, such as en-us")
    .optional(),
  voice: z.string().optional(),
  greeting: text.optional(),
  numbers: z
    .array(
      z.string(NUMBER_TEXT).regex(/^\+[1-9][0-9]{3,14}$/, "expected a number in E.164 form, such as +13175550100"),
      'expected a list of numbers in E.164 form, such as ["+13175550100"]',
    )
    .optional(),
  channels: z.array(z.enum(definitionTypes)).min(1, "a module serves at least one channel").optional(),
  inputs: variableDefinitions.optional(),
  outputs: variableDefinitions.optional(),
  outcomes: z
    .union(
      [z.array(outcomeName).min(1, "a module has at least one named outcome"), z.literal("none")],
      "expected a list of outcomes, or none",
    )
    .optional(),
  variables: z.record(z.string(), flowVariable).optional(),
  values: z.record(parameterName, valueDefinition).optional(),
  onFault: fault.optional(),
  settings: wrapper.optional(),
  formerly: z.array(z.string().regex(FLOW_KEY)).optional(),
  pin: z.boolean().optional(),
  contactList: z.string().min(1).optional(),
  wrapupCode: z.string().min(1).optional(),
  worktype: z.string().min(1).optional(),
  start: nodeId.optional(),
  periodic: nodeId.optional(),
  nodes: z.record(nodeId, nodeSchema),
  tasks: z.record(nodeId, taskSchema).optional(),
  fragments: z.record(nodeId, fragmentSchema).optional(),
};

const typeShape = Object.fromEntries(definitionTypes.map((type) => [type, flowName.optional()])) as Record<
  FlowType,
  z.ZodOptional<typeof flowName>
>;

/** The definition of a flow: the one source of what may stand in a file, and of the JSON Schema for editors. */
export const definitionSchema = z.strictObject({ ...typeShape, ...commonShape });
