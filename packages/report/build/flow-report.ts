import type { FlowUnit } from "@genesys-flows/project";
import type { Change, FlowName, FlowReport, Reason } from "../model/report.ts";
import { mapIn, textIn, textsIn } from "../model/values.ts";
import { outcomeOf } from "../objects/step.ts";
import { compareFlow, documentChanges, type FlowContext } from "./comparison.ts";
import type { FoundInRun } from "./found.ts";
import { callersOf, type FlowStep, nameIn, type StackOfRun } from "./stack.ts";

/** The report of a flow; undefined if the update does not affect the flow. */
export async function flowReport(flow: FlowStep, context: FlowContext): Promise<FlowReport | undefined> {
  const { step, key, name, type } = flow;
  const modules = moduleLinks(flow, context);
  const rerouted = rerouting(key, context.stack);
  const uses = context.uses.get(key);
  const isMoved = context.stack.formerKeys.has(key);
  const isTakenOver = context.found.takenOver.has(step.urn);
  const taken = takenVersion(flow, modules, context);
  const action =
    isTakenOver || taken !== undefined
      ? "record"
      : (actionOf(flow, modules, context) ??
        (rerouted.length > 0 ? "route" : isMoved ? "record" : uses ? "affected" : undefined));
  if (action === undefined) return undefined;
  const unit = context.project?.flows.find((one) => one.key === key);
  const compared = await compareFlow(flow, { ...context, action });
  const changes = reasonIsRename(flow) ? compared.changes.filter((change) => !isNameChange(change)) : compared.changes;
  const callers = type === "commonModule" ? callersOf(key, context.stack) : [];
  const isOutcome = !context.isPreview && action !== "held" && action !== "affected";
  const outcome = isOutcome
    ? action === "route"
      ? routingOutcome(key, rerouted, context.stack)
      : outcomeOf(step)
    : undefined;
  const failure = context.found.failures.get(step.urn);
  const version = action === "delete" ? undefined : (taken ?? versionAfter(flow, action, context));
  const live = textIn(step.old?.outputs["publishedVersion"]);
  // A new flow that replaces a flow of a different type has no version yet.
  const before = isTakenOver ? version : isNewInstead(step) ? undefined : live;
  const heldAfter = ({ held, next, isDue }: ModuleLink) => (isDue && action !== "held" ? next : held);
  return {
    key,
    name,
    type: type as FlowReport["type"],
    isModule: type === "commonModule",
    file: unit?.file ?? compared.file,
    owner: unit?.settings.owner,
    action,
    outcome,
    failure,
    reasons: withoutRepetition(reasonsOf(flow, { ...context, action, modules, unit, rerouted, taken }), changes),
    versions: { before, after: version },
    holds: modules.map((link) => ({
      module: link.module,
      before: link.held,
      after: action === "delete" ? undefined : heldAfter(link),
    })),
    ...reachOf(flow, callers, context),
    callers,
    changes,
    uses: uses && [...uses],
    ...(context.hours.has(key) && { hours: [...(context.hours.get(key) ?? [])] }),
    comparison: compared.comparison,
    interface: compared.interface,
    usedBy: action === "delete" ? usersOf(flow, context) : undefined,
    diagram: compared.diagram,
  };
}

type Rerouting = Extract<Reason, { kind: "numbers" | "addresses" }>;

/** The numbers and e-mail addresses that a flow gains and loses. */
function rerouting(key: string, { before, after }: StackOfRun): Rerouting[] {
  return (["numbers", "addresses"] as const).flatMap((kind): Rerouting[] => {
    const [was, is] = [before, after].map((links) =>
      [...links[kind]].filter(([, to]) => to === key).map(([one]) => one),
    );
    const gained = (is ?? []).filter((one) => !was?.includes(one));
    const lost = (was ?? []).filter((one) => !is?.includes(one));
    return gained.length + lost.length > 0 ? [{ kind, gained, lost }] : [];
  });
}

/** The worst outcome of the changes to a flow's IVR and routes. */
function routingOutcome(key: string, rerouted: readonly Rerouting[], { ivrs, routes }: StackOfRun) {
  const outcomes = rerouted.flatMap(({ kind, gained, lost }) => {
    if (kind === "numbers") return [outcomeOf(ivrs.get(key))];
    return [...gained, ...lost].map((address) => outcomeOf(routes.get(address)));
  });
  return (["failed", "not-reached"] as const).find((one) => outcomes.includes(one)) ?? "done";
}

type ModuleLink = ReturnType<typeof moduleLinks>[number];

/**
 * The modules that a flow calls, each with the version that the published flow holds, the version of the module after
 * the update, and whether the two differ.
 */
function moduleLinks({ step }: FlowStep, context: FlowContext) {
  const held = textsIn(step.old?.outputs["modulesHeld"]);
  const published = textsIn(step.old?.outputs["publishedModules"]);
  const earlier = mapIn(step.old?.outputs["modules"] ?? step.old?.inputs["modules"]);
  const now = textsIn(step.new?.outputs["modulesHeld"]);
  const desired = step.new?.inputs["modules"] ?? step.old?.inputs["modules"];
  return Object.entries(mapIn(desired)).map(([key, value]) => {
    const given = mapIn(value);
    const name = textIn(given["name"]) ?? key;
    const digest = textIn(given["digest"]);
    // The module's entry (`<flow id> <digest>`) in the published flow, under the module's current or an earlier key.
    const isSame = (entry: string) => entry.split(" ")[0] === given["flowId"];
    const own = published.get(key) ?? [...published.values()].find(isSame);
    const known = own?.split(" ")[1] ?? textIn(mapIn(earlier[key])["digest"]);
    const module = context.stack.flows.find((flow) => flow.key === key);
    const next = now.get(name) ?? (module && versionAfter(module, undefined, context));
    // The provider also reports a difference if the flow holds an older version of the same source.
    const isBehind = step.detailedDiff[`modules[${JSON.stringify(key)}].digest`] !== undefined;
    const isDue = step.old !== undefined && (known !== digest || isBehind);
    return { module: { key, name }, held: held.get(name), next, isDue };
  });
}

/** The version of a flow after the update; in a preview, the expected version. */
function versionAfter(
  { step }: FlowStep,
  action: FlowReport["action"] | undefined,
  { isPreview, found }: FlowContext,
): string | undefined {
  const before = textIn(step.old?.outputs["publishedVersion"]);
  const isTakenOver = found.takenOver.has(step.urn);
  if (!isPreview || isTakenOver) return textIn(step.new?.outputs["publishedVersion"]) ?? before;
  if (step.op === "create" || isNewInstead(step)) return "1.0";
  const keeps = step.op === "same" || action === "held" || action === "record" || action === "import";
  if (keeps) return before;
  return found.touched.has(step.urn) && !isReadDrift(step, found) ? undefined : nextVersion(before);
}

/**
 * Whether a refresh has recorded a version that somebody else published, and the next version is certain: no draft,
 * lock or deletion was found.
 */
function isReadDrift({ urn, old }: FlowStep["step"], { drifted, outside }: FoundInRun): boolean {
  const others = outside.filter(
    ({ kind, flow }) => !["drift", "number", "address"].includes(kind) && flow?.key === nameIn(urn),
  );
  return drifted.has(urn) && others.length === 0 && Object.keys(mapIn(old?.outputs["released"])).length > 0;
}

/** The next whole version. If somebody else publishes in the meantime, the actual version is later. */
function nextVersion(version: string | undefined): string | undefined {
  const major = /^(\d+)\.\d+$/.exec(version ?? "")?.[1];
  return major === undefined ? undefined : `${Number(major) + 1}.0`;
}

/**
 * The version that somebody published in Architect and that the update only records. Undefined unless the source
 * matches the version exactly (`flowctl take`), the state does not yet contain this or a later version, and no module
 * of the flow changes. An outdated entry in the stack's file specifies an earlier version than the live one.
 */
function takenVersion(
  { step }: FlowStep,
  modules: readonly ModuleLink[],
  { isPreview, found }: FlowContext,
): string | undefined {
  const [version, digest] = (textIn(step.new?.inputs["taken"]) ?? "").split(" ");
  if (step.op !== "update" || digest === undefined || digest !== textIn(step.new?.inputs["digest"])) return undefined;
  const before = textIn(step.old?.outputs["publishedVersion"]);
  const isKnown = !documentChanges(step) && before === version;
  if (version === undefined || isKnown || isEarlier(version, before) || modules.some(({ isDue }) => isDue))
    return undefined;
  const isRecorded = isPreview
    ? !found.drifted.has(step.urn)
    : textIn(step.new?.outputs["publishedVersion"]) === version;
  return isRecorded ? version : undefined;
}

/** Compares versions numerically: `4.0` is earlier than `10.0`. */
function isEarlier(version: string, than = ""): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}

function actionOf(
  { step }: FlowStep,
  modules: readonly ModuleLink[],
  context: FlowContext,
): FlowReport["action"] | undefined {
  if (step.op.startsWith("delete")) return "delete";
  if (step.op.startsWith("import")) return "import";
  if (step.op === "create") return "create";
  const isPinned = step.new?.inputs["pin"] === true && modules.some(({ isDue }) => isDue);
  if (step.op === "same") return isPinned ? "held" : undefined;
  if (documentChanges(step)) return "publish";
  if (isPinned) return "held";
  return modules.some(({ isDue }) => isDue) || changesPublished(step, context) ? "republish" : "record";
}

/** Properties of the resource that the published flow does not contain. */
const SETTINGS = new Set(["pin", "forceUnlock", "onDrift", "createStubs", "document", "outline"]);

/**
 * Whether any property other than the resource's settings differs. Restoring the name of a flow does not publish a
 * version unless the update publishes the flow for another reason.
 */
function changesPublished({ diffs, old, new: next }: FlowStep["step"], { isPreview }: FlowContext): boolean {
  const before = textIn(old?.outputs["publishedVersion"]);
  const after = isPreview ? before : (textIn(next?.outputs["publishedVersion"]) ?? before);
  return diffs.some((property) => !SETTINGS.has(property) && !(property === "name" && after === before));
}

interface ReasonContext extends FlowContext {
  readonly action: FlowReport["action"];
  readonly modules: readonly ModuleLink[];
  readonly unit: FlowUnit | undefined;
  readonly rerouted: readonly Rerouting[];
  readonly taken: string | undefined;
}

function reasonsOf(flow: FlowStep, context: ReasonContext): Reason[] {
  const { step, key, component } = flow;
  const { action, modules, stack, unit } = context;
  if (context.found.takenOver.has(step.urn)) return [{ kind: "taken-over" }];
  if (context.taken !== undefined) return [{ kind: "taken", version: context.taken }];
  if (action === "create") return [{ kind: "new" }];
  if (action === "delete") return [{ kind: "removed" }];
  if (action === "import") return [{ kind: "imported" }];
  if (action === "affected") return [];
  const reasons: Reason[] = [];
  const wasKey = stack.formerKeys.get(key);
  if (wasKey !== undefined) reasons.push({ kind: "key", from: wasKey, to: key });
  if (reasonIsRename(flow)) {
    const [from = "", to = ""] = [textIn(step.old?.outputs["name"]), textIn(step.new?.inputs["name"])];
    reasons.push({ kind: "renamed", from, to });
  }
  if (step.op === "replace") reasons.push({ kind: "replaced", id: isNewInstead(step) ? "new" : "kept" });
  reasons.push(...context.rerouted);
  const isDrifted = textIn(step.old?.outputs["drift"]) !== undefined || context.found.drifted.has(step.urn);
  if (isDrifted && action !== "held" && action !== "route") reasons.push({ kind: "drift" });
  // After a refresh, the state has no digest for a version that somebody else published.
  const isHeldBack = action === "held" && step.op === "same";
  if (!isHeldBack && documentChanges(step) && textIn(step.old?.outputs["digest"]) !== undefined) {
    const digest = textIn(step.new?.inputs["digest"]);
    const tried = component?.op === "same" && textIn(component.old?.inputs["digest"]) === digest;
    reasons.push({ kind: tried ? "unfinished" : "own-change" });
  }
  for (const { module, held, next, isDue } of modules) {
    if (!isDue) continue;
    if (action === "held") reasons.push(pinned(module, held, unit));
    else reasons.push({ kind: "module", module, from: held, to: next });
  }
  const what = step.diffs.filter(
    (property) => !["modules", "document", "outline", "digest", "name"].includes(property),
  );
  if (action === "route") return reasons;
  if (reasons.length === 0 || (action === "record" && what.length > 0))
    reasons.push({ kind: "settings", what: what.length > 0 ? what.join(", ") : "only the record in the state" });
  return reasons;
}

/** Whether a new flow replaces the old one, because the platform cannot change the type of a flow. */
function isNewInstead({ op, old, new: next }: FlowStep["step"]): boolean {
  return op === "replace" && textIn(old?.outputs["type"]) !== textIn(next?.inputs["type"]);
}

/** Removes the reason `own-change` from a flow that is only renamed. */
function withoutRepetition(reasons: readonly Reason[], changes: readonly Change[]): Reason[] {
  const isRenamed = reasons.some(({ kind }) => kind === "renamed");
  return reasons.filter(({ kind }) => !(isRenamed && changes.length === 0 && kind === "own-change"));
}

function reasonIsRename({ step }: FlowStep): boolean {
  const [was, is] = [textIn(step.old?.outputs["name"]), textIn(step.new?.inputs["name"])];
  return was !== undefined && is !== undefined && was !== is;
}

/** Whether a change is only the new name of the flow, which the reason already states. */
function isNameChange({ node, values }: Change): boolean {
  return node === undefined && values?.label === "name";
}

function pinned(module: FlowName, version: string | undefined, unit: FlowUnit | undefined): Reason {
  const pin = unit?.settings.pin;
  const terms = typeof pin === "object" && pin !== null ? pin : undefined;
  return { kind: "pinned", module, version, until: terms?.until, why: terms?.reason };
}

function reachOf(
  { key, step }: FlowStep,
  callers: readonly FlowName[],
  { stack }: FlowContext,
): Pick<FlowReport, "numbers" | "addresses"> {
  const links = step.op.startsWith("delete") ? stack.before : stack.after;
  const keys = new Set([key, ...callers.map((caller) => caller.key)]);
  return {
    numbers: [...links.numbers].filter(([, to]) => keys.has(to)).map(([number]) => number),
    addresses: [...links.addresses].filter(([, to]) => keys.has(to)).map(([address]) => address),
  };
}

/** The flows of the stack that called or referenced the flow before the update. */
function usersOf({ key, step }: FlowStep, { stack }: FlowContext): FlowName[] {
  const id = step.old?.id;
  return stack.flows
    .filter((other) => other.key !== key)
    .filter(({ step: { old } }) => {
      const references = Object.values(mapIn(old?.inputs["references"]));
      return Object.hasOwn(mapIn(old?.inputs["modules"]), key) || (id !== undefined && references.includes(id));
    })
    .map((other) => ({ key: other.key, name: other.name }));
}
