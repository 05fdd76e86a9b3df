import { addressKey } from "@genesys-flows/architect/settings";
import { FLOW } from "@genesys-flows/project/state";
import { type EngineRun, type EngineStep, INVENTORY, type ResourceState } from "../events/engine-run.ts";
import type { FlowName, FlowUse } from "../model/report.ts";
import { mapIn, textIn, textsIn } from "../model/values.ts";
import { withoutHeaderValues } from "../objects/data-actions.ts";
import { withKept } from "./reported-steps.ts";

const EMAIL_ROUTE = "genesyscloud:index/routingEmailRoute:RoutingEmailRoute";
const EMAIL_DOMAIN = "genesyscloud:index/routingEmailDomain:RoutingEmailDomain";
const IVR = "genesyscloud:index/architectIvr:ArchitectIvr";
/** Types of resources that a report never lists as objects: it lists flows separately and omits the inventory. */
const SHOWN_ELSEWHERE = new Set([FLOW, INVENTORY]);

type Side = "old" | "new";

export interface FlowStep {
  readonly step: EngineStep;
  readonly key: string;
  /** Name in Architect; for a deleted flow, its last name. */
  readonly name: string;
  readonly type: string;
  readonly component?: EngineStep;
}

export type Through = NonNullable<FlowUse["through"]>;

/** For each object: the flows that use the object, and the objects in between. */
export type Reached = ReadonlyMap<EngineStep, ReadonlyMap<FlowStep, Through>>;

/** Numbers, e-mail addresses and modules before or after an update. */
export interface Links {
  /** Number -> key of the flow. */
  readonly numbers: ReadonlyMap<string, string>;
  /** E-mail address -> key of the flow. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Key of a flow -> keys of the modules that it calls. */
  readonly calls: ReadonlyMap<string, readonly string[]>;
}

/** The stack of a run: its flows and objects, and the links between them before and after the update. */
export interface StackOfRun {
  readonly flows: readonly FlowStep[];
  /** Objects other than flows, IVRs of flows and e-mail routes of flows. */
  readonly others: readonly EngineStep[];
  /** All objects except flows, including IVRs and e-mail routes. */
  readonly objects: readonly EngineStep[];
  readonly before: Links;
  readonly after: Links;
  /** Key of a flow -> the key under which it existed before. */
  readonly formerKeys: ReadonlyMap<string, string>;
  /** Key of a flow -> the step of the IVR that routes to it. */
  readonly ivrs: ReadonlyMap<string, EngineStep>;
  /** E-mail address of the stack's inventory -> the step of its route. */
  readonly routes: ReadonlyMap<string, EngineStep>;
}

export function stackOf(run: EngineRun): StackOfRun {
  const whole = withoutNewUrns(withKept(run.steps.filter(isLast).sort(byName), run.messages));
  const steps = withoutHeaderValues(whole);
  const byUrn = new Map(steps.map((step) => [step.urn, step]));
  const flows = steps.filter(({ type }) => type === FLOW).map((step) => flowStep(step, byUrn));
  const inventory = steps.find(({ type }) => type === INVENTORY);
  const renamed = flows.flatMap(({ step, key }): (readonly [string, string])[] => {
    const was = nameIn(step.old?.urn ?? "");
    return was !== "" && was !== key && !step.op.startsWith("delete") ? [[key, was]] : [];
  });
  const keyNow = new Map(renamed.map(([key, was]) => [was, key]));
  const [before, after] = (["old", "new"] as const).map((side): Links => {
    const numbers = side === "old" ? inventory?.old?.outputs["numbers"] : inventory?.new?.inputs["numbers"];
    const found = inventory ? textsIn(numbers) : shownByComponents("numbers", flows, side);
    const addresses = inventory ? addressesIn(inventory[side]) : shownByComponents("emailAddresses", flows, side);
    // A flow whose key changes keeps its numbers and addresses.
    const now = ([one, key]: readonly [string, string]) => [one, (side === "old" && keyNow.get(key)) || key] as const;
    return {
      numbers: new Map([...numbersOfIvrs(steps, flows, side), ...[...found].map(now)]),
      addresses: new Map([...addressesOfRoutes(steps, flows, side), ...[...addresses].map(now)]),
      calls: new Map(flows.map(({ step, key }) => [key, Object.keys(mapIn(step[side]?.inputs["modules"]))] as const)),
    };
  }) as [Links, Links];
  const routes = new Map(
    [...new Set([inventory?.old, inventory?.new].flatMap((state) => [...addressesIn(state).keys()]))].flatMap(
      (address) => {
        const step = steps.find(({ type, name }) => type === EMAIL_ROUTE && name === addressKey(address));
        return step ? [[address, step] as const] : [];
      },
    ),
  );
  // Routes that the report shows as part of their flow.
  const rerouted = new Set(
    [...routes].flatMap(([address, step]) =>
      before.addresses.get(address) !== after.addresses.get(address) && isOfFlow(step, run) ? [step] : [],
    ),
  );
  return {
    flows,
    others: steps.filter((step) => !rerouted.has(step) && isObject(step, { byUrn, isPreview: run.isPreview })),
    objects: steps.filter(({ type }) => type.startsWith("genesyscloud:") && type !== FLOW && type !== INVENTORY),
    before,
    after,
    formerKeys: new Map(renamed),
    ivrs: ivrsOf(steps, flows),
    routes,
  };
}

/**
 * Whether the only change to the route of an e-mail address is its flow. False for a route that an update failed to
 * change.
 */
function isOfFlow({ op, ended, diffs }: EngineStep, { isPreview }: EngineRun): boolean {
  if (ended === "failed" && !isPreview) return false;
  return op === "create" || op === "delete" || (op === "update" && diffs.every((property) => property === "flowId"));
}

/** The addresses of an inventory, each with the key of its flow. */
function addressesIn(inventory: ResourceState | undefined): Map<string, string> {
  return new Map(
    Object.entries(mapIn(inventory?.inputs["emailRoutes"])).flatMap(([address, route]) => {
      const flow = textIn(mapIn(route)["flow"]);
      return flow === undefined ? [] : [[address, flow] as const];
    }),
  );
}

/**
 * Excludes the two steps of a replacement, which the engine also reports as one step, and the reads of a refresh, on
 * which later steps are based.
 */
function isLast({ op }: EngineStep): boolean {
  return op !== "create-replacement" && op !== "delete-replaced" && op !== "discard-replaced" && op !== "refresh";
}

/**
 * Merges the creation and deletion of the same flow under two URNs into one replacement. A flow has two URNs if, for
 * example, its resource moves below a component. A flow that keeps its type and name keeps its id.
 */
function withoutNewUrns(steps: readonly EngineStep[]): EngineStep[] {
  // The inputs of an imported flow contain neither type nor name.
  const identity = ({ op, old, new: next }: EngineStep): string => {
    const of = op === "create" ? next : old;
    const { type, name } = { ...of?.outputs, ...of?.inputs };
    return JSON.stringify([type, name]);
  };
  const flows = steps.filter(({ type }) => type === FLOW);
  const gone = new Map(flows.filter(({ op }) => op === "delete").map((step) => [identity(step), step]));
  const moved = new Map(
    flows.flatMap((step) => {
      const earlier = step.op === "create" ? gone.get(identity(step)) : undefined;
      return earlier?.old ? [[step, earlier] as const] : [];
    }),
  );
  const replaced = new Set(moved.values());
  return steps.flatMap((step) => {
    if (replaced.has(step)) return [];
    const earlier = moved.get(step);
    return [earlier?.old ? { ...step, op: "replace", old: earlier.old } : step];
  });
}

/** Sorts steps by name, because steps that run in parallel are reported in any order. */
function byName(a: EngineStep, b: EngineStep): number {
  const [one, other] = [a, b].map(({ type, name }) => `${type} ${name}`) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Whether a report lists a resource as an object. The IVR of a flow with numbers is shown as part of the flow, unless
 * it is replaced or imported, is deleted while its flow remains, or could not be changed by the update.
 */
function isObject(
  { type, op, old, new: next, ended }: EngineStep,
  { byUrn, isPreview }: { readonly byUrn: ReadonlyMap<string, EngineStep>; readonly isPreview: boolean },
): boolean {
  const parent = byUrn.get((next ?? old)?.parent ?? "");
  const isFailed = ended === "failed" && !isPreview;
  const isOwn = op === "replace" || op.startsWith("import") || (op === "delete" && parent?.op !== "delete") || isFailed;
  const isOfFlow = type === IVR && !isOwn && parent?.type.startsWith("genesys-flows:") === true;
  return type.startsWith("genesyscloud:") && !SHOWN_ELSEWHERE.has(type) && !isOfFlow;
}

function ivrsOf(steps: readonly EngineStep[], flows: readonly FlowStep[]): Map<string, EngineStep> {
  const ivrs = steps.filter(({ type }) => type === IVR);
  return new Map(
    flows.flatMap(({ key, step, component }) => {
      const id = step.new?.id ?? step.old?.id;
      const leads = ({ parent, inputs }: ResourceState) =>
        component ? parent === component.urn : id !== undefined && inputs["openHoursFlowId"] === id;
      const ivr = ivrs.find(({ old, new: next }) => (next && leads(next)) || (old && leads(old)));
      return ivr ? [[key, ivr] as const] : [];
    }),
  );
}

/** The numbers of IVRs that the program itself registers, each with the flow that answers during open hours. */
function numbersOfIvrs(steps: readonly EngineStep[], flows: readonly FlowStep[], side: Side): [string, string][] {
  const keys = new Map(flows.flatMap(({ step, key }) => (step[side]?.id ? [[step[side].id, key] as const] : [])));
  return steps.flatMap((step): [string, string][] => {
    if (step.type !== IVR) return [];
    const { dnis, openHoursFlowId } = step[side]?.inputs ?? {};
    const key = keys.get(textIn(openHoursFlowId) ?? "");
    if (key === undefined || !Array.isArray(dnis)) return [];
    return dnis.flatMap((number): [string, string][] => (textIn(number) ? [[number, key]] : []));
  });
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
    component: parent?.type.startsWith("genesys-flows:") ? parent : undefined,
  };
}

/** The numbers or addresses of flows according to their components, for a run that did not reach the inventory. */
function shownByComponents(
  property: "numbers" | "emailAddresses",
  flows: readonly FlowStep[],
  side: Side,
): Map<string, string> {
  const leading = flows.flatMap(({ key, component }) => {
    const shown = textIn(component?.[side]?.inputs[property]);
    return (shown?.split(", ") ?? []).map((one): [string, string] => [one, key]);
  });
  return new Map(leading);
}

/** A resource's Pulumi name: the last part of its URN. */
export function nameIn(urn: string): string {
  const at = urn.lastIndexOf("::");
  return at < 0 ? "" : urn.slice(at + 2);
}

/** The addresses that route to flows of the stack, regardless of who registers the routes. */
function addressesOfRoutes(steps: readonly EngineStep[], flows: readonly FlowStep[], side: Side): [string, string][] {
  const statesOf = (type: string) => steps.flatMap((step) => (step.type === type ? (step[side] ?? []) : []));
  const domains = new Map(
    statesOf(EMAIL_DOMAIN).flatMap(({ id, inputs }) => (id ? [[id, textIn(inputs["domainId"]) ?? id] as const] : [])),
  );
  const keys = new Map(
    flows.flatMap(({ step, key }) => [step.old?.id, step.new?.id].flatMap((id) => (id ? [[id, key] as const] : []))),
  );
  return statesOf(EMAIL_ROUTE).flatMap(({ inputs }): [string, string][] => {
    const { flowId: flow = "", pattern, domainId: domain } = Object.fromEntries(textsIn(inputs));
    const key = keys.get(flow);
    return key && pattern && domain ? [[`${pattern}@${domains.get(domain) ?? domain}`, key]] : [];
  });
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
