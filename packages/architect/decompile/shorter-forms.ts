import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { get, getList, getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { toAudio, toNamed, toReference, toValue } from "../definition/properties.ts";
import { NODE_ID } from "../definition/vocabulary.ts";
import { comparisonOf } from "../expression/comparison.ts";
import { DEFAULT, switchTests } from "../graph/output-paths.ts";
import type { FlowNode } from "../graph/types.ts";
import { plainBindings, plainMap, plainProperties, shortest } from "./plain-value.ts";

/** One way to write a node's action: its body, and names of output paths where they are not those of the graph. */
export interface Form {
  readonly body: ArchyValue;
  /** Output path of the graph -> as it is written. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Forms that an action's shorthand may take, the shortest first. Whether one says the same is for the shorthand to show. */
type Forms = (node: FlowNode) => (Form | undefined)[];

function bodies(...found: (ArchyValue | undefined)[]): (Form | undefined)[] {
  return found.map((body) => (body === undefined ? undefined : { body }));
}

/** Everything but some keys, as plain properties. */
function others(node: FlowNode, ...keys: string[]): ArchyMap | undefined {
  const rest = Object.fromEntries(Object.entries(node.properties).filter(([key]) => !keys.includes(key)));
  const { body, unwritable } = plainProperties(node.kind, rest);
  return unwritable.length > 0 ? undefined : body;
}

function without(map: ArchyMap | undefined, key: string, value: ArchyValue): ArchyMap | undefined {
  if (!map) return undefined;
  return Object.fromEntries(Object.entries(map).filter(([k, v]) => !(k === key && v === value)));
}

/** Property `key` alone, or with others beside it under the word `as`. */
function pointed(
  node: FlowNode,
  key: string,
  as: string,
  encode: (value: ArchyValue) => ArchyValue,
): (Form | undefined)[] {
  const value = node.properties[key];
  const point = value === undefined ? undefined : shortest(value, encode);
  const rest = others(node, key);
  if (point === undefined || !rest) return [];
  return bodies(typeof point === "string" && Object.keys(rest).length === 0 ? point : undefined, {
    [as]: point,
    ...rest,
  });
}

const audio: Forms = (node) => [
  ...(Object.keys(node.properties).join() === "audio"
    ? bodies(shortest(node.properties["audio"] ?? null, toAudio))
    : []),
];

const message: Forms = (node) => {
  const rest = without(others(node), "replyMode", "replyToSender");
  const text = rest?.["messageBody"];
  return bodies(typeof text === "string" && Object.keys(rest ?? {}).length === 1 ? text : undefined, rest);
};

const collectInput: Forms = (node) => {
  const { digits, inputData, inputAudio } = node.properties;
  const rest = others(node, "digits", "inputData", "inputAudio");
  const into = getText(inputData, "var");
  if (!rest || into === undefined || digits === undefined) return [];
  const exact = getMap(node.properties, "digits")?.["exact"];
  const range = getMap(digits, "range");
  const prompt: ArchyMap = inputAudio === undefined ? {} : { prompt: shortest(inputAudio, toAudio) as ArchyValue };
  const body = (length: ArchyValue) => ({ digits: length, into, ...prompt, ...rest });
  return bodies(typeof exact === "number" ? body(exact) : undefined, range ? body(range) : undefined, body(digits));
};

const decision: Forms = (node) => bodies(shortest(node.properties["condition"] ?? null, toValue));

const switchForms: Forms = (node) => {
  const { style, cases } = switchTests(node.properties);
  if (style !== "firstTrue") return [];
  const expressions = cases.map(({ value }) => getText(value, "exp"));
  if (expressions.includes(undefined)) return [];
  const compared = expressions.map((expression) => comparisonOf(expression as string));
  const [first] = compared;
  const literals = compared.map((one) => (one?.variable === first?.variable ? one?.literals : undefined));
  const literal = literals.map((list) => (list?.length === 1 ? String(list[0]) : undefined));
  const short: Form | undefined =
    first && !literal.includes(undefined)
      ? {
          body: `=${first.variable}`,
          names: Object.fromEntries(cases.map(({ transition }, i) => [transition, literal[i] as string])),
        }
      : undefined;
  const names = new Set<string>();
  const named = cases.map(({ transition }, index) => {
    const wanted =
      NODE_ID.test(transition) && !(transition in {}) && transition !== DEFAULT ? transition : `case-${index + 1}`;
    let name = wanted;
    for (let n = 2; names.has(name); n++) name = `${wanted}-${n}`;
    names.add(name);
    return name;
  });
  const long: Form = {
    body: { cases: Object.fromEntries(named.map((name, index) => [name, `=${expressions[index]}`])) },
    names: Object.fromEntries(cases.map(({ transition }, index) => [transition, named[index] as string])),
  };
  return [short, long];
};

const loop: Forms = (node) => {
  const { loopCount, currentIndex } = node.properties;
  const times = loopCount === undefined ? undefined : shortest(loopCount, toValue);
  const index = getText(currentIndex, "var");
  if (times === undefined) return [];
  return bodies({ times }, index === undefined ? undefined : { times, index });
};

const schedule: Forms = (node) => {
  const { scheduleGroup, emergencyGroup } = node.properties;
  const rest = others(node, "evaluate", "scheduleGroup", "emergencyGroup");
  const group = scheduleGroup === undefined ? undefined : shortest(scheduleGroup, toNamed);
  const emergency = emergencyGroup === undefined ? undefined : shortest(emergencyGroup, toNamed);
  if (!rest || group === undefined) return [];
  const body = { group, ...(emergency === undefined ? {} : { emergency }), ...rest };
  return bodies(typeof group === "string" ? group : undefined, body);
};

const dataAction: Forms = (node) => {
  const [integration, held] = singleEntry(node.properties["category"]) ?? [];
  const [name, bindings] = singleEntry(getMap(held, "dataAction")) ?? [];
  const rest = others(node, "category");
  if (integration === undefined || name === undefined || !rest || !isMap(bindings)) return [];
  const inputs = plainMap(bindings["inputs"], toValue);
  const outputs = plainBindings(bindings["successOutputs"]);
  const failure = plainBindings(bindings["failureOutputs"]);
  if (!inputs || !outputs || !failure) return [];
  return bodies({
    action: `${integration}/${name}`,
    ...(Object.keys(inputs).length > 0 ? { inputs } : {}),
    ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
    ...(Object.keys(failure).length > 0 ? { failure } : {}),
    ...rest,
  });
};

const dataTable: Forms = (node) => {
  const [table, bindings] = singleEntry(node.properties["dataTable"]) ?? [];
  const lookup = node.properties["lookupValue"];
  const key = lookup === undefined ? undefined : shortest(lookup, toValue);
  const outputs = plainBindings(get(bindings, "foundOutputs"));
  const failure = plainBindings(get(bindings, "failureOutputs"));
  if (table === undefined || key === undefined || !outputs || !failure) return [];
  return bodies({
    table,
    key,
    ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
    ...(Object.keys(failure).length > 0 ? { failure } : {}),
  });
};

function attributes(node: FlowNode, held: "value" | "variable"): (Form | undefined)[] {
  const items = getList(node.properties, "attributes").map((item) => getMap(item, "attribute"));
  const entries = items.map((item) => [getText(getMap(item, "name"), "lit"), item?.[held]] as const);
  const body: ArchyMap = {};
  for (const [name, value] of entries) {
    const written = held === "variable" ? value : value === undefined ? undefined : shortest(value, toValue);
    if (name === undefined || written === undefined) return [];
    body[name] = written;
  }
  return bodies(body);
}

const updateData: Forms = (node) => {
  const body: ArchyMap = {};
  for (const statement of getList(node.properties, "statements")) {
    const held = singleEntry(statement)?.[1];
    const variable = getText(held, "variable");
    const value = get(held, "value");
    if (variable === undefined || value === undefined) return [];
    const named = get(get(value, "lit"), "name");
    const written = typeof named === "string" ? named : shortest(value, toValue);
    if (written === undefined) return [];
    body[variable] = written;
  }
  return bodies(body);
};

const wait: Forms = (node) => {
  const { duration } = node.properties;
  return bodies(duration === undefined ? undefined : shortest(duration, toValue));
};

/** What a shorthand of the definition language may have been, by action. */
export const shorterForms: Readonly<Record<string, Forms>> = {
  callTask: ({ properties: { targetTaskRef, ...rest } }) =>
    bodies(Object.keys(rest).length === 0 ? targetTaskRef : undefined),
  callData: dataAction,
  callDataSecure: dataAction,
  collectInput,
  dataTableLookup: dataTable,
  decision,
  endTask: ({ properties: { outputPath, ...rest } }) =>
    bodies(Object.keys(rest).length === 0 ? getText(outputPath, "name") : undefined),
  evaluateScheduleGroup: schedule,
  getParticipantData: (node) => attributes(node, "variable"),
  loop,
  playAudio: audio,
  sendAutoReply: message,
  sendResponse: message,
  setParticipantData: (node) => attributes(node, "value"),
  switch: switchForms,
  transferToAcd: (node) =>
    [...pointed(node, "targetQueue", "queue", toNamed)].flatMap((form) => [inQueueFlow(node, form), form]),
  transferToFlow: (node) => pointed(node, "targetFlow", "flow", toReference),
  transferToFlowSecure: (node) => pointed(node, "targetFlow", "flow", toReference),
  updateData,
  wait,
};

/** The in-queue flow under its shorter word. */
function inQueueFlow(node: FlowNode, form: Form | undefined): Form | undefined {
  const flow = node.properties["overrideInQueueFlow"];
  if (!form || !isMap(form.body) || flow === undefined) return undefined;
  const { overrideInQueueFlow: _flow, queue, ...rest } = form.body;
  return { body: { queue: queue as ArchyValue, inQueueFlow: shortest(flow, toReference) as ArchyValue, ...rest } };
}
