import { printable, printableLine } from "@genesys-flows/architect";
import type { EngineStep, ResourceState } from "../events/engine-run.ts";
import type { Detail } from "../model/report.ts";
import { mapIn, textIn } from "../model/values.ts";
import type { ObjectSides } from "./sides.ts";
import type { Inputs } from "./words.ts";
import { plainValue, valueChange } from "./words.ts";

export const DATA_ACTION = "genesyscloud:index/integrationAction:IntegrationAction";

/** The properties that `dataActionDetails` explains. */
export const dataActionProperties: readonly string[] = [
  "contractInput",
  "contractOutput",
  "configRequest",
  "configResponse",
];

/** The changes to the contract, request and response of a data action. */
export function dataActionDetails({ before, after }: ObjectSides): Detail[] {
  if (!after) return [];
  const request = requestDetails(partIn(before, "configRequest"), partIn(after, "configRequest"), {
    isNew: before === undefined,
  });
  return [
    ...(before ? contractDetails("input", fieldsOf(before["contractInput"]), fieldsOf(after["contractInput"])) : []),
    ...(before ? contractDetails("output", fieldsOf(before["contractOutput"]), fieldsOf(after["contractOutput"])) : []),
    ...request,
    ...(before ? responseDetails(partIn(before, "configResponse"), partIn(after, "configResponse")) : []),
  ];
}

/** A nested object of the inputs. The vendor's provider wraps it in a list; this project's provider may not. */
function partIn(inputs: Inputs | undefined, name: string): Inputs {
  const value = inputs?.[name];
  return mapIn(Array.isArray(value) ? value[0] : value);
}

interface Field {
  readonly type: string;
  readonly required: boolean;
}

/** The fields of a JSON schema by path: `customer.id`, `lines[].amount`. */
function fieldsOf(schema: unknown): Map<string, Field> {
  const found = new Map<string, Field>();
  const walk = (given: unknown, path: string): void => {
    const { properties, required, items } = mapIn(given);
    const needed = Array.isArray(required) ? required : [];
    for (const [name, inner] of Object.entries(mapIn(properties))) {
      const at = path === "" ? name : `${path}.${name}`;
      const { type } = mapIn(inner);
      found.set(at, {
        type: Array.isArray(type) ? type.join(" or ") : (textIn(type) ?? "any"),
        required: needed.includes(name),
      });
      walk(inner, at);
    }
    if (items !== undefined) walk(items, `${path}[]`);
  };
  walk(parsed(schema), "");
  return found;
}

function parsed(schema: unknown): unknown {
  if (typeof schema !== "string") return schema;
  try {
    return JSON.parse(schema);
  } catch {
    return undefined;
  }
}

function contractDetails(
  side: "input" | "output",
  was: ReadonlyMap<string, Field>,
  is: ReadonlyMap<string, Field>,
): Detail[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name): Detail[] => {
    const [from, to] = [was.get(name), is.get(name)];
    const label = `${side} ${printableLine(name)}`;
    if (!from && to) {
      const isNeeded = side === "input" && to.required;
      return [
        contractDetail(
          "+",
          `${label} is new: ${plainValue(to.type)}${side === "input" ? (to.required ? ", required" : ", optional") : ""}`,
          isNeeded,
        ),
      ];
    }
    if (from && !to) return [contractDetail("-", `${label} is removed: was ${plainValue(from.type)}`, true)];
    if (!from || !to) return [];
    const isOtherType = from.type !== to.type;
    const isOtherNeed = side === "input" && from.required !== to.required;
    return [
      ...(isOtherType
        ? [contractDetail("~", `${label}: ${plainValue(from.type)} -> ${plainValue(to.type)}`, true)]
        : []),
      ...(isOtherNeed
        ? [contractDetail("~", `${label} is now ${to.required ? "required" : "optional"}`, to.required)]
        : []),
    ];
  });
}

function contractDetail(sign: Detail["sign"], text: string, isBreaking: boolean): Detail {
  return {
    sign,
    text: isBreaking ? text : `${text} (compatible)`,
    ...(isBreaking && { breaking: true as const }),
  };
}

function requestDetails(was: Inputs, is: Inputs, { isNew }: { readonly isNew: boolean }): Detail[] {
  const parts = [
    ["method", "requestType"],
    ["path", "requestUrlTemplate"],
  ] as const;
  const lines = parts.flatMap(([label, property]): Detail[] => {
    const [from, to] = [was[property], is[property]];
    return from === to ? [] : [valueChange(`request ${label}`, from, to)];
  });
  if (isNew) {
    const [method, path] = parts.map(([, property]) => textIn(is[property]));
    const shown = [method, path]
      .filter((one) => one !== undefined)
      .map(plainValue)
      .join(" ");
    return shown === "" ? [] : [{ sign: "+", text: `request ${shown}` }];
  }
  return [
    ...lines,
    ...templateDetails("request body", was["requestTemplate"], is["requestTemplate"]),
    ...headerDetails(was["headers"], is["headers"]),
  ];
}

/** The changed headers, by name only, because their values may be secret. */
function headerDetails(from: unknown, to: unknown): Detail[] {
  const [was, is] = [mapIn(from), mapIn(to)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name): Detail[] => {
    const header = `request header ${printableLine(name)}`;
    if (was[name] === is[name]) return [];
    if (was[name] === undefined) return [{ sign: "+", text: `${header} is new; its value is not shown` }];
    if (is[name] === undefined) return [{ sign: "-", text: `${header} is removed` }];
    return [{ sign: "~", text: `${header} has a different value, which is not shown` }];
  });
}

function templateDetails(label: string, from: unknown, to: unknown): Detail[] {
  if (from === to) return [];
  const [was, is] = [textIn(from), textIn(to)];
  const values = {
    label,
    ...(was !== undefined && { from: printable(was) }),
    ...(is !== undefined && { to: printable(is) }),
  };
  const sides = [was, is].flatMap((text) =>
    text === undefined ? [] : [`"${printableLine(text).replaceAll('"', '\\"')}"`],
  );
  const sign = was === undefined ? "+" : is === undefined ? "-" : "~";
  return [{ sign, text: `${label}${is === undefined ? " is removed" : ""}: ${sides.join(" -> ")}`, values }];
}

function responseDetails(was: Inputs, is: Inputs): Detail[] {
  const maps = [
    ["value", "translationMap"],
    ["default", "translationMapDefaults"],
  ] as const;
  return [
    ...maps.flatMap(([noun, property]) => {
      const [a, b] = [mapIn(was[property]), mapIn(is[property])];
      const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
      return names.map((name) => valueChange(`response ${noun} ${printableLine(name)}`, a[name], b[name]));
    }),
    ...templateDetails("response body", was["successTemplate"], is["successTemplate"]),
  ];
}

/** The steps, with header values of requests replaced by numbered placeholders, so that a change is still visible. */
export function withoutHeaderValues(steps: readonly EngineStep[]): EngineStep[] {
  return steps.map((step) => {
    if (step.type !== DATA_ACTION) return step;
    const seen = new Map<unknown, string>();
    const hidden = (value: unknown) => {
      const known = seen.get(value) ?? `not shown (${seen.size + 1})`;
      seen.set(value, known);
      return known;
    };
    return {
      ...step,
      ...(step.old && { old: hiddenIn(step.old, hidden) }),
      ...(step.new && { new: hiddenIn(step.new, hidden) }),
    };
  });
}

function hiddenIn(state: ResourceState, hidden: (value: unknown) => string): ResourceState {
  const walk = (value: unknown, isHeaders: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => walk(one, isHeaders));
    if (typeof value !== "object" || value === null) return isHeaders ? hidden(value) : value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, walk(one, isHeaders || key.toLowerCase() === "headers")]),
    );
  };
  return { ...state, inputs: walk(state.inputs, false) as Inputs, outputs: walk(state.outputs, false) as Inputs };
}
