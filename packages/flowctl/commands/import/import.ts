import { basename, resolve } from "node:path";
import { type ArchyDocument, DiagnosticError } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { readStackConfig } from "@genesys-flows/project";
import { allowAdoption } from "@genesys-flows/project/notes";
import { changeSource, noChange, type SourceChange } from "../../changing/change-source.ts";
import type { FlowOutcome } from "../../changing/shown.ts";
import { substitutionsOf } from "../../changing/substitutions.ts";
import { type FileChange, type FileChanges, fileChanges, presentText } from "../../changing/write-files.ts";
import { type Context, mistakesIn, UsageError } from "../../context.ts";
import { type Answers, type Asked, noAnswers, readAnswers, withAsked } from "../../importing/answers.ts";
import { readFolder, refuseOwnFolder } from "../../importing/exports.ts";
import { flowFiles, plannedExports } from "../../importing/plan.ts";
import { type ImportOptions, type ImportPlan, importPlan } from "../../importing/planning.ts";
import { importValues, unusedAnswers } from "../../importing/values.ts";
import { declaredContents, exemptionTexts, seedTexts } from "../../importing/writing.ts";
import { objectFiles } from "../../objects/object-files.ts";
import { flowsFolder, loadForStack, pulumiConfig, requiredStackFile } from "../../stack-file.ts";
import { withImports } from "../adopt/config.ts";
import { seeded } from "../org/content.ts";
import { SEED } from "../org/place.ts";
import { showImport } from "./show.ts";

/**
 * Imports the exports in a folder: writes their files, the values of their placeholders, the objects that the exports
 * reference but the organisation does not have, and exemptions for their violations. Adds its questions to an answers
 * file, and writes the
 * files when no question is open. A second run with the same answers changes nothing.
 * @returns 0 if the import is complete or can be written, 1 if questions are open or there are errors
 */
export function importFlows(o: ImportOptions, context: Context): Promise<number> {
  return changeSource(o, context, async (own) => ({ ...(await importChange(o, own)), show() {} }));
}

async function importChange(o: ImportOptions, context: Context): Promise<SourceChange> {
  const stackFile = requiredStackFile(context, o.stack);
  const answers = o.answers === undefined ? noAnswers : readAnswers(o.answers, context);
  const flowsDir = flowsFolder(context, o.stack);
  refuseOwnFolder(o.folder, flowsDir, context);
  const { exports: found, skipped } = readFolder(o.folder, answers, context);
  const { coming, taken } = plannedExports(found, flowsDir, context);
  for (const { source, because } of skipped) context.out(`skipped: ${source}: ${because}\n`);
  for (const { source, file } of taken)
    context.out(
      `kept: ${file} is already in the project and differs from ${source}. If they are different flows, give ${source} a different key under \`keys\` in the answers.\n`,
    );
  const clashes = taken.filter(({ source }) => Object.hasOwn(answers.keys, source));
  if (clashes.length > 0)
    throw new UsageError(
      clashes.map(({ source, file }) => `${o.answers}: \`keys.${source}\`: ${file} already has this key.`).join("\n"),
    );
  if (coming.length === 0) {
    context.out(`${o.folder} has nothing to import.\n`);
    return noChange(0);
  }
  const wrong = unusedAnswers(coming, answers.substitutions);
  if (wrong.length > 0 && taken.length === 0)
    throw new UsageError(wrong.map((line) => `${o.answers}: ${line}`).join("\n"));
  const config = readStackConfig(stackFile.file, stackFile.text);
  const there = coming.filter(({ isThere }) => isThere);
  const values = importValues(coming, answers.substitutions, {
    stack: config.substitutions ?? {},
    known: new Map(there.map((one) => [one.key, substitutionsOf(one, config, context)])),
  });
  const files = flowFiles(coming, values, { stack: o.stack, stackFile, config, flowsDir }, context);
  const plan = await importPlan({ o, answers, exports: coming, values, stackFile, files }, context);
  showImport(plan, o, context);
  const flows = coming.map(
    ({ key, file, isThere }): FlowOutcome => ({
      key,
      file,
      ...(isThere ? { result: "unchanged", reasons: ["The project already has this export."] } : { result: "changed" }),
    }),
  );
  const isAsking = o.answers !== undefined && plan.asked.length > 0;
  if (isAsking && !o.dryRun) ask(o, plan.asked, context);
  const documents = plan.project?.flows
    .filter(({ key }) => coming.some((one) => one.key === key))
    .map(({ document }) => document);
  if (plan.problems.length > 0 || plan.mistakes || documents === undefined) return noChange(1, flows);
  if (isAsking) {
    context.out(`Review the new answers in ${o.answers}, and run the command again.\n`);
    return noChange(o.write ? 1 : 0, flows);
  }
  return { flows, ...(await importedFiles({ o, plan, files, documents, answers, flowsDir }, context)) };
}

function ask({ folder, stack, answers: file = "" }: ImportOptions, asked: readonly Asked[], context: Context): void {
  const heading = `Answers of npm run flowctl -- import ${folder} --stack ${stack} --answers ${file}. Complete the empty ones, review the others, and run the command again.`;
  writeWholeSync(resolve(context.root, file), withAsked(presentText(context.root, file) ?? "", asked, heading));
}

async function importedFiles(
  {
    o,
    plan,
    files: own,
    documents,
    answers,
    flowsDir,
  }: {
    readonly o: ImportOptions;
    readonly plan: ImportPlan;
    readonly files: FileChanges;
    readonly documents: readonly ArchyDocument[];
    readonly answers: Answers;
    readonly flowsDir: string;
  },
  context: Context,
): Promise<Omit<SourceChange, "flows">> {
  const { root } = context;
  const seed = seedFile(o.stack, context);
  const contents = declaredContents(plan, documents, { all: o.declare === true });
  const declared = await objectFiles(contents, { root, flowsDir, project: plan.project });
  const {
    owner = "",
    expires = "",
    reason = `The export already had this violation when it was imported from ${basename(resolve(root, o.folder))}.`,
  } = answers.exemptions || {};
  const more = [
    ...seedTexts(plan.objects, documents, seed, context),
    ...(answers.exemptions === false ? [] : exemptionTexts(plan.violations, { owner, expires, reason }, context)),
  ];
  const { file: stackFile } = requiredStackFile(context, o.stack);
  const config = own.get(stackFile) as FileChange;
  const after = plan.existing.length > 0 ? withImports(config.after ?? "", plan.existing) : config.after;
  const files = new Map([...declared.files, ...fileChanges(root, more), ...own, [stackFile, { ...config, after }]]);
  const changed = [...files].filter(([, { before, after }]) => before !== after);
  return {
    files,
    write: o.write === true,
    async end(isWritten) {
      if (!isWritten) {
        context.out("To write the files, add --write.\n");
        return 0;
      }
      for (const [file, { before }] of changed) if (before !== undefined) context.out(`changed: ${file}\n`);
      context.out(
        changed.length === 0
          ? "Nothing changed: everything is already imported.\n"
          : `${count(changed.length, "file")} written.\n`,
      );
      if (plan.declared?.some(({ content }) => !content.existing)) allowAdoption(root, o.stack);
      if (plan.objects.some(({ choice }) => choice === "seed")) {
        const added = await seeded(o, seed, context);
        if (added.length > 0) context.out(`Added ${count(added.length, "object")} of ${seed} to the organisation.\n`);
      }
      const written = await loadForStack(context, o.stack).catch(mistakesIn);
      if (written instanceof DiagnosticError) {
        context.err(`${written.message}\n\nThe files were written. The project now has the errors above.\n`);
        return 1;
      }
      if (changed.length > 0) context.out(`Next: npm run pulumi -- up --stack ${o.stack}\n`);
      return 0;
    },
  };
}

function seedFile(stack: string, context: Context): string {
  const own = pulumiConfig(requiredStackFile(context, stack))["genesyscloud:localSeed"];
  return typeof own === "string" ? own : SEED;
}
