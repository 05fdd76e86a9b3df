import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { copiedVariable, misfit, toTyped, typeOfLiteral } from "../data-types.ts";
import { toBindings, toProperties, toProperty, toValue, toValues } from "../properties.ts";
import { anyValue, duration, valueMap, variable, variableMap } from "../vocabulary.ts";
import type { Shorthand, ShorthandContext } from "./shorthand.ts";

function toCallData(action: string, about: string): Shorthand {
  return {
    action,
    schema: z
      .looseObject({
        action: z
          .string()
          .regex(/^[^/]+\/.+$/, "expected INTEGRATION/ACTION, such as CRM/Verify PIN")
          .describe("The data action, as INTEGRATION/ACTION: CRM/Verify PIN"),
        inputs: valueMap.optional().describe("What the data action takes: its input -> a value or an =expression"),
        outputs: variableMap.optional().describe("What it hands out when it succeeds: its output -> a variable"),
        failure: variableMap.optional().describe("What it hands out when it fails, such as errorCode -> a variable"),
        timeout: duration.optional().describe("How long the flow waits for it, such as {seconds: 10}"),
      })
      .describe(about),
    writes: ["category"],
    toArchy(body) {
      const { action: name, inputs, outputs, failure, timeout, ...rest } = body as ArchyMap;
      const [integration, ...dataAction] = String(name).split("/");
      const bindings = {
        inputs: toValues(inputs as ArchyMap | undefined),
        successOutputs: toBindings(outputs as ArchyMap | undefined),
        ...(failure === undefined ? {} : { failureOutputs: toBindings(failure as ArchyMap) }),
      };
      return {
        ...(timeout === undefined ? {} : { timeout: toProperty(action, "timeout", timeout) }),
        ...toProperties(action, rest),
        category: { [String(integration).trim()]: { dataAction: { [dataAction.join("/").trim()]: bindings } } },
      };
    },
  };
}

/** `callData: {action: Integration/Action, inputs, outputs, failure, timeout}` (reference/archy.md §d). */
export const callData = toCallData("callData", "Calls a data action of an integration");
/** The same for secure flows. */
export const callDataSecure = toCallData("callDataSecure", "Calls a data action of an integration, in a secure flow");

/** `dataTableLookup: {table: Holidays, key: =Flow.day, outputs: {Name: Flow.holiday}}`. */
export const dataTableLookup: Shorthand = {
  action: "dataTableLookup",
  schema: z
    .strictObject({
      table: z.string().min(1).describe("Name of the data table"),
      key: anyValue.describe("What is looked up: a value or an =expression"),
      outputs: variableMap.optional().describe("What is read when it is found: a column -> a variable"),
      failure: variableMap.optional().describe("What is handed out when it fails, such as errorMessage -> a variable"),
    })
    .describe("Looks up a row of a data table"),
  toArchy(body) {
    const { table, key, outputs, failure } = body as ArchyMap;
    const bindings = {
      foundOutputs: toBindings(outputs as ArchyMap | undefined),
      ...(failure === undefined ? {} : { failureOutputs: toBindings(failure as ArchyMap) }),
    };
    return { lookupValue: toValue(key ?? null), dataTable: { [String(table)]: bindings } };
  },
};

/** `setParticipantData: {name: value, ...}`. */
export const setParticipantData: Shorthand = {
  action: "setParticipantData",
  schema: valueMap.describe("Sets data of the conversation's participant: a name -> a value or an =expression"),
  toArchy: (body) => ({
    attributes: Object.entries(body as ArchyMap).map(([name, value]) => ({
      attribute: { name: { lit: name }, value: toValue(value) },
    })),
  }),
};

/** `getParticipantData: {name: Flow.variable, ...}`. */
export const getParticipantData: Shorthand = {
  action: "getParticipantData",
  schema: variableMap.describe("Reads data of the conversation's participant: a name -> the variable that takes it"),
  toArchy: (body) => ({
    attributes: Object.entries(body as ArchyMap).map(([name, target]) => ({
      attribute: { name: { lit: name }, variable: target },
    })),
  }),
  binds: (body) =>
    Object.fromEntries(Object.values(body as Record<string, string>).map((target) => [target, "string"])),
};

function assignedType(target: string, value: ArchyValue, context: ShorthandContext): string {
  const known = context.typeOf(target) ?? typeOfLiteral(value);
  if (known) return known;
  const source = copiedVariable(value);
  const copied = source === undefined ? undefined : context.typeOf(source);
  if (copied) return copied;
  context.error(
    "unknown-variable-type",
    `The type of '${target}' is not known.`,
    [target],
    `Declare it: variables: {${target}: string}`,
  );
  return "string";
}

/** `updateData: {Flow.x: value, ...}`; the types are those of the declared variables, else of the values. */
export const updateData: Shorthand = {
  action: "updateData",
  schema: z
    .record(variable.meta({ title: "variable" }), anyValue.describe("The new value: a value or an =expression"))
    .describe("Sets variables: a variable -> a value or an =expression"),
  needsTypes: true,
  toArchy: (body, context) => ({
    statements: Object.entries(body as ArchyMap).map(([target, value]) => {
      const type = assignedType(target, value, context);
      // Architect turns what is put into a text into a text.
      const wrong = type === "string" ? undefined : misfit(value, type, context.typeOf);
      if (wrong)
        context.error("type-mismatch", `'${target}' is of type ${type}; ${wrong.found}.`, [target], wrong.hint);
      return { [type]: { variable: target, value: toTyped(value, type) } };
    }),
  }),
  binds: (body) =>
    Object.fromEntries(
      Object.entries(body as ArchyMap).flatMap(([target, value]) => {
        const type = typeOfLiteral(value);
        return type ? [[target, type]] : [];
      }),
    ),
};

/** `wait: {seconds: 5}`. */
export const wait: Shorthand = {
  action: "wait",
  schema: duration.or(z.looseObject({})).describe("Waits: {minutes: 5}"),
  toArchy: (body) =>
    isMap(body) && "duration" in body ? toProperties("wait", body) : { duration: toProperty("wait", "duration", body) },
};
