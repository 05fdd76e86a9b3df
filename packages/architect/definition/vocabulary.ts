import { z } from "zod";

/** Building blocks of the definition schema: the valid forms of a value, a string or a name. */

export const NODE_ID = /^[A-Za-z][A-Za-z0-9_-]*$/;
export const VARIABLE = /^(Flow|Task|State|Common|Slot)\.[A-Za-z][A-Za-z0-9_]*$/;

/**
 * Refuses names of properties that every JavaScript object has. Looking up a node or transition with such a name would
 * always succeed.
 */
const nameOf = (what: string) =>
  z
    .string()
    .regex(NODE_ID, `${what} must start with a letter and can contain letters, digits, - and _`)
    .refine((name) => !(name in {}), "this name is reserved");

export const nodeId = nameOf("a node id");
export const outcomeName = nameOf("an outcome's name");
export const variable = z
  .string()
  .regex(VARIABLE, "expected a variable with its scope, such as Flow.customerId, Task.pin or Common.reason");
/** `abort` ends the parsing of a union, so that the union's message can list the alternatives. */
export const expression = z.string().startsWith("=", { error: "expected an =expression", abort: true });
/** A value in Archy's notation, `{lit: ...}`, or an action's own properties. */
export const wrapper = z.record(z.string(), z.unknown());
/** A part of the document that is passed through unchanged. */
export const archyBlock = z.record(z.string(), z.unknown());
export const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const anyValue = z.union([scalar, z.null(), z.array(z.unknown()), wrapper], "expected a value");
export const text = z.union(
  [z.string(), wrapper],
  "expected text, an =expression or an Archy value such as {prompt: ...}",
);
export const objectName = z.union([z.string(), wrapper], "expected a name, an =expression or an Archy value");
export const count = z.union(
  [z.int().min(0), expression, wrapper],
  "expected a whole number, an =expression or an Archy value",
);
export const truth = z.union([expression, z.boolean(), wrapper], "expected an =expression that is true or false");
export const flag = z.union([z.boolean(), expression, wrapper], "expected true, false or an =expression");
const units = z.strictObject({
  days: z.number().optional().describe("Days"),
  hours: z.number().optional().describe("Hours"),
  minutes: z.number().optional().describe("Minutes"),
  seconds: z.number().optional().describe("Seconds"),
  ms: z.number().optional().describe("Milliseconds"),
});
export const duration = z.union(
  [units, expression, wrapper],
  "expected a duration such as {seconds: 10} or {minutes: 1}, an =expression or an Archy value",
);
export const valueMap = z.record(z.string(), anyValue);
export const variableMap = z.record(z.string(), variable.describe("The variable, with its scope"));
