import { readFileSync } from "node:fs";
import { join } from "node:path/posix";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { ApiFailure } from "@genesys-flows/platform";
import type { FlowUnit } from "@genesys-flows/project";
import { changeFlows } from "../changing/change-flows.ts";
import { chosenUnits } from "../changing/chosen-units.ts";
import type { Context } from "../context.ts";
import { NewBranch } from "../git/branch.ts";
import { each } from "../live/each.ts";
import { LiveFlows } from "../live/live-flows.ts";
import { StackRecords } from "../live/stack-records.ts";
import { type OpenStack, openStack } from "../open-stack.ts";
import { loadForStack, stackConfig } from "../stack-file.ts";
import { proved, type Result, resultOf } from "../taking/results.ts";
import { besideOf, editOf, notesOf } from "../taking/shown.ts";
import { withSettings } from "./adopt/config.ts";

export interface TakeOptions {
  readonly stack: string;
  /** Keys, display names or files. */
  readonly flows: readonly string[];
  readonly draft?: boolean;
  readonly write?: boolean;
  /** Commits to a new branch; its name, or true for `take/FLOW`. */
  readonly branch?: string | true;
  readonly discard?: boolean;
}

/** Flows that are exported at the same time. */
const PARALLEL = 4;

/** Puts what was changed in Architect into the source of flows. @returns 1 when a flow is refused */
export async function take(o: TakeOptions, context: Context): Promise<number> {
  const project = await loadForStack(context, o.stack);
  const units = chosenUnits(project, { into: o.flows });
  const stack = await openStack(o.stack, context);
  try {
    const name = branchName(o, units);
    const files = [...units.map(({ file }) => file), stack.file];
    const branch = name === undefined ? undefined : NewBranch.for(context.root, name, files);
    const config = stackConfig(context, o.stack);
    const known = { project, config, stack: o.stack, stackFile: stack.file, context, discard: o.discard === true };
    const [live, records] = await Promise.all([LiveFlows.read(stack.organisation), StackRecords.read(stack, context)]);
    const read = await each(units, PARALLEL, (unit) =>
      resultOf(unit, { ...known, open: stack, live, records, draft: o.draft === true }),
    );
    const results = await proved(read, o.stack, context);
    const byKey = new Map(results.map((result) => [result.unit.key, result]));
    const resultFor = ({ key }: FlowUnit) => byKey.get(key) as Result;
    const write = o.write === true || branch !== undefined;
    const code = await changeFlows(
      project,
      units,
      { stack: o.stack, write, notes: (unit) => notesOf(resultFor(unit), stack) },
      context,
      (unit) => editOf(resultFor(unit), stack.file),
    );
    if (write) written(results, { branch, stack }, context);
    return code;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    context.err(`${error.message}\nNothing was written.\n`);
    return 1;
  } finally {
    await stack.close();
  }
}

function branchName({ branch, stack }: TakeOptions, units: readonly FlowUnit[]): string | undefined {
  if (branch !== true) return branch;
  const [first, ...others] = units;
  return others.length === 0 ? `take/${first?.key.replaceAll(/[^\w.-]+/g, "-")}` : `take/${stack}`;
}

/** Writes what is beside the flows' files: exports to merge by hand, the config of the stack, the commits. */
function written(
  results: readonly Result[],
  { branch, stack }: { readonly branch: NewBranch | undefined; readonly stack: OpenStack },
  context: Context,
): void {
  const { root } = context;
  for (const { unit, taken } of results) {
    if (taken.kind !== "refused" || taken.beside === undefined) continue;
    const beside = besideOf(unit);
    writeWholeSync(join(root, beside), taken.beside);
    context.out(
      `${beside} has the export. Compare: npm run flowctl -- diff ${unit.file} ${beside} --stack ${stack.stack}\n`,
    );
  }
  const done = results.filter(({ unit, taken, entry }) =>
    taken.kind === "text"
      ? readFileSync(join(root, unit.file), "utf8").replace(/^\uFEFF/, "") === taken.text
      : taken.kind === "same" && entry !== undefined,
  );
  if (done.length > 0) branch?.begin();
  for (const result of done) {
    const { unit, entry, taken } = result;
    const path = join(root, stack.file);
    if (entry !== undefined) {
      const config = readFileSync(path, "utf8");
      writeWholeSync(path, withSettings(config, [{ key: unit.key, settings: { taken: entry } }]));
    }
    const files = [...(taken.kind === "text" ? [unit.file] : []), ...(entry === undefined ? [] : [stack.file])];
    branch?.commit({ files, message: messageOf(result), author: result.live?.author });
  }
  if (branch !== undefined)
    context.out(
      done.length > 0
        ? `Committed to the new branch ${branch.name}, which is checked out.\n`
        : "There is nothing to commit.\n",
    );
  const [first] = done;
  if (first) context.out(`Next: npm run pulumi -- preview --stack ${stack.stack}\n`);
}

function messageOf({ unit, live, taken }: Result): string {
  const what = live?.isDraft ? "the draft" : `version ${live?.version}`;
  const notes = taken.kind === "text" && taken.notes.length > 0 ? `\n\n${taken.notes.join("\n")}` : "";
  return `Take ${what} of ${unit.key} from Architect${notes}\n`;
}
