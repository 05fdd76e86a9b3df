import { sameName } from "../../archy/modules.ts";
import { typedKinds } from "../../archy/reference-forms.ts";
import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { get, getMap, getText, isNoValue } from "../../archy/values.ts";
import { dataActionCall, memberType, tableLookup } from "../../definition/variable-types.ts";
import { typeOfExpression } from "../../expression/types.ts";
import type { DataActionContract, DataTableContract, FlowNode } from "../../graph/types.ts";
import { didYouMean } from "../../suggest.ts";
import type { Check } from "../check.ts";
import type { Misfit, Types } from "../data-types.ts";
import type { Subject } from "../subject.ts";
import { typesOf } from "../variable-table.ts";
import { misfitOf, SIDES, type Side } from "./module-calls.ts";

/** Compares calls to data actions with their contracts, if known. */
export const dataActionCalls: Check = {
  codes: ["data-action-contract", "missing-data-action-input"],
  run(subject, report) {
    const { dataActions } = subject.options;
    if (!dataActions) return;
    const types = typesOf(subject);
    for (const node of subject.graph.nodes.values()) {
      const call = dataActionCall(node.properties);
      const contract = call && dataActions(call.name);
      if (!contract) continue;
      const inputs = getMap(call.bindings, "inputs") ?? {};
      for (const name of missingInputs(contract, inputs)) {
        report("missing-data-action-input", {
          message: `The call does not set the input '${name}' of '${call.name}', which the data action requires.`,
          hint: `Add it under 'inputs'. The contract is in ${contract.source}.`,
          ...placeIn(subject, node, { path: call.path, text: call.name }),
        });
      }
      for (const what of SIDES) {
        const [list, members] = what === "input" ? ["inputs", contract.inputs] : ["successOutputs", contract.outputs];
        for (const [name, value] of Object.entries(getMap(call.bindings, list) ?? {})) {
          const wrong = wrongBinding(what, { name, value, members, action: call.name, types });
          if (!wrong) continue;
          report("data-action-contract", {
            message: `${wrong.found}.`,
            hint: `${wrong.hint} The contract is in ${contract.source}.`,
            ...placeIn(subject, node, { path: [...call.path, list, name], text: name }),
          });
        }
      }
    }
  },
};

/** Inputs that a contract requires and a call does not set, or leaves empty. */
function missingInputs(
  { required = [] }: DataActionContract,
  inputs: Readonly<Record<string, ArchyValue>>,
): readonly string[] {
  const given = Object.entries(inputs).flatMap(([name, value]) => (isNoValue(value) ? [] : [name]));
  const isSet = (name: string) =>
    given.some((one) => sameName(one, name) || one.toLowerCase().startsWith(`${name.toLowerCase()}.`));
  return required.filter((name) => !isSet(name));
}

/** Compares lookups in data tables with the tables, if known. */
export const tableLookups: Check = {
  codes: ["data-table-contract", "unknown-table-key"],
  run(subject, report) {
    const { dataTables } = subject.options;
    if (!dataTables) return;
    const types = typesOf(subject);
    for (const node of subject.graph.nodes.values()) {
      const lookup = tableLookup(node.properties);
      const contract = lookup && dataTables(lookup.table);
      if (!contract) continue;
      const key = unknownKey(node, contract);
      if (key !== undefined) {
        report("unknown-table-key", {
          message: `No row in the data table '${lookup.table}' has the key '${key}'.`,
          hint: `${didYouMean(key, contract.keys ?? [], "Its keys") ?? "Correct the key, or add the row."} The table is in ${contract.source}.`,
          ...placeIn(subject, node, { path: ["lookupValue", "lit"], text: key, under: "key" }),
        });
      }
      for (const [column, value] of Object.entries(getMap(lookup.bindings, "foundOutputs") ?? {})) {
        const wrong = wrongColumn(column, value, { table: lookup.table, contract, types });
        if (!wrong) continue;
        report("data-table-contract", {
          message: `${wrong.found}.`,
          hint: `${wrong.hint} The table is in ${contract.source}.`,
          ...placeIn(subject, node, { path: [...lookup.path, "foundOutputs", column], text: column }),
        });
      }
    }
  },
};

/**
 * A literal key in a lookup that does not match any row. The platform's documentation does not say whether keys are
 * case-sensitive, so this check ignores case.
 */
function unknownKey({ properties }: FlowNode, { keys }: DataTableContract): string | undefined {
  const literal = get(properties["lookupValue"], "lit");
  if (keys === undefined || (typeof literal !== "string" && typeof literal !== "number")) return undefined;
  const key = String(literal);
  return keys.some((one) => sameName(one, key)) ? undefined : key;
}

interface InTable {
  readonly table: string;
  readonly contract: DataTableContract;
  readonly types: Types;
}

function wrongColumn(column: string, value: ArchyValue, { table, contract, types }: InTable): Misfit | undefined {
  const { columns, otherNames = {} } = contract;
  const known = { ...otherNames, ...columns };
  if (!Object.keys(known).some((one) => sameName(one, column))) {
    const hint = didYouMean(column, Object.keys(columns), "Its columns") ?? "The table has no such column.";
    return { found: `The data table '${table}' has no column '${column}'`, hint };
  }
  const [type, variable] = [memberType(known, column), getText(value, "var")];
  const declared = variable === undefined ? undefined : types.typeOf(variable);
  // Binding an output to a variable does not convert the value. Only an expression does.
  if (type === undefined || declared === undefined || sameName(type, declared) || declared === "json") return undefined;
  return {
    found: `The column '${column}' of '${table}' is of type ${type}, but '${variable}' is declared as ${declared}`,
    hint: `Bind it to a variable of type ${type}, and convert the value afterwards.`,
  };
}

interface BoundName {
  readonly name: string;
  readonly value: ArchyValue;
  readonly members: Readonly<Record<string, string | undefined>>;
  readonly action: string;
  readonly types: Types;
}

function wrongBinding(what: Side, { name, value, members, action, types }: BoundName): Misfit | undefined {
  const known = Object.keys(members);
  if (!known.some((one) => sameName(one, name)) && !isWithin(name, members)) {
    const hint = didYouMean(name, known, `Its ${what}s`) ?? `The data action has no such ${what}.`;
    return { found: `The data action '${action}' has no ${what} '${name}'`, hint };
  }
  const type = memberType(members, name);
  if (what === "input" && type === "string" && isObject(value, types)) return undefined;
  const wrong = type === undefined ? undefined : misfitOf(what, value, { type, types });
  const found = `The ${what} '${name}' of '${action}' is of type ${type}, but ${wrong?.found}`;
  return wrong && { found, hint: wrong.hint };
}

/**
 * Whether a value is an object of the organisation. A real export passes `FindQueue(...)` to an input, and contracts
 * have no type for objects.
 */
function isObject(value: ArchyValue, types: Types): boolean {
  const text = getText(value, "exp");
  const parsed = text === undefined ? undefined : types.parse(text);
  const type = parsed?.ok ? typeOfExpression(parsed.expression, types.typeOf) : undefined;
  return type !== undefined && Object.hasOwn(typedKinds, type);
}

/** Whether a name, such as `customer.city`, is inside an object or list whose fields are unknown. */
function isWithin(name: string, members: BoundName["members"]): boolean {
  const whole = name.toLowerCase();
  const holders = Object.keys(members).filter((one) => whole.startsWith(`${one.toLowerCase()}.`));
  const hasParts = (holder: string) => Object.keys(members).some((one) => one.startsWith(`${holder}.`));
  return holders.some((holder) => members[holder] === undefined && !hasParts(holder));
}

/** The location of a part of an action: by path in an export, by text in a definition. */
function placeIn(
  { document, graph }: Subject,
  node: FlowNode,
  { path, ...of }: { readonly path: ArchyPath; readonly text: string; readonly under?: string },
) {
  return {
    node,
    path: node.path && [...node.path, ...path],
    location: document ? undefined : graph.textPlace?.({ node: node.id, ...of }),
  };
}
