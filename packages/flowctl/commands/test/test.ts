import { type ScriptFile, type TestStage, testedFile } from "@genesys-flows/conversation/script";
import type { FlowProject } from "@genesys-flows/project";
import { type Context, formNamed, UsageError } from "../../context.ts";
import { inOrganisation } from "../../open-stack.ts";
import { loadForStack } from "../../stack-file.ts";
import { formats } from "../../testing/formats.ts";
import { scriptFiles } from "../../testing/scripts.ts";
import { isPassed, type TestRun } from "../../testing/tested.ts";

export interface TestOptions {
  readonly paths: readonly string[];
  readonly stack: string;
  readonly format: string;
  readonly coverage?: boolean;
  readonly live?: boolean;
  readonly watch?: boolean;
  readonly generate?: string | true;
  readonly all?: boolean;
  readonly random?: string | true;
  readonly seed?: string;
}

/**
 * Runs the conversation tests of the project, or of the named files and folders, with the project's flows or with the
 * versions that are published in the organisation.
 * @returns 1 if a conversation differs from its steps or a file has an error
 */
export async function test(o: TestOptions, context: Context): Promise<number> {
  if (o.generate !== undefined || o.all) return (await import("./generate.ts")).generate(o, context);
  if (o.random !== undefined) return (await import("./random.ts")).random({ ...o, random: o.random }, context);
  if (o.seed !== undefined) throw new UsageError("--seed needs --random.");
  const format = formNamed(formats, o.format);
  const show = (run: TestRun) => context.exact.out(format(run, context));
  if (!o.watch) {
    const run = await tested(o, context);
    show(run);
    return isPassed(run) ? 0 : 1;
  }
  if (o.live)
    throw new UsageError("--watch and --live cannot be combined: saving a file does not change a published version.");
  if (o.format !== "text") throw new UsageError(`--watch and --format ${o.format} cannot be combined.`);
  return (await import("./watch.ts")).watch(o, async () => show(await tested(o, context)), context);
}

/** Runs the tests once. @throws DiagnosticError for a project with errors; UsageError for a path without tests */
async function tested(o: TestOptions, context: Context): Promise<TestRun> {
  const startedAt = performance.now();
  const project = await loadForStack(context, o.stack);
  const scripts = scriptFiles(o, context);
  const result = await (o.live ? playedLive : playedHere)(scripts, { ...o, project }, context);
  return { stack: o.stack, ...result, seconds: (performance.now() - startedAt) / 1000 };
}

interface Playing {
  readonly stack: string;
  readonly project: FlowProject;
  readonly coverage?: boolean;
}

type Result = Omit<TestRun, "stack" | "seconds">;

async function playedHere(scripts: readonly ScriptFile[], o: Playing, context: Context): Promise<Result> {
  const { stageOfProject } = await import("@genesys-flows/conversation/stage");
  return played(scripts, { stage: stageOfProject(o.project) }, { ...o, context });
}

function playedLive(scripts: readonly ScriptFile[], o: Playing, context: Context): Promise<Result> {
  const { stack, project } = o;
  const names = new Set(scripts.map(({ script }) => script?.flow));
  const units = project.flows.filter(({ key, name }) => names.has(key) || names.has(name));
  return inOrganisation(stack, context, async (open) => {
    const { liveStage } = await import("../../testing/live-stage.ts");
    const stage = await liveStage(units, { stack: open, project, context });
    return { organisation: open.organisation.name, ...(await played(scripts, stage, { ...o, context })) };
  });
}

async function played(
  scripts: readonly ScriptFile[],
  stage: TestStage,
  { coverage, context }: Pick<Playing, "coverage"> & { readonly context: Context },
): Promise<Result> {
  const files = scripts.map((file) => testedFile(file, stage));
  if (!coverage) return { files };
  const { TestCoverage } = await import("../../testing/coverage.ts");
  const covered = new TestCoverage(files, stage.stage);
  return { files, coverage: { covered: covered.covered, written: covered.write(context) } };
}
