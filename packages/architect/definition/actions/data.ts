import { z } from "zod";
import type { ArchyMap } from "../../archy/types.ts";
import { get, singleEntry } from "../../archy/values.ts";
import { nonEmpty, plainBindings, plainMap, shortest } from "../plain-value.ts";
import { toBindings, toProperties, toProperty, toValue, toValues } from "../properties.ts";
import { dataActionCall } from "../variable-types.ts";
import { anyValue, duration, valueMap, variableMap } from "../vocabulary.ts";
import { bodies, others, type Shorthand } from "./shorthand.ts";

function toCallData(action: string, about: string): Shorthand {
  return {
    action,
    schema: z
      .looseObject({
        action: z
          .string()
          .regex(/^[^/]+\/.+$/, "expected INTEGRATION/ACTION, such as CRM/Verify PIN")
          .describe("The data action, as INTEGRATION/ACTION: CRM/Verify PIN"),
        inputs: valueMap.optional().describe("Inputs of the data action: input -> value or an =expression"),
        outputs: variableMap.optional().describe("Outputs on success: output -> variable"),
        failure: variableMap.optional().describe("Outputs on failure: output, such as errorCode -> variable"),
        timeout: duration.optional().describe("How long the flow waits for the data action, such as {seconds: 10}"),
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
    toForms(node) {
      const call = dataActionCall(node.properties);
      const rest = others(node, "category");
      if (!call || !rest) return [];
      const inputs = plainMap(call.bindings["inputs"], toValue);
      const outputs = plainBindings(call.bindings["successOutputs"]);
      const failure = plainBindings(call.bindings["failureOutputs"]);
      if (!inputs || !outputs || !failure) return [];
      return bodies({ action: call.name, ...nonEmpty({ inputs, outputs, failure }), ...rest });
    },
  };
}

/** `callData: {action: Integration/Action, inputs, outputs, failure, timeout}` (reference/archy.md §d). */
const callData = toCallData("callData", "Calls a data action of an integration");
const callDataSecure = toCallData("callDataSecure", "Calls a data action of an integration, in a secure flow");

/** `dataTableLookup: {table: Holidays, key: =Flow.day, outputs: {Name: Flow.holiday}}`. */
const dataTableLookup: Shorthand = {
  action: "dataTableLookup",
  schema: z
    .strictObject({
      table: z.string().min(1).describe("Name of the data table"),
      key: anyValue.describe("The key of the row: a value or an =expression"),
      outputs: variableMap.optional().describe("Outputs when the row is found: column -> variable"),
      failure: variableMap.optional().describe("Outputs on failure: output, such as errorMessage -> variable"),
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
  toForms(node) {
    const [table, bindings] = singleEntry(node.properties["dataTable"]) ?? [];
    const lookup = node.properties["lookupValue"];
    const key = lookup === undefined ? undefined : shortest(lookup, toValue);
    const outputs = plainBindings(get(bindings, "foundOutputs"));
    const failure = plainBindings(get(bindings, "failureOutputs"));
    if (table === undefined || key === undefined || !outputs || !failure) return [];
    return bodies({ table, key, ...nonEmpty({ outputs, failure }) });
  },
};

export const dataShorthands: readonly Shorthand[] = [callData, callDataSecure, dataTableLookup];
