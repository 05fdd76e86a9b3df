import type { EngineRun, EngineStep } from "../events/engine-run.ts";
import type { FlowName } from "../model/report.ts";
import { mapIn, textIn, textsIn } from "./values.ts";

const FLOW = "genesyscloud:index/flow:Flow";
const INVENTORY = "genesyscloud:index/inventory:Inventory";
const EMAIL_ROUTE = "genesyscloud:index/routingEmailRoute:RoutingEmailRoute";
const EMAIL_DOMAIN = "genesyscloud:index/routingEmailDomain:RoutingEmailDomain";
/** What a report shows through its flows, or not at all. */
const SHOWN_ELSEWHERE = new Set([
  FLOW,
  INVENTORY,
  "genesyscloud:index/architectIvr:ArchitectIvr",
  "pulumi:pulumi:Stack",
]);

/** A flow of the stack, as a run knows it. */
export interface FlowStep {
  readonly step: EngineStep;
  readonly key: string;
  /** Name in Architect; of a flow that is deleted, the last one. */
  readonly name: string;
  readonly type: string;
  /** The component that registered it. */
  readonly component?: EngineStep;
}

/** Numbers and modules before or after an update. */
export interface Links {
  /** Number -> key of the flow. */
  readonly numbers: ReadonlyMap<string, string>;
  /** E-mail address -> id of the flow. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Key of a flow -> keys of the modules that it calls. */
  readonly calls: ReadonlyMap<string, readonly string[]>;
}

/** The stack of a run: its flows, and how they belong together before and after. */
export interface StackOfRun {
  readonly flows: readonly FlowStep[];
  /** Other objects than flows and what leads to them. */
  readonly others: readonly EngineStep[];
  readonly before: Links;
  readonly after: Links;
  /** Keys of flows that existed before under another key, with that key. */
  readonly formerKeys: ReadonlyMap<string, string>;
}

/** Sorts the steps of a run. */
export function stackOf(run: EngineRun): StackOfRun {
  const byUrn = new Map(run.steps.map((step) => [step.urn, step]));
  const steps = run.steps.filter(isLast).sort(byName);
  const flows = steps.filter(({ type }) => type === FLOW).map((step) => flowStep(step, byUrn));
  const inventory = run.steps.find(({ type }) => type === INVENTORY);
  const renamed = flows.flatMap(({ step, key }): (readonly [string, string])[] => {
    const was = nameIn(step.old?.urn ?? "");
    return was !== "" && was !== key && !step.op.startsWith("delete") ? [[key, was]] : [];
  });
  const keyNow = new Map(renamed.map(([key, was]) => [was, key]));
  const sides = ["old", "new"] as const;
  const [before, after] = sides.map((side): Links => {
    const numbers = side === "old" ? inventory?.old?.outputs["numbers"] : inventory?.new?.inputs["numbers"];
    const found = inventory ? textsIn(numbers) : numbersOfComponents(flows, side);
    return {
      // A flow keeps its numbers under another key.
      numbers: side === "old" ? new Map([...found].map(([number, key]) => [number, keyNow.get(key) ?? key])) : found,
      addresses: addressesOf(run, side),
      calls: new Map(flows.map(({ step, key }) => [key, Object.keys(mapIn(step[side]?.inputs["modules"]))] as const)),
    };
  }) as [Links, Links];
  return {
    flows,
    others: steps.filter(isObject),
    before,
    after,
    formerKeys: new Map(renamed),
  };
}

/** Not the halves of a replacement, of which the engine also reports the whole. */
function isLast({ op }: EngineStep): boolean {
  return op !== "create-replacement" && op !== "delete-replaced" && op !== "discard-replaced" && op !== "refresh";
}

/** Steps that run in parallel come in any order. */
function byName(a: EngineStep, b: EngineStep): number {
  const [one, other] = [a, b].map(({ type, name }) => `${type} ${name}`) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}

function isObject({ type }: EngineStep): boolean {
  return type.startsWith("genesyscloud:") && !SHOWN_ELSEWHERE.has(type);
}

function flowStep(step: EngineStep, byUrn: ReadonlyMap<string, EngineStep>): FlowStep {
  const state = step.new ?? step.old;
  const facts = { ...state?.outputs, ...state?.inputs };
  const parent = byUrn.get(state?.parent ?? "");
  return {
    step,
    key: step.name,
    name: textIn(facts["name"]) ?? step.name,
    type: textIn(facts["type"]) ?? "inboundCall",
    ...(parent?.type.startsWith("genesys-flows:") && { component: parent }),
  };
}

/** What the components show: in a run that did not reach the inventory. */
function numbersOfComponents(flows: readonly FlowStep[], side: "old" | "new"): Map<string, string> {
  const numbers = flows.flatMap(({ key, component }) => {
    const shown = textIn(component?.[side]?.inputs["numbers"]);
    return (shown?.split(", ") ?? []).map((number): [string, string] => [number, key]);
  });
  return new Map(numbers);
}

/** The last part of a URN: a resource's Pulumi name. */
export function nameIn(urn: string): string {
  const at = urn.lastIndexOf("::");
  return at < 0 ? "" : urn.slice(at + 2);
}

function addressesOf(run: EngineRun, side: "old" | "new"): Map<string, string> {
  const domains = new Map<string, string>();
  for (const step of run.steps) {
    const id = step[side]?.id;
    if (step.type === EMAIL_DOMAIN && id) domains.set(id, textIn(step[side]?.inputs["domainId"]) ?? id);
  }
  const found = new Map<string, string>();
  for (const step of run.steps) {
    const inputs = step.type === EMAIL_ROUTE ? step[side]?.inputs : undefined;
    const flow = textIn(inputs?.["flowId"]);
    const pattern = textIn(inputs?.["pattern"]);
    const domain = textIn(inputs?.["domainId"]);
    if (flow && pattern && domain) found.set(`${pattern}@${domains.get(domain) ?? domain}`, flow);
  }
  return found;
}

/** The flows that call a module, directly or through other modules, in the order of the stack. */
export function callersOf(module: string, { flows, after }: StackOfRun): FlowName[] {
  const reached = new Set([module]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [key, modules] of after.calls) {
      if (reached.has(key) || !modules.some((called) => reached.has(called))) continue;
      reached.add(key);
      grew = true;
    }
  }
  reached.delete(module);
  return flows.filter(({ key }) => reached.has(key)).map(({ key, name }) => ({ key, name }));
}
