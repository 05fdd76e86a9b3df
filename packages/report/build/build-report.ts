import type { FlowProject } from "@genesys-flows/project";
import type { EngineRun } from "../events/engine-run.ts";
import { type FlowReport, type ObjectReport, REPORT_FORMAT, type Report, type StaleFlow } from "../model/report.ts";
import { textIn, textsIn } from "../model/values.ts";
import { changedHours } from "../objects/hours.ts";
import { namesOf as namesIn } from "../objects/names.ts";
import { accountsOf } from "../objects/of-kind.ts";
import { recordingFacts } from "../objects/recordings.ts";
import { possibleRenames } from "../objects/renames.ts";
import type { FlowContext } from "./comparison.ts";
import { flowReport } from "./flow-report.ts";
import { foundIn } from "./found.ts";
import { movedAddresses, movedNumbers, objectReports } from "./objects.ts";
import { withDeletions, withExisting, withReleased } from "./reported-steps.ts";
import { type Links, type StackOfRun, stackOf } from "./stack.ts";
import { reachedByObjects, usersOfObjects, usesOfFlows } from "./uses.ts";
import { verdictOf } from "./verdict.ts";

/** The sources of a report, in addition to the engine's events. */
export interface ReportSources {
  /** Absolute path of the project. */
  readonly root: string;
  /** How the engine's command ended. Default: according to its events. */
  readonly ended?: Report["run"]["ended"];
  /** Names of the stack and the project, for a run that may have failed before its first step. */
  readonly names?: { readonly stack: string; readonly project?: string };
  /**
   * URNs of resources whose updates were interrupted (`pending_operations` in the state). The events of a preview do
   * not include them. Only a refresh determines whether such a flow was published.
   */
  readonly interrupted?: ReadonlySet<string>;
  /** The current project, for owners, files and pins. Without a project, the report contains fewer details. */
  readonly project?: FlowProject;
  /**
   * Reads the project if conversations need it and `project` is omitted. Resolves to undefined if the project has
   * errors.
   */
  readonly readProject?: () => Promise<FlowProject | undefined>;
  /** The report of the update's preview, for listing planned steps that the update did not begin. */
  readonly planned?: Report;
  /**
   * What callers will notice, from the preview of a successful update. If set, conversations are not compared again.
   */
  readonly notice?: Report["notice"];
  /** When the command ran, for finding the next opening hours. Default: according to its events. */
  readonly now?: Date;
  /** Time limit for comparing conversations with changed flows, in milliseconds. Default: 4,000. */
  readonly noticeWithinMs?: number;
  /** An earlier checkout, which may contain a published document. */
  readonly base?: { readonly commit?: string; readonly project: FlowProject };
}

/** Builds the report of what an engine command did or would do. Reads only the documents of changed flows. */
export async function buildReport(engineRun: EngineRun, sources: ReportSources): Promise<Report> {
  const { root, project, base } = sources;
  const run = withReleased(withDeletions(withExisting(engineRun)));
  const stack = stackOf(run);
  const found = foundIn(run, stack);
  const names = namesIn(stack, project);
  const reached = reachedByObjects(stack);
  const now = sources.now ?? run.time ?? new Date();
  const hours = await changedHours(stack, { names, reached, isPreview: run.isPreview, now });
  const roots = [root, ...(base ? [base.project.root] : [])];
  const accounts = await accountsOf(stack, { names, facts: recordingFacts(roots) });
  const context: FlowContext = {
    stack,
    isPreview: run.isPreview,
    interrupted: new Set([...(sources.interrupted ?? []), ...found.unrecorded]),
    found,
    uses: usesOfFlows(reached, { accounts, told: hours.told }),
    hours: hours.byFlow,
    sources: { root, project, base: base?.project },
    project,
  };
  const reports: (FlowReport | undefined)[] = [];
  // Sequential, because loading the documents of many flows at once would need a lot of memory and save no time.
  for (const flow of stack.flows) reports.push(await flowReport(flow, context));
  const begun = {
    flows: reports.filter((flow) => flow !== undefined),
    objects: objectReports(stack, run, {
      ...{ accounts, told: hours.told, failures: found.failures },
      users: usersOfObjects(reached),
    }),
  };
  const { flows, objects } = sources.planned ? withPlanned(begun, sources.planned) : begun;
  flows.sort(inOrder);
  const touched = new Set(flows.map(({ key }) => key));
  const stale = run.isPreview ? [] : staleFlows(stack, touched);
  const numbers = movedNumbers(stack, run);
  const moved = movedAddresses(stack, run);
  const addresses = moved.length > 0 ? moved : undefined;
  const isBlocked = found.findings.some(({ blocks }) => blocks);
  const ended = sources.ended ?? (run.isWhole && !run.hasFailed && !isBlocked ? "succeeded" : "failed");
  // A failed update published only some of the flows that its preview compared.
  const isWhole = run.isPreview || ended === "succeeded";
  const notice = isWhole ? (sources.notice ?? (await noticeIn(flows, context, { ...sources, now }))) : undefined;
  const about: Report["run"] = {
    kind: run.isPreview ? "preview" : "update",
    ...namesOf(run, sources),
    organisation: organisationOf(run),
    ended,
    cause: ended === "succeeded" ? undefined : found.cause,
    base: base?.commit,
  };
  const { outside, unchecked, messages, forecast } = found;
  // Blocking findings come last.
  const findings = [...(run.isPreview ? possibleRenames(stack, project) : []), ...found.findings];
  return {
    format: REPORT_FORMAT,
    run: about,
    verdict: verdictOf({ run: about, flows, objects, findings, numbers, addresses, outside, forecast }),
    flows,
    ...(notice && { notice }),
    untouched: stack.flows.filter(({ key }) => !touched.has(key)).map(({ key, name }) => ({ key, name })),
    numbers,
    addresses,
    objects,
    ...(hours.stories.length > 0 && { hours: [...hours.stories] }),
    stale: stale.length > 0 ? stale : undefined,
    outside,
    reach: reachOf(flows, stack.before),
    findings,
    unchecked,
    messages,
  };
}

/** Preloads the code that compares conversations, for a later report. */
export async function prepareNotice(): Promise<void> {
  await import("./notice.ts");
}

/** Compares conversations if a flow changes. The code that runs conversations is loaded only then. */
async function noticeIn(
  flows: readonly FlowReport[],
  context: FlowContext,
  { noticeWithinMs, readProject, now }: ReportSources & { readonly now: Date },
) {
  if (!flows.some(({ action }) => action === "publish" || action === "republish" || action === "affected"))
    return undefined;
  const [{ noticeOf }, project] = await Promise.all([import("./notice.ts"), context.project ?? readProject?.()]);
  return noticeOf(flows, { ...context, ...(project && { project }) }, { withinMs: noticeWithinMs, now });
}

const ORDER: readonly FlowReport["action"][] = [
  "create",
  "publish",
  "import",
  "republish",
  "route",
  "record",
  "affected",
  "held",
  "delete",
];

/** Sorts modules first, and flows with their own changes before flows that change as a consequence. */
function inOrder(a: FlowReport, b: FlowReport): number {
  const rank = ({ isModule, action }: FlowReport) =>
    (action === "delete" ? 100 : 0) + (isModule ? 0 : 50) + ORDER.indexOf(action);
  return rank(a) - rank(b) || (a.key < b.key ? -1 : 1);
}

/**
 * Counts the existing flows that the update publishes or deletes, and the numbers and e-mail addresses that route to
 * them.
 */
function reachOf(flows: readonly FlowReport[], before: Pick<Links, "numbers" | "addresses">): Report["reach"] {
  const reached = new Set(
    flows.filter(({ action }) => ["publish", "republish", "delete"].includes(action)).map(({ key }) => key),
  );
  const leading = (of: ReadonlyMap<string, string>) => [...of.values()].filter((key) => reached.has(key)).length;
  const [numbers, addresses] = [leading(before.numbers), leading(before.addresses)];
  return { flows: reached.size, numbers, ...(addresses > 0 && { addresses }) };
}

function namesOf({ steps }: EngineRun, { names }: ReportSources): Pick<Report["run"], "stack" | "project"> {
  const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(steps[0]?.urn ?? "") ?? [];
  return { stack: stack ?? names?.stack ?? "", project: project ?? names?.project ?? "" };
}

function organisationOf({ config, steps }: EngineRun): Report["run"]["organisation"] {
  const provider = steps.find(({ type }) => type === "pulumi:providers:genesyscloud");
  const region = textIn(provider?.new?.inputs["region"]) ?? config["genesyscloud:region"];
  const id = steps
    .map(({ new: next, old }) => textIn(next?.outputs["organizationId"]) ?? textIn(old?.outputs["organizationId"]))
    .find((one) => one !== undefined);
  return { embedded: region === "local", id, region };
}

/**
 * Adds the flows and objects that a preview planned but the update did not begin, because a dependency failed or the
 * update ended.
 */
function withPlanned(
  done: Pick<Report, "flows" | "objects">,
  planned: Pick<Report, "flows" | "objects">,
): Pick<Report, "flows" | "objects"> {
  const begun = new Set([...done.flows.map(({ key }) => key), ...done.objects.map(identityOf)]);
  const flows = planned.flows.filter(
    ({ key, action }) => action !== "held" && action !== "affected" && !begun.has(key),
  );
  const objects = planned.objects.filter((object) => !begun.has(identityOf(object)));
  return {
    flows: [...done.flows, ...flows.map(leftFlow)],
    objects: [...done.objects, ...objects.map((object) => ({ ...object, outcome: "not-reached" as const }))],
  };
}

function identityOf({ type, name }: ObjectReport): string {
  return JSON.stringify([type, name]);
}

/** The report of a flow that the update did not reach. The flow still has its old version and snapshots. */
function leftFlow({ versions: { before }, holds, ...flow }: FlowReport): FlowReport {
  return {
    ...flow,
    outcome: "not-reached",
    versions: { before },
    holds: holds.map(({ module, before: held }) => ({ module, before: held, after: held })),
  };
}

/**
 * Stale callers that were not part of the update (`--target`, `--exclude`): they hold an older version of a module than
 * the published version.
 */
function staleFlows({ flows }: StackOfRun, touched: ReadonlySet<string>): StaleFlow[] {
  const present = flows.filter(({ step }) => !step.op.startsWith("delete"));
  const published = new Map(
    present.flatMap(({ type, name, step }) => {
      const version = textIn({ ...step.old?.outputs, ...step.new?.outputs }["publishedVersion"]);
      return type === "commonModule" && version !== undefined ? [[name, version] as const] : [];
    }),
  );
  return present.flatMap(({ key, name, step }) => {
    const holds = [...textsIn(step.old?.outputs["modulesHeld"])].flatMap(([module, version]) => {
      const now = published.get(module);
      return now === undefined || now === version ? [] : [{ module, version, published: now }];
    });
    return touched.has(key) || holds.length === 0 ? [] : [{ key, name, holds }];
  });
}
