import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partsOfAddress } from "@genesys-flows/architect/settings";
import { type FlowEntity, lookAgain } from "@genesys-flows/platform";
import { type FlowProject, type FlowUnit, stackNames } from "@genesys-flows/project";
import { importedIds } from "../commands/adopt/config.ts";
import type { Context } from "../context.ts";
import { isExported, REQUESTS_OF_EXPORT } from "../live/exports.ts";
import { LiveFlows } from "../live/live-flows.ts";
import { StackRecords } from "../live/stack-records.ts";
import type { OpenStack } from "../open-stack.ts";
import type { Finding } from "./finding.ts";
import type { Verified } from "./formats.ts";
import { flowsToAsk, type ModuleAnswer, type ModuleChecks, moduleAnswer } from "./module-checks.ts";
import { objectFindings } from "./object-checks.ts";
import { organisationFindings, type StackChecks, stackFindings } from "./stack-checks.ts";

export interface Question {
  /** Key or display name of a module; undefined: checks the flows of the stack. */
  readonly module?: string | undefined;
  /** Flows whose names start with this prefix should call the module. */
  readonly prefix?: string | undefined;
  readonly outcomes?: boolean | undefined;
  /** A draft that was saved before this time, in milliseconds, is old. */
  readonly oldBefore: number;
}

type Forecast = (requests: number) => void;

/**
 * Checks whether the organisation matches the project. Read-only. The organisation's listings may lag behind. So
 * failures that a delay could explain are checked again, up to three times.
 * @throws ApiFailure if the flows cannot be listed; UsageError for an unknown module
 */
export async function verified(
  question: Question,
  { stack, project }: { readonly stack: OpenStack; readonly project: FlowProject },
  context: Context,
  forecast: Forecast,
): Promise<Pick<Verified, "module" | "findings" | "callers">> {
  const [live, records] = await Promise.all([LiveFlows.read(stack.organisation), StackRecords.read(stack, context)]);
  const known = { stack, project, live, records };
  return question.module === undefined
    ? ofStack({ ...known, oldBefore: question.oldBefore }, context, forecast)
    : ofModule({ ...question, module: question.module }, known, context, forecast);
}

async function ofStack(
  o: StackChecks,
  context: Context,
  forecast: Forecast,
): Promise<Pick<Verified, "findings" | "callers">> {
  const { flows } = o.project;
  const kinds = new Set(flows.flatMap(({ references }) => references.map(({ kind }) => kind)));
  const callers = flows.filter(({ calls }) => calls.length > 0);
  const domains = new Set(
    flows.flatMap(({ emailAddresses }) => emailAddresses.map(({ address }) => partsOfAddress(address).domain)),
  );
  const leading = (flows.some(({ numbers }) => numbers.length > 0) ? 1 : 0) + (domains.size > 0 ? 1 + domains.size : 0);
  const declared = new Set(o.project.objects.map(({ kind }) => kind));
  forecast(callers.length + kinds.size + declared.size + leading);
  const { organisation, signal } = o.stack;
  const doubtful = ({ found, live }: { found: readonly Finding[]; live: LiveFlows }) => {
    const isLate = (finding: Finding) =>
      isBroken(finding) && (finding.check !== "modules" || isRecent(live, flows, finding.subject));
    return new Set(found.filter(isLate).map(({ subject }) => subject));
  };
  let seen = { found: await stackFindings(o, flows), live: o.live };
  const look = async () => {
    const subjects = doubtful(seen);
    const live = await LiveFlows.read(organisation);
    const units = flows.filter(({ key }) => subjects.has(key));
    const again = await stackFindings({ ...o, live }, units);
    seen = { found: [...seen.found.filter(({ subject }) => !subjects.has(subject)), ...again], live };
    return seen;
  };
  const isSettled = (answer: typeof seen) => doubtful(answer).size === 0;
  const { found, live } = await lookAgain(seen, look, { waits: organisation.pace.doubtMs, signal, isSettled });
  const order = new Map(flows.map(({ key }, index) => [key, index]));
  const inOrder = found.toSorted((a, b) => (order.get(a.subject) ?? 0) - (order.get(b.subject) ?? 0));
  const ofOrganisation = organisationFindings({ ...o, live }, surroundings(context));
  return { findings: [...inOrder, ...(await objectFindings(o.project, o.stack)), ...ofOrganisation], callers: [] };
}

function surroundings({ root }: Context) {
  const stacks = stackNames(root);
  const imports = new Map<string, string[]>();
  for (const stack of stacks) {
    const ids = importedIds(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8"));
    for (const id of ids.keys()) imports.set(id, [...(imports.get(id) ?? []), stack]);
  }
  return { stacks, imports };
}

async function ofModule(
  { module: name, prefix, outcomes = false }: Question & { readonly module: string },
  known: Omit<StackChecks, "oldBefore">,
  context: Context,
  forecast: Forecast,
): Promise<Pick<Verified, "module" | "findings" | "callers">> {
  const { stack, project, records } = known;
  const unit = project.flows.find(
    (one) => one.type === "commonModule" && (one.key === name || one.name.toLowerCase() === name.toLowerCase()),
  );
  const about = { stack, project, prefix, key: unit?.key, contract: unit?.contract };
  const checksWith = (live: LiveFlows): ModuleChecks => ({
    ...{ ...about, live, outcomes: outcomes ? records : undefined },
    module: live.module(unit?.name ?? name),
  });
  const first = checksWith(known.live);
  const asked = flowsToAsk(first, new Set());
  const unread = outcomes
    ? asked.filter((flow) => !records.sourceOf(flow, project) && !isExported(stack, flow, context)).length
    : 0;
  forecast(asked.length + 1 + unread * REQUESTS_OF_EXPORT);
  /** Names of the flows that look broken and were published recently, or whose modules were published recently. */
  const doubtful = ({ findings }: ModuleAnswer) => {
    const broken = new Set(findings.filter(isBroken).map(({ subject }) => subject));
    const recent = first.live.all.filter(
      (flow) => broken.has(flow.name) && (wasPublishedLately(flow) || wasPublishedLately(first.module)),
    );
    return new Set(recent.map((flow) => flow.name));
  };
  let seen: ModuleAnswer = await moduleAnswer(first, context);
  const look = async () => {
    const names = doubtful(seen);
    const now = checksWith(await LiveFlows.read(stack.organisation));
    const ids = new Set(now.live.all.flatMap(({ id, name: own }) => (names.has(own) ? [id] : [])));
    const again = await moduleAnswer(now, context, ids);
    seen = {
      findings: [...seen.findings.filter(({ subject }) => !names.has(subject)), ...again.findings],
      callers: [...seen.callers.filter((row) => !ids.has(row.id)), ...again.callers],
    };
    return seen;
  };
  const isSettled = (one: ModuleAnswer) => doubtful(one).size === 0;
  const waits = stack.organisation.pace.doubtMs;
  const answer = await lookAgain(seen, look, { waits, signal: stack.signal, isSettled });
  const callers = [...answer.callers].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { module: first.module.name, findings: answer.findings, callers };
}

/**
 * Whether the platform may still report outdated snapshots for a flow, because this flow or a flow of the stack was
 * published recently. Dependency tracking lags behind by up to a minute.
 */
function isRecent(live: LiveFlows, flows: readonly FlowUnit[], key: string): boolean {
  const unit = flows.find((one) => one.key === key);
  const modules = flows.filter((one) => unit?.modules.includes(one.key));
  return [unit, ...modules].some((one) => one && live.named(one.type, one.name).some(wasPublishedLately));
}

const LATELY_MS = 5 * 60_000;

/**
 * Whether a flow was published in the last five minutes; true if the time is unknown. The limit is generous, because
 * the clocks of the platform and this machine may differ by a few minutes.
 */
function wasPublishedLately({ publishedVersion }: FlowEntity): boolean {
  const at = Date.parse(publishedVersion?.datePublished ?? "");
  return Number.isNaN(at) || Math.abs(Date.now() - at) < LATELY_MS;
}

const isBroken = ({ verdict }: Finding) => verdict === "broken";
