import { lift, type ModuleContract, sameName } from "@genesys-flows/architect";
import {
  type FlowEntity,
  hasDraft,
  lockHolder,
  lockHolderName,
  readMark,
  savedDraft,
  typeOfFlow,
} from "@genesys-flows/platform";
import { judgeFlow, rules, type SourceFlow, sourceSubject, strictest } from "@genesys-flows/rules";
import type { Context } from "../context.ts";
import { asked, each, REQUESTS_AT_ONCE } from "../live/asking.ts";
import { exportedDocument, exportProblem } from "../live/exports.ts";
import type { StackRecords } from "../live/stack-records.ts";
import { broken, type CallerRow, type Finding, holds, note, unknown } from "./finding.ts";
import type { StackChecks } from "./stack-checks.ts";

export interface ModuleChecks extends Pick<StackChecks, "stack" | "project" | "live"> {
  /** Key of the module, if it is in the project. */
  readonly key: string | undefined;
  readonly module: FlowEntity;
  readonly contract: ModuleContract | undefined;
  /** Flows whose names start with this prefix should call the module. */
  readonly prefix?: string | undefined;
  /**
   * If set, checks the calls of each caller: in its source if this source is published, otherwise in the export of the
   * published version.
   */
  readonly outcomes?: Pick<StackRecords, "sourceOf"> | undefined;
}

export interface ModuleAnswer {
  readonly findings: readonly Finding[];
  readonly callers: readonly CallerRow[];
}

/** The rule that requires a transition for every outcome. */
const TRANSITIONS = rules.filter(({ name }) => name === "module-call-transitions");

/**
 * The findings about the callers of a module, in the stack and outside the stack.
 * @param only ids of the flows to check again
 */
export async function moduleAnswer(
  o: ModuleChecks,
  context: Context,
  only?: ReadonlySet<string>,
): Promise<ModuleAnswer> {
  const { stack, module } = o;
  const callers = await asked(() => stack.flows.callersOf(module.id));
  if ("refusal" in callers)
    return { findings: [unknown("calls", module.name, `Its callers are not known. ${callers.refusal}`)], callers: [] };
  const flows = flowsToAsk(o, new Set(callers.map(({ id }) => id))).filter(({ id }) => !only || only.has(id));
  const answers = await each(flows, REQUESTS_AT_ONCE, (flow) => ofCaller(flow, o, context));
  return { findings: answers.flatMap(({ findings }) => findings), callers: answers.map(({ row }) => row) };
}

/** The callers, and the published flows that have the prefix and can call modules, sorted by name. */
export function flowsToAsk({ live, module, prefix }: ModuleChecks, callers: ReadonlySet<string>): FlowEntity[] {
  const begins = prefix?.toLowerCase();
  return live.all.filter(
    ({ id, name, type }) =>
      id !== module.id &&
      (callers.has(id) || (begins !== undefined && name.toLowerCase().startsWith(begins) && type !== module.type)),
  );
}

async function ofCaller(
  flow: FlowEntity,
  o: ModuleChecks,
  context: Context,
): Promise<{ row: CallerRow; findings: Finding[] }> {
  const { stack, module } = o;
  const mark = readMark(flow.description);
  const holder = lockHolder(flow, stack.flows.clientId);
  const lockedBy = lockHolderName(flow, stack.flows.clientId);
  const row: CallerRow = {
    id: flow.id,
    name: flow.name,
    type: flow.type,
    ...(mark && { owner: `${mark.project}/${mark.stack}` }),
    ...(lockedBy !== undefined && { lockedBy }),
  };
  const work = [
    ...(holder === undefined ? [] : [note("lock", flow.name, `It is checked out by ${holder}.`)]),
    ...(hasDraft(flow) ? [note("draft", flow.name, savedDraft(flow) ?? "It has an unpublished draft.")] : []),
  ];
  const version = flow.publishedVersion?.id;
  if (version === undefined) return { row, findings: [broken("calls", flow.name, "It is not published."), ...work] };
  const held = await asked(() =>
    stack.flows.embedded({ id: flow.id, type: typeOfFlow(flow), version, complete: true }),
  );
  if ("refusal" in held) return { row, findings: [unknown("current", flow.name, held.refusal), ...work] };
  const copy = held.find(({ id }) => id === module.id);
  if (!copy) {
    const text = `Version ${version} does not call '${module.name}'.`;
    return { row, findings: [broken("calls", flow.name, text), ...work] };
  }
  const live = module.publishedVersion;
  const isStale = live != null && copy.version !== live.id;
  const since = live?.datePublished;
  const stale = `It holds version ${copy.version}; version ${live?.id} was published${since ? ` at ${since}` : " later"}.`;
  return {
    row: { ...row, held: copy.version ?? "?", ...(isStale && { staleSince: since ?? "?" }) },
    findings: [
      holds("calls", flow.name),
      isStale ? broken("current", flow.name, stale) : holds("current", flow.name),
      ...(o.outcomes ? [await outcomesFinding(flow, o, context)] : []),
      ...work,
    ],
  };
}

/**
 * Checks with the rule that the calls to the module have a transition for each outcome. Checks the source if it is
 * published according to the state; otherwise, the export of the published version.
 */
async function outcomesFinding(flow: FlowEntity, o: ModuleChecks, context: Context): Promise<Finding> {
  const { module, contract } = o;
  const contractOf = (name: string) => (contract && sameName(name, module.name) ? contract : undefined);
  try {
    const unit = o.outcomes?.sourceOf(flow, o.project);
    const source = unit ?? (await exportOf(flow, o, context));
    const found = judgeFlow(flow.name, () => sourceSubject({ ...source, contractOf }), strictest(TRANSITIONS));
    const own = found.filter(({ message }) => message.includes(module.name) || (unit && message.includes(o.key ?? "")));
    return own.length === 0
      ? holds("outcomes", flow.name)
      : broken("outcomes", flow.name, own.map(({ message }) => message).join(" "));
  } catch (error) {
    return unknown("outcomes", flow.name, `Its export could not be read: ${exportProblem(error)}`);
  }
}

async function exportOf(
  flow: FlowEntity,
  { stack, module, contract }: ModuleChecks,
  context: Context,
): Promise<SourceFlow> {
  const document = await exportedDocument(stack, flow, context);
  const outcome = (name: string) => (sameName(name, module.name) ? contract?.outcome : undefined);
  return { key: flow.name, origin: "export", graph: lift(document, { contract: outcome }), document };
}
