import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  DiagnosticError,
  isDefinition,
  printable,
  readWritten,
  type Scalar,
  writtenExport,
} from "@genesys-flows/architect";
import { comparable } from "@genesys-flows/architect/versions";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { type FlowProject, type FlowUnit, stackNames } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { changeLines } from "@genesys-flows/report/words";
import { chosenUnits, type UnitChoice } from "../changing/chosen-units.ts";
import { substitutionsOf } from "../changing/substitutions.ts";
import type { Context } from "../context.ts";
import { count } from "../formats/findings.ts";
import { definitionOf, type LiftedFlow, type NotLifted } from "../lifting/definition-of.ts";
import { type Others, withMovedValues } from "../lifting/moved-values.ts";
import { ModulesNear } from "../reading/modules.ts";
import { namedPath } from "../reading/places.ts";
import { flowsFolder, loadForStack, requiredStackFile, stackConfig } from "../stack-file.ts";

export interface LiftAllOptions extends UnitChoice {
  readonly stack: string;
  /** Writes the value of a placeholder that cannot be a value into the definition, where every stack has the same. */
  readonly fill?: boolean;
  /** Writes the definitions; otherwise, only shows which exports can be lifted. */
  readonly write?: boolean;
}

/**
 * Converts the exports of the project that a definition can express, and only those whose graph stays equal in every stack that has
 * them. The values of their placeholders move in the files of the stacks.
 * @returns 0; 1 where a flow that was named with `into` stays
 */
export async function liftAll(o: LiftAllOptions, context: Context): Promise<number> {
  const project = await loadForStack(context, o.stack);
  const isChosen = o.into !== undefined || o.prefix !== undefined;
  const units = (isChosen ? chosenUnits(project, o) : project.flows).filter(({ origin }) => origin === "export");
  const modules = new ModulesNear(namedPath(flowsFolder(context, o.stack), o, context), context);
  const before = new Map<string, FlowProject>();
  for (const name of stackNames(context.root)) before.set(name, await loadForStack(context, name));
  const common = (unit: FlowUnit, placeholder: string): Scalar | undefined => {
    const having = [...before].filter(([, { flows }]) => flows.some(({ key }) => key === unit.key));
    const values = new Set(
      having.map(([name]) => substitutionsOf(unit, stackConfig(context, name), context)[placeholder]),
    );
    return values.size === 1 ? [...values][0] : undefined;
  };
  const results = units.map((unit) => definitionOf(unit, { project, modules, ...(o.fill && { common }) }, context));
  const { lifted, refused, texts } = await proven(results, before, context);
  for (const { unit, file } of lifted)
    context.out(
      `${o.write ? "lifted" : "liftable"}: ${unit.key}: ${unit.file}${file === unit.file ? "" : ` -> ${file}`}\n`,
    );
  for (const { unit, reasons } of refused) {
    context.out(`stays: ${unit.key}: ${unit.file}\n`);
    for (const reason of reasons) context.out(`  ${printable(reason)}\n`);
  }
  if (o.write) write(texts, context);
  const next = o.write || lifted.length === 0 ? "" : " --write writes them.";
  context.out(
    `${count(lifted.length, "export")} ${o.write ? "lifted" : "can be lifted"}, ${refused.length} ${refused.length === 1 ? "stays" : "stay"}.${next}\n`,
  );
  if (o.write && lifted.length > 0)
    context.out("Their documents are written in another way, so the next update publishes each of them once.\n");
  return o.into !== undefined && refused.length > 0 ? 1 : 0;
}

interface Proven {
  readonly lifted: readonly LiftedFlow[];
  readonly refused: readonly NotLifted[];
  /** What is written; undefined for a file that goes. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** The flows whose graphs stay equal in every stack that has them, when all of them are lifted together. */
async function proven(
  results: readonly (LiftedFlow | NotLifted)[],
  before: ReadonlyMap<string, FlowProject>,
  context: Context,
): Promise<Proven> {
  const refused: NotLifted[] = results.filter((one) => "reasons" in one);
  let lifted = results.filter((one) => "text" in one);
  for (;;) {
    const texts = textsOf(lifted, before, context);
    const wrong = new Map<string, string[]>();
    for (const [stack, project] of before) {
      for (const [key, reasons] of await differences(stack, { before: project, lifted, texts }, context))
        wrong.set(key, [...(wrong.get(key) ?? []), ...reasons]);
    }
    if (wrong.size === 0) return { lifted, refused, texts };
    const own = lifted.filter(({ unit }) => wrong.has(unit.key));
    // Flows that stay change only by values that moved; whose, nobody knows.
    const [other] = wrong;
    const all = own.length === 0 && other ? [`With the values moved: ${other[1].join(" ")}`] : undefined;
    const without = all ? lifted : own;
    for (const { unit } of without) refused.push({ unit, reasons: all ?? wrong.get(unit.key) ?? [] });
    lifted = lifted.filter((one) => !without.includes(one));
  }
}

function textsOf(
  lifted: readonly LiftedFlow[],
  before: ReadonlyMap<string, FlowProject>,
  context: Context,
): ReadonlyMap<string, string | undefined> {
  const texts = new Map<string, string | undefined>();
  for (const { file, text, replaces } of lifted) {
    for (const old of replaces) texts.set(old, undefined);
    texts.set(file, text);
  }
  const keys = new Set(lifted.map(({ unit }) => unit.key));
  for (const [stack, project] of before) {
    const source = requiredStackFile(context, stack);
    const own = lifted.filter(({ unit }) => project.flows.some(({ key }) => key === unit.key));
    const text = withMovedValues(source, own, othersOf(project, keys, context));
    if (text !== source.text) texts.set(source.file, text);
  }
  return texts;
}

/** The placeholders and values of the flows of a stack that are not lifted. */
function othersOf({ flows }: FlowProject, lifted: ReadonlySet<string>, { root }: Context): Others {
  const placeholders = new Set<string>();
  const values = new Set<string>();
  for (const { key, file } of flows) {
    if (lifted.has(key) || isFlowCode(file)) continue;
    const text = readFileSync(join(root, file), "utf8");
    if (isDefinition(text))
      for (const name of readWritten({ path: file, text }).written?.declaredValues.keys() ?? []) values.add(name);
    else for (const name of writtenExport({ file, text }).placeholders.keys()) placeholders.add(name);
  }
  return { placeholders, values };
}

interface Attempt {
  readonly before: FlowProject;
  readonly lifted: readonly LiftedFlow[];
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** Why flows are not the same in a stack, by their keys; by that of none of them where it cannot be said which one. */
async function differences(
  stack: string,
  { before, lifted, texts }: Attempt,
  context: Context,
): Promise<Map<string, string[]>> {
  const byFile = new Map(lifted.map(({ unit, file }) => [file, unit.key]));
  let after: FlowProject;
  try {
    after = await loadForStack(context, stack, { texts });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const own = Map.groupBy(error.diagnostics, ({ location }) => byFile.get(location?.file ?? ""));
    own.delete(undefined);
    if (own.size === 0) return new Map([["", error.diagnostics.map(({ message }) => message)]]);
    return new Map(
      [...own].map(([key, found]) => [
        key as string,
        found.map(({ message, location }) => `As a definition, line ${location?.line}: ${message}`),
      ]),
    );
  }
  const now = new Map(after.flows.map((unit) => [unit.key, unit]));
  return new Map(
    before.flows.flatMap((unit) => {
      const lines = changesOf(unit, now.get(unit.key));
      return lines.length === 0
        ? []
        : [[unit.key, [`As a definition, it would differ in the stack ${stack}:`, ...lines]]];
    }),
  );
}

const MOST_LINES = 5;

function changesOf(before: FlowUnit, after: FlowUnit | undefined): string[] {
  if (!after) return ["the flow would be missing"];
  if (before.digest === after.digest) return [];
  const compared = comparable(before, after);
  const lines = changeLines(compared.before, compared.after);
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`];
}

function write(texts: ReadonlyMap<string, string | undefined>, { root }: Context): void {
  for (const [file, text] of texts) {
    const path = join(root, file);
    if (text === undefined) {
      if (existsSync(path)) rmSync(path);
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeWholeSync(path, text);
  }
}
