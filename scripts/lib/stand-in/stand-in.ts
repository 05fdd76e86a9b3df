import type { ArchyDocument } from "@genesys-flows/architect";
import { asStandIn, buildReport, type Report } from "@genesys-flows/report";
import { type CreatedObject, mergedSeed, seedFor, withoutCreated } from "@genesys-flows/stand-in";
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
  const { project, stack, cli } = of;
  const [base, head] = [await readSide(of.base, stack), await readSide(project, stack)];
  if (head.stackFile === undefined) throw new SetUpError(`There is no Pulumi.${stack}.yaml in ${project}.`);
  const seed = await seedOf(of, { base, head });
  const stage = new Stage({ project, stack }, { name: "stage", cli });
  await stage.initialise(seed);
  const deployed = await deploy(stage, { base, of });
  // A base of which a part was deployed would be no base at all.
  if (deployed.failure !== undefined) await stage.initialise(seed);
  const { done, code, stdout, stderr } = await stage.run(head, ["preview"]);
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

/** Deploys the base with its own commands. @returns why it could not be */
async function deploy(
  stage: Stage,
  { base, of }: { readonly base: Side; readonly of: StandInOf },
): Promise<{ readonly failure?: string }> {
  if (base.stackFile === undefined) return { failure: `It has no Pulumi.${of.stack}.yaml.` };
  if (base.mistake !== undefined) return { failure: base.mistake };
  const run = await stage.run(base, ["up", "--yes", "--skip-preview"]);
  return run.code === 0 ? {} : { failure: await reasonOf(run, of) };
}

/** Why a run failed, in one sentence where its report has one. */
async function reasonOf({ done, stdout, stderr }: StagedRun, { base, stack }: StandInOf): Promise<string> {
  const report = done && (await buildReport(done, { root: base, ended: "failed", names: { stack } }));
  const finding = report?.findings.find(({ blocks }) => blocks)?.message;
  const failure = report?.flows.find(({ failure: why }) => why !== undefined)?.failure;
  const last = `${stdout}\n${stderr}`.trim().split("\n").slice(-5).join("\n");
  return finding ?? failure ?? report?.run.cause ?? last;
}

interface Sides {
  readonly base: Side;
  readonly head: Side;
}

/** The seed of both sides: their own ones, and what their flows name and their programs do not create. */
async function seedOf(of: StandInOf, sides: Sides): Promise<object> {
  const projects = [sides.base, sides.head].flatMap(({ project }) => project ?? []);
  const named = seedFor({
    documents: projects.flatMap(({ flows }): ArchyDocument[] => flows.map(({ document }) => document)),
    numbers: projects.flatMap(({ flows }) => flows.flatMap(({ numbers }) => numbers)),
  });
  const queues = projects.flatMap((project) => Object.keys(project.queues));
  const known = withoutCreated(
    named,
    queues.map((name) => ({ type: "RoutingQueue", inputs: { name } })),
  );
  const own = mergedSeed(sides.head.seed, sides.base.seed);
  const created = await createdBy(of, sides, mergedSeed(own, known));
  return mergedSeed(own, withoutCreated(known, created));
}

/** What the programs of both sides register: previewed on an empty stack, in an organisation that has everything that is named. */
async function createdBy(of: StandInOf, { base, head }: Sides, seed: object): Promise<CreatedObject[]> {
  const { project, stack, cli } = of;
  const stage = new Stage({ project, stack }, { name: "programs", cli });
  await stage.initialise(seed);
  const created: CreatedObject[] = [];
  for (const side of [base, head]) {
    if (side.project === undefined) continue;
    const { done } = await stage.run(side, ["preview"]);
    for (const { type, new: next } of done?.steps ?? []) created.push({ type, inputs: next?.inputs ?? {} });
  }
  return created;
}
