import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { editedFlows, flowsChange } from "../changing/change-flows.ts";
import {
  type ChangeOptions,
  changeByOrganisation,
  changeSource,
  type SourceChange,
} from "../changing/change-source.ts";
import { chosenUnits } from "../changing/chosen-units.ts";
import { type FileChanges, fileChanges, writeFiles } from "../changing/write-files.ts";
import type { Context } from "../context.ts";
import { type NewBranch, newBranch } from "../git/repository.ts";
import { EXPORTS_AT_ONCE, each } from "../live/asking.ts";
import { LiveFlows } from "../live/live-flows.ts";
import { StackRecords } from "../live/stack-records.ts";
import type { OpenStack } from "../open-stack.ts";
import { loadForStack, stackConfig } from "../stack-file.ts";
import { besideOf, checkedResult, editOf, notesOf, type Result, resultOf } from "../taking/results.ts";
import { withSettings } from "./adopt/config.ts";

interface TakeOptions extends ChangeOptions {
  readonly flows: readonly string[];
  readonly draft?: boolean;
  /** Name of the new branch to commit to, or true for `take/FLOW`. */
  readonly branch?: string | true;
  readonly discard?: boolean;
}

/** Applies live changes to the source of flows. @returns 1 if a flow is refused */
export async function take(o: TakeOptions, context: Context): Promise<number> {
  return changeSource(o, context, async (own) => {
    const project = await loadForStack(own, o.stack);
    const units = chosenUnits(project, { into: o.flows });
    return changeByOrganisation(o.stack, own, (stack) => takenChange(o, { project, units, stack }, own));
  });
}

async function takenChange(
  o: TakeOptions,
  { project, units, stack }: { project: FlowProject; units: readonly FlowUnit[]; stack: OpenStack },
  context: Context,
): Promise<SourceChange> {
  const { root } = context;
  const name = branchName(o, units);
  const files = [...units.map(({ file }) => file), stack.file];
  const branch = name === undefined ? undefined : newBranch(root, name, files);
  const config = stackConfig(context, o.stack);
  const known = { project, config, stack: o.stack, stackFile: stack.file, context, discard: o.discard === true };
  const [live, records] = await Promise.all([LiveFlows.read(stack.organisation), StackRecords.read(stack, context)]);
  const read = await each(units, EXPORTS_AT_ONCE, (unit) =>
    resultOf(unit, { ...known, open: stack, live, records, draft: o.draft === true }),
  );
  const of = new Map(read.map((result) => [result.unit, result]));
  const edited = await editedFlows(units, o.stack, context, (unit) => editOf(of.get(unit) as Result));
  for (const flow of edited.flows) of.set(flow.unit, checkedResult(of.get(flow.unit) as Result, flow));
  const notes = (unit: FlowUnit) => notesOf(of.get(unit) as Result, stack);
  const change = await flowsChange(edited, { ...o, project, notes }, context);
  const results = [...of.values()];
  const done = results.filter(({ taken, entry }) => taken.kind === "text" || entry !== undefined);
  const beside = results.flatMap(({ unit, taken }) =>
    taken.kind === "refused" && taken.beside !== undefined ? [[besideOf(unit), taken.beside, unit.file] as const] : [],
  );
  const all = new Map([
    ...change.files,
    ...fileChanges(
      root,
      beside.map(([file, text]) => [file, text] as const),
    ),
    [stack.file, { before: stack.config, after: withTaken(stack.config, done) }],
  ]);
  return {
    ...change,
    files: all,
    branch: branch?.name,
    write: branch ? () => committed(branch, { done, stack, files: all }, context) : change.write,
    async end(isWritten) {
      const code = await change.end(isWritten);
      if (!isWritten) return code;
      for (const [file, , source] of beside)
        context.out(
          `The export is in ${file}. Compare: npm run flowctl -- diff ${source} ${file} --stack ${o.stack}\n`,
        );
      if (branch && done.length > 0) context.out(`Committed to the new branch ${branch.name}, which is checked out.\n`);
      else if (branch) context.out("There is nothing to commit.\n");
      if (done.length > 0) context.out(`Next: npm run pulumi -- preview --stack ${o.stack}\n`);
      return code;
    },
  };
}

function branchName({ branch, stack }: TakeOptions, units: readonly FlowUnit[]): string | undefined {
  if (branch !== true) return branch;
  const [first, ...others] = units;
  return others.length === 0 ? `take/${first?.key.replaceAll(/[^\w.-]+/g, "-")}` : `take/${stack}`;
}

/** Adds the versions that the sources now contain to a stack's file. */
function withTaken(config: string, results: readonly Result[]): string {
  const entries = results.flatMap(({ unit: { key }, entry }) =>
    entry === undefined ? [] : [{ key, settings: { taken: entry } }],
  );
  return entries.length === 0 ? config : withSettings(config, entries);
}

/**
 * Writes the files and commits each flow with its entries in the stack's file. @returns the reasons if nothing was
 * written
 */
function committed(
  branch: NewBranch,
  { done, stack, files }: { readonly done: readonly Result[]; readonly stack: OpenStack; readonly files: FileChanges },
  { root }: Context,
): readonly string[] {
  const problems = writeFiles(root, files);
  if (problems.length > 0 || done.length === 0) return problems;
  try {
    branch.begin();
  } catch (error) {
    writeFiles(root, new Map([...files].map(([file, one]) => [file, { before: one.after, after: one.before }])));
    throw error;
  }
  let before = files.get(stack.file)?.after;
  for (const [index, result] of done.entries()) {
    const { unit, entry, taken } = result;
    const after = withTaken(stack.config, done.slice(0, index + 1));
    writeFiles(root, new Map([[stack.file, { before, after }]]));
    before = after;
    const own = [...(taken.kind === "text" ? [unit.file] : []), ...(entry === undefined ? [] : [stack.file])];
    branch.commit({ files: own, message: messageOf(result), author: result.live?.author });
  }
  return [];
}

function messageOf({ unit, live, taken }: Result): string {
  const what = live?.isDraft ? "the draft" : `version ${live?.version}`;
  const notes = taken.kind === "text" && taken.notes.length > 0 ? `\n\n${taken.notes.join("\n")}` : "";
  return `Take ${what} of ${unit.key} from Architect${notes}\n`;
}
