import { basename, join, resolve } from "node:path";
import { type ArchyDocument, DiagnosticError } from "@genesys-flows/architect";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { readStackConfig } from "@genesys-flows/project";
import { type Context, UsageError } from "../../context.ts";
import { count } from "../../formats/findings.ts";
import { type Answers, type Asked, noAnswers, readAnswers, withAsked } from "../../importing/answers.ts";
import { readFolder, refuseOwnFolder } from "../../importing/exports.ts";
import { flowTexts, knownValues, type PlannedExport, plannedExports } from "../../importing/plan.ts";
import { type ImportOptions, type ImportPlan, importPlan } from "../../importing/planning.ts";
import { importValues, unusedAnswers } from "../../importing/values.ts";
import {
  declaredTexts,
  exemptionTexts,
  type PlannedText,
  seedTexts,
  textOf,
  writeTexts,
} from "../../importing/writing.ts";
import { flowsFolder, loadForStack, pulumiConfig, requiredStackFile } from "../../stack-file.ts";
import { withImports } from "../adopt/config.ts";
import { newPlaceOf, SEED } from "../org/place.ts";
import { showImport } from "./show.ts";

/**
 * Takes exports of a folder into the project: their files, the values of their placeholders, the objects that they name and the
 * organisation lacks, and exemptions for what they violate. Asks what it cannot know in a file of answers, and writes when nothing
 * is open; a second run with the same answers changes nothing.
 *
 * @returns 0 when the import is complete or can be written, 1 when questions are open or something is wrong
 */
export async function importFlows(o: ImportOptions, context: Context): Promise<number> {
  const stackFile = requiredStackFile(context, o.stack);
  const answers = o.answers === undefined ? noAnswers : readAnswers(o.answers, context);
  const flowsDir = flowsFolder(context, o.stack);
  refuseOwnFolder(o.folder, flowsDir, context);
  const { exports: found, skipped } = readFolder(o.folder, answers, context);
  const { coming, taken } = plannedExports(found, flowsDir, context);
  for (const { source, because } of skipped) context.out(`skipped: ${source}: ${because}\n`);
  for (const { source, file } of taken)
    context.out(
      `kept: ${file} is already in the project and differs from ${source}. If they are different flows, give ${source} another key under \`keys\` of the answers.\n`,
    );
  const clashes = taken.filter(({ source }) => Object.hasOwn(answers.keys, source));
  if (clashes.length > 0)
    throw new UsageError(
      clashes.map(({ source, file }) => `${o.answers}: \`keys.${source}\`: ${file} has this key already.`).join("\n"),
    );
  if (coming.length === 0) {
    context.out(`${o.folder} has nothing to import.\n`);
    return 0;
  }
  const wrong = unusedAnswers(coming, answers.substitutions);
  if (wrong.length > 0 && taken.length === 0)
    throw new UsageError(wrong.map((line) => `${o.answers}: ${line}`).join("\n"));
  const config = readStackConfig(stackFile.file, stackFile.text);
  const planned = new Map(coming.map((one) => [one.key, one]));
  const values = importValues(coming, answers.substitutions, {
    stack: config.substitutions ?? {},
    ofFlow: ({ key }) => knownValues(planned.get(key) as PlannedExport, config, context),
  });
  const texts = flowTexts(coming, values, { stack: o.stack, stackFile, config, flowsDir }, context);
  const plan = await importPlan({ o, answers, exports: coming, values, stackFile, texts }, context);
  showImport(plan, o, context);
  if (o.answers !== undefined && plan.asked.length > 0) ask(o, plan.asked, context);
  const documents = plan.project?.flows
    .filter(({ key }) => coming.some((one) => one.key === key))
    .map(({ document }) => document);
  if (plan.problems.length > 0 || plan.mistakes || documents === undefined) return 1;
  if (o.answers !== undefined && plan.asked.length > 0) {
    context.out(`Review the new answers in ${o.answers}, and run the command again.\n`);
    return o.write ? 1 : 0;
  }
  if (!o.write) {
    context.out("--write writes the files.\n");
    return 0;
  }
  if (textOf(stackFile.file, context) !== stackFile.text) {
    context.err(`${stackFile.file} changed meanwhile. Nothing was written. Run the command again.\n`);
    return 1;
  }
  return write({ o, plan, texts, documents, answers, flowsDir }, context);
}

function ask({ folder, stack, answers: file = "" }: ImportOptions, asked: readonly Asked[], context: Context): void {
  const heading = `Answers of npm run flowctl -- import ${folder} --stack ${stack} --answers ${file}. Complete the empty ones, review the others, run it again.`;
  writeWholeSync(resolve(context.root, file), withAsked(textOf(file, context) ?? "", asked, heading));
}

interface Writing {
  readonly o: ImportOptions;
  readonly plan: ImportPlan;
  readonly texts: ReadonlyMap<string, string>;
  readonly documents: readonly ArchyDocument[];
  readonly answers: Answers;
  readonly flowsDir: string;
}

async function write({ o, plan, texts, documents, answers, flowsDir }: Writing, context: Context): Promise<number> {
  const seed = seedFile(o.stack, context);
  const declared = declaredTexts(plan.objects, { flowsDir, documents }, context);
  const {
    owner = "",
    expires = "",
    reason = `The export had it when it was imported from ${basename(resolve(context.root, o.folder))}.`,
  } = answers.exemptions || {};
  const stackFile = requiredStackFile(context, o.stack);
  const files: PlannedText[] = [
    ...seedTexts(plan.objects, documents, seed, context),
    ...declared.texts,
    ...(answers.exemptions === false ? [] : exemptionTexts(plan.violations, { owner, expires, reason }, context)),
    // The stack's file is the last: until it has the values, the flows are reported as incomplete.
    ...[...texts].map(([file, text]) => ({
      file,
      text: file === stackFile.file && plan.existing.length > 0 ? withImports(text, plan.existing) : text,
    })),
  ];
  const existing = new Set(files.flatMap(({ file }) => (textOf(file, context) === undefined ? [] : [file])));
  const written = writeTexts(files, context);
  for (const file of written) if (existing.has(file)) context.out(`changed: ${file}\n`);
  context.out(
    written.length === 0
      ? "Nothing changed: everything was imported before.\n"
      : `${count(written.length, "file")} written.\n`,
  );
  for (const line of declared.byHand) context.out(`${line}\n`);
  if (plan.objects.some(({ choice }) => choice === "seed")) {
    const { seedOrganisation } = await import("@genesys-flows/local-org");
    const added = seedOrganisation({ file: newPlaceOf(o, context).file, seed: join(context.root, seed) });
    if (added.length > 0) context.out(`Added ${count(added.length, "object")} of ${seed} to the organisation.\n`);
  }
  try {
    await loadForStack(context, o.stack);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    context.err(`${error.message}\n\nThe files were written. The project now has the mistakes above.\n`);
    return 1;
  }
  if (written.length > 0) context.out(`Next: npm run pulumi -- up --stack ${o.stack}\n`);
  return 0;
}

function seedFile(stack: string, context: Context): string {
  const own = pulumiConfig(requiredStackFile(context, stack))["genesyscloud:localSeed"];
  return typeof own === "string" ? own : SEED;
}
