import { FLOW } from "@genesys-flows/project/state";
import {
  type EngineMessage,
  type EngineRun,
  type EngineStep,
  INVENTORY,
  type ResourceState,
} from "../events/engine-run.ts";
import { mapIn, textIn, textsIn, UNKNOWN } from "../model/values.ts";
import { kindOf, objectName } from "../objects/step.ts";

/**
 * The provider's message when the engine creates a resource for an existing object (`plain/resource.ts`,
 * `data-table/rows/texts.ts`).
 */
const TAKEN_OVER = /^The .+ \(\S+\) exists?\. The update takes (?:it|them) over and changes /;
/**
 * The provider's message when the state has no inventory and a number already routes to its flow
 * (`inventory/resource.ts`).
 */
const SETTLED = /^(\+\d+) already routes to (.+)\.$/;

/** Messages whose information the report already contains. */
export const REPORTED_EXISTING = [
  /^The .+ exists?\. The update takes (?:it|them) over and changes nothing\.$/,
  SETTLED,
];

/**
 * The run as the report shows it, regardless of what the engine does with its resources. An existing object is imported
 * instead of created. A number that already routes to its flow does not move.
 */
export function withExisting(run: EngineRun): EngineRun {
  const taken = new Set<string>();
  const numbers: Record<string, string> = {};
  for (const { text, urn } of run.messages) {
    for (const line of text.split("\n")) {
      if (urn !== undefined && TAKEN_OVER.test(line)) taken.add(urn);
      const [, number, key] = SETTLED.exec(line) ?? [];
      if (number !== undefined && key !== undefined) numbers[number] = key;
    }
  }
  if (taken.size + Object.keys(numbers).length === 0) return run;
  const steps = run.steps.map((step): EngineStep => {
    if (step.op === "create" && taken.has(step.urn)) return { ...step, op: "import" };
    if (step.type !== INVENTORY || step.old !== undefined) return step;
    return { ...step, old: { urn: step.urn, inputs: {}, outputs: { numbers } } };
  });
  return { ...run, steps };
}

/** The provider's message for an object that a replacement or a move leaves unchanged (provider, `run/holdings.ts`). */
const STAYS = /^The .+ stays: same id, nothing deleted\.(?: It was (?<was>urn:.+) until now\.)?$/;

/** The provider's message for an object that remains although the engine deletes its resource. */
const LEFT =
  /^The .+ stays in the organisation: (the replacement kept it|its replacement keeps it|it is urn:.+ now|it becomes urn:.+)\.$/;

/** Whether a message states that an object is kept. The report already shows this. */
export function isOfKept(text: string): boolean {
  return STAYS.test(text) || LEFT.test(text);
}

/**
 * Merges all steps of an object that is kept into one replacement. The engine replaces a resource on request. If the
 * parent of a resource or its name in the program changes, the engine creates a resource and deletes the old one.
 */
export function withKept(steps: readonly EngineStep[], messages: readonly EngineMessage[]): EngineStep[] {
  const kept = new Map<string, string | undefined>();
  const isLeft = new Set<string>();
  for (const { urn, text } of messages) {
    if (urn === undefined) continue;
    const said = STAYS.exec(text.trim());
    if (said) kept.set(urn, said.groups?.["was"]);
    if (LEFT.test(text.trim())) isLeft.add(urn);
  }
  if (kept.size + isLeft.size === 0) return [...steps];
  const left = new Map(steps.filter(({ op }) => op === "delete").map((step) => [step.urn, step]));
  const moved = new Set<EngineStep>();
  const whole = steps.map((step): EngineStep => {
    if (!kept.has(step.urn) || (step.op !== "create" && step.op !== "replace")) return step;
    const earlier = left.get(kept.get(step.urn) ?? "");
    if (earlier) moved.add(earlier);
    const old = step.old ?? earlier?.old;
    // The engine does not compare moved resources or resources that it replaces on request. Flows are compared by
    // digest.
    const isCompared = step.diffs.length > 0 || step.type.endsWith(":Flow");
    const diffs = isCompared ? step.diffs : changedInputs(old, step.new);
    return { ...step, op: "replace", diffs, old, keepsId: true };
  });
  return whole.filter((step) => !moved.has(step) && !(step.op === "delete" && isLeft.has(step.urn)));
}

function changedInputs(old: ResourceState | undefined, next: ResourceState | undefined): string[] {
  if (!old || !next) return [];
  const text = (value: unknown) => JSON.stringify(value) ?? "";
  return [...new Set([...Object.keys(old.inputs), ...Object.keys(next.inputs)])].filter((property) => {
    const [from, to] = [text(old.inputs[property]), text(next.inputs[property])];
    return !property.startsWith("__") && from !== to && !to.includes(UNKNOWN);
  });
}

/**
 * The provider's message for an object that it removes only from the state (`plain/resource.ts`, `flow/resource.ts`).
 */
const RELEASED =
  /^The .+ stays in the organisation(?: \(genesys-flows:external\)|: .+)\. Th(?:e|is) stack no longer manages it\.$/;

/**
 * The run without the deletions of resources whose objects remain in the organisation. In an update, the provider
 * reports each of these objects. In a preview, the engine does not call Delete, so this function adds the messages.
 */
export function withReleased(run: EngineRun): EngineRun {
  const isSaid = new Set(run.messages.filter(({ text }) => RELEASED.test(text.trim())).map(({ urn }) => urn));
  // `destroy` deletes objects even if the configuration lists them as external.
  const hasProgram = run.steps.some(({ type, new: next }) => type === INVENTORY && next !== undefined);
  const said: EngineMessage[] = [];
  const steps = run.steps.filter((step) => {
    if (step.op !== "delete") return true;
    if (isSaid.has(step.urn)) return false;
    const reason = run.isPreview ? reasonToStay(step, hasProgram ? run.config : {}) : undefined;
    if (reason === undefined) return true;
    const object = `${kindOf(step.type).noun} '${objectName(step)}'`;
    const text = `The ${object} stays in the organisation${reason}. After the update, this stack no longer manages it.`;
    said.push({ severity: "info", text, urn: step.urn });
    return false;
  });
  return { ...run, steps, messages: [...run.messages, ...said] };
}

/** Why an object remains when its resource is removed from the stack; undefined if the object is deleted. */
function reasonToStay(step: EngineStep, config: EngineRun["config"]): string | undefined {
  const { named = [], undeletable } = kindOf(step.type);
  if (undeletable !== undefined) return `: ${undeletable}`;
  const external = new Set(listIn(config["genesys-flows:external"]).map((entry) => entry.toLowerCase()));
  const { type } = { ...step.old?.outputs, ...step.old?.inputs };
  const names = named.filter(({ flow }) => flow === undefined || flow === "any" || flow === type);
  const isListed = names.some(({ kind }) => external.has(`${kind}:${objectName(step)}`.toLowerCase()));
  return isListed ? " (genesys-flows:external)" : undefined;
}

/** The entries of a list in a stack's configuration, which the engine passes on as JSON. */
function listIn(value: string | undefined): string[] {
  try {
    const list: unknown = JSON.parse(value ?? "[]");
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}

const QUEUE = "genesyscloud:index/routingQueue:RoutingQueue";

/** The last message from a program that refuses an update (components, `endRun`). */
export const REFUSED = /^The update would be refused: /m;

/**
 * The run, with all deletions of flows and queues. A program that refuses the update ends before the engine plans
 * deletions. This function then adds the deletions according to the stack's inventory. The versions of deleted flows
 * are unknown.
 */
export function withDeletions(run: EngineRun): EngineRun {
  const { steps, messages, isPreview } = run;
  const inventory = steps.find(({ type }) => type === INVENTORY);
  if (!isPreview || !inventory?.old || !inventory.new || !messages.some(({ text }) => REFUSED.test(text))) return run;
  const [before, after] = [inventory.old.inputs, inventory.new.inputs];
  const prefix = inventory.urn.slice(0, inventory.urn.indexOf("::", "urn:pulumi:".length));
  const known = new Set(steps.map(({ type, name }) => `${type} ${name}`));
  const kept = new Set(Object.values(mapIn(after["flows"])).flatMap((flow) => [mapIn(flow)["id"], identityOf(flow)]));
  const gone = (type: string, name: string, old: NonNullable<EngineStep["old"]>): EngineStep[] => {
    const urn = `${prefix}::${type}::${name}`;
    const step: EngineStep = {
      ...{ urn, name, type, op: "delete", detailedDiff: {}, diffs: [] },
      ...{ old: { ...old, urn }, ended: "done" },
    };
    return known.has(`${type} ${name}`) ? [] : [step];
  };
  const flows = Object.entries(mapIn(before["flows"])).flatMap(([key, flow]) => {
    const { id, name, type } = mapIn(flow);
    if (kept.has(id) || kept.has(identityOf(flow))) return [];
    return gone(FLOW, key, { urn: "", id: textIn(id), inputs: { name, type }, outputs: { name, type } });
  });
  const objects = textsIn(after["objects"]);
  const queues = [...textsIn(before["objects"])].flatMap(([named, id]) => {
    const [kind, name] = [named.slice(0, named.indexOf(":")), named.slice(named.indexOf(":") + 1)];
    const isGone = kind === "queue" && !objects.has(named) && ![...objects.values()].includes(id);
    return isGone ? gone(QUEUE, name, { urn: "", id, inputs: { name }, outputs: {} }) : [];
  });
  return { ...run, steps: [...steps, ...flows, ...queues] };
}

/** Identifies a flow by type and name. A flow that keeps its type and name is not deleted, even if its key changes. */
function identityOf(flow: unknown): string {
  const { type, name } = mapIn(flow);
  return JSON.stringify([type, name]);
}
