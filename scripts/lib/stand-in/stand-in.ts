import { isDeepStrictEqual } from "node:util";
import type { ArchyDocument } from "@genesys-flows/architect";
import { asStandIn, buildReport, type Report } from "@genesys-flows/report";
import { type CreatedObject, mergedSeed, type Seed, seedFor, withoutCreated } from "@genesys-flows/stand-in";
import type { ProjectStack } from "../stack/stack.ts";
import { SetUpError } from "../system/say.ts";
import { readSide, type Side } from "./side.ts";
import { Stage, type StagedRun } from "./stage.ts";

/** The commits that a preview on a stand-in compares. */
export interface StandInOf extends ProjectStack {
  /** The Pulumi CLI. */
  readonly cli: string;
  /** Folder of the project at the base. */
  readonly base: string;
  /** The base for people: `main (1a2b3c4d)`. */
  readonly shown: string;
  /** The commit that is previewed. */
  readonly commit: string;
}

/** A report, and what the engine printed where the report does not say why it failed. */
export interface StandInReport {
  readonly report: Report;
  readonly output?: string;
}

/**
 * Previews the checkout of a project against its base, as a stack sees both, without any real organisation: deploys the base to an
 * embedded one that has everything that the flows of both name, and previews the checkout there.
 * @throws SetUpError where the checkout has no file of the stack
 */
export async function standInReport(of: StandInOf): Promise<StandInReport> {
  const { project, stack } = of;
  const [base, head] = [await readSide(of.base, stack), await readSide(project, stack)];
  if (head.stackFile === undefined) throw new SetUpError(`There is no Pulumi.${stack}.yaml in ${project}.`);
  const { deployed, preview } = await staged(of, { base, head });
  const { done, code, stdout, stderr } = preview;
  if (done === undefined)
    throw new SetUpError(`The preview of ${stack} did not start:\n${`${stdout}${stderr}`.trim()}`);
  const built = await buildReport(done, {
    root: project,
    ended: code === 0 ? "succeeded" : "failed",
    names: { stack },
    ...(head.project && { project: head.project }),
    ...(base.project && { base: { commit: of.shown, project: base.project } }),
  });
  const withoutBase = deployed.failure === undefined ? {} : { withoutBase: deployed.failure };
  const report = asStandIn(built, { commit: of.commit, base: of.shown, ...withoutBase });
  const isExplained = code === 0 || report.run.cause !== undefined || report.verdict.blocking > 0;
  return { report, ...(!isExplained && { output: `${stdout}${stderr}`.trim() }) };
}

/** What became of both sides on a stand-in. */
interface Staged {
  readonly deployed: { readonly failure?: string };
  readonly preview: StagedRun;
}

interface Sides {
  readonly base: Side;
  readonly head: Side;
}

/**
 * Deploys the base and previews the head. Where a program creates an object that flows name, does so again in an organisation
 * without it: the platform has one object of a name.
 */
async function staged(of: StandInOf, sides: Sides): Promise<Staged> {
  const { project, stack, cli } = of;
  const stage = new Stage({ project, stack }, { name: "stage", cli });
  const own = mergedSeed(sides.head.seed, sides.base.seed);
  const named = namedBy(sides);
  const first = await attempt(stage, mergedSeed(own, named), { of, sides });
  const left = withoutCreated(named, first.created);
  return isDeepStrictEqual(left, named) ? first : attempt(stage, mergedSeed(own, left), { of, sides });
}

async function attempt(
  stage: Stage,
  seed: object,
  { of, sides: { base, head } }: { readonly of: StandInOf; readonly sides: Sides },
): Promise<Staged & { readonly created: readonly CreatedObject[] }> {
  await stage.initialise(seed);
  const reason = base.stackFile === undefined ? `It has no Pulumi.${of.stack}.yaml.` : base.mistake;
  const up = reason === undefined ? await stage.run(base, ["up", "--yes", "--skip-preview"]) : undefined;
  const failure = up === undefined ? reason : up.code === 0 ? undefined : await reasonOf(up, of);
  // A base of which a part was deployed would be no base at all.
  if (failure !== undefined) await stage.initialise(seed);
  const preview = await stage.run(head, ["preview"]);
  const steps = [up, preview].flatMap((run) => run?.done?.steps ?? []);
  return {
    deployed: failure === undefined ? {} : { failure },
    preview,
    created: steps.map(({ type, new: next }) => ({ type, inputs: next?.inputs ?? {} })),
  };
}

/** Everything that the flows of both sides name, but for queues that their files list. */
function namedBy({ base, head }: Sides): Seed {
  const projects = [base, head].flatMap(({ project }) => project ?? []);
  const named = seedFor({
    documents: projects.flatMap(({ flows }): ArchyDocument[] => flows.map(({ document }) => document)),
    numbers: projects.flatMap(({ flows }) => flows.flatMap(({ numbers }) => numbers)),
  });
  const queues = projects.flatMap((project) => Object.keys(project.queues));
  return withoutCreated(
    named,
    queues.map((name) => ({ type: "RoutingQueue", inputs: { name } })),
  );
}

/** Why a run failed, in one sentence where its report has one. */
async function reasonOf({ done, stdout, stderr }: StagedRun, { base, stack }: StandInOf): Promise<string> {
  const report = done && (await buildReport(done, { root: base, ended: "failed", names: { stack } }));
  const finding = report?.findings.find(({ blocks }) => blocks)?.message;
  const failure = report?.flows.find(({ failure: why }) => why !== undefined)?.failure;
  const last = `${stdout}\n${stderr}`.trim().split("\n").slice(-5).join("\n");
  return finding ?? failure ?? report?.run.cause ?? last;
}
