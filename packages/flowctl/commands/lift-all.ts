import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Diagnostic,
  DiagnosticError,
  type FlowGraph,
  isDefinition,
  printable,
  readWritten,
  type Scalar,
  writtenExport,
} from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { comparable } from "@genesys-flows/architect/versions";
import type { Gate } from "@genesys-flows/policies/gate";
import { type FlowProject, type FlowUnit, stackNames } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { changeLines } from "@genesys-flows/report/words";
import { type ChangeOptions, changeSource, type SourceChange } from "../changing/change-source.ts";
import { chosenUnits, type UnitChoice } from "../changing/chosen-units.ts";
import type { FlowOutcome } from "../changing/shown.ts";
import { substitutionsOf } from "../changing/substitutions.ts";
import { type FileChanges, textsAfter } from "../changing/write-files.ts";
import { gateOfStack } from "../checking/gate.ts";
import { type Context, mistakesIn } from "../context.ts";
import { findingText } from "../formats/findings.ts";
import { atAction, definitionOf, type LiftedFlow, type NotLifted } from "../lifting/definition-of.ts";
import { type Others, withMovedValues } from "../lifting/moved-values.ts";
import { ModulesNear } from "../reading/modules.ts";
import { namedPath } from "../reading/places.ts";
import { flowsFolder, loadForStack, requiredStackFile, stackConfig } from "../stack-file.ts";

export interface LiftAllOptions extends UnitChoice, ChangeOptions {
  readonly fill?: boolean;
}

/**
 * Lifts every export in the project that meets three conditions: a definition can express it, it violates no rule, and
 * its graph remains the same in every stack that has it. The values of the placeholders are moved within the files of
 * the stacks. Writes
 * nothing if a check of the project would fail afterwards.
 * @returns 0; or 1 if a flow that was named with `into` remains an export, or if nothing is written
 */
export function liftAll(o: LiftAllOptions, context: Context): Promise<number> {
  return changeSource(o, context, async (own) => {
    const project = await loadForStack(own, o.stack);
    const isChosen = o.into !== undefined || o.prefix !== undefined;
    const units = (isChosen ? chosenUnits(project, o) : project.flows).filter(({ origin }) => origin === "export");
    const modules = new ModulesNear(namedPath(flowsFolder(own, o.stack), o, own), own);
    const before = new Map<string, FlowProject>();
    for (const name of stackNames(own.root)) before.set(name, await loadForStack(own, name));
    const common = (unit: FlowUnit, placeholder: string): Scalar | undefined => {
      const having = [...before].filter(([, { flows }]) => flows.some(({ key }) => key === unit.key));
      const values = new Set(having.map(([name]) => substitutionsOf(unit, stackConfig(own, name), own)[placeholder]));
      return values.size === 1 ? [...values][0] : undefined;
    };
    const results = units.map((unit) => definitionOf(unit, { project, modules, ...(o.fill && { common }) }, own));
    const all = await proven(results, before, own);
    const after = o.write && all.lifted.length > 0 ? await loadWith(o.stack, all.files, own) : undefined;
    const mistakes = after ? errorsIn(after, o.stack, await gateOfStack(own, o.stack)) : [];
    return liftChange(all, { ...o, mistakes }, own);
  });
}

function liftChange(
  { lifted, refused, files }: Awaited<ReturnType<typeof proven>>,
  o: LiftAllOptions & { readonly mistakes: readonly Diagnostic[] },
  context: Context,
): SourceChange {
  const { mistakes } = o;
  return {
    flows: [
      ...lifted.map(({ unit: { key, file }, file: to }): FlowOutcome => {
        const notes = [to === file ? "becomes a definition" : `becomes the definition ${to}`];
        return { key, file, result: "changed", notes };
      }),
      ...refused.map(({ unit: { key, file }, reasons }): FlowOutcome => ({ key, file, result: "refused", reasons })),
    ],
    files,
    write: o.write === true && mistakes.length === 0,
    show(isWritten) {
      for (const { unit, file } of lifted)
        context.out(
          `${isWritten ? "lifted" : "liftable"}: ${unit.key}: ${unit.file}${file === unit.file ? "" : ` -> ${file}`}\n`,
        );
      for (const { unit, reasons } of refused) {
        context.out(`unchanged: ${unit.key}: ${unit.file}\n`);
        for (const reason of reasons) context.out(`  ${printable(reason)}\n`);
      }
    },
    end(isWritten) {
      if (mistakes.length > 0) {
        for (const mistake of mistakes) context.exact.err(`${findingText(mistake, context)}\n\n`);
        context.err(
          `Nothing was written: a check of the project finds ${count(mistakes.length, "error")}, both with and without the definitions. Correct the findings above, or add exemptions, and run the command again.\n`,
        );
        return 1;
      }
      const next = isWritten || lifted.length === 0 ? "" : " To write the definitions, add --write.";
      context.out(
        `${count(lifted.length, "export")} ${isWritten ? "lifted" : "can be lifted"}, ${refused.length} ${refused.length === 1 ? "remains" : "remain"} unchanged.${next}\n`,
      );
      if (isWritten && lifted.length > 0)
        context.out(
          "The compiled definitions are not identical to the exports, so the next update publishes each of these flows once.\n",
        );
      return o.into !== undefined && refused.length > 0 ? 1 : 0;
    },
  };
}

/** The flows whose graphs stay the same in every stack that has them if all of them are lifted together. */
async function proven(
  results: readonly (LiftedFlow | NotLifted)[],
  before: ReadonlyMap<string, FlowProject>,
  context: Context,
) {
  const refused: NotLifted[] = results.filter((one) => "reasons" in one);
  let lifted = results.filter((one) => "files" in one);
  for (;;) {
    const files = filesOf(lifted, before, context);
    const wrong = new Map<string, string[]>();
    for (const [stack, project] of before) {
      for (const [key, reasons] of await differences(stack, { before: project, lifted, files }, context))
        wrong.set(key, [...(wrong.get(key) ?? []), ...reasons]);
    }
    if (wrong.size === 0) return { lifted, refused, files };
    const own = lifted.filter(({ unit }) => wrong.has(unit.key));
    // A flow that remains an export changes only if a value was moved, and it is unknown which lifted flow moved it.
    const [other] = wrong;
    const all = own.length === 0 && other ? [`With the values moved: ${other[1].join(" ")}`] : undefined;
    const without = all ? lifted : own;
    for (const { unit } of without) refused.push({ unit, reasons: all ?? wrong.get(unit.key) ?? [] });
    lifted = lifted.filter((one) => !without.includes(one));
  }
}

function filesOf(
  lifted: readonly LiftedFlow[],
  before: ReadonlyMap<string, FlowProject>,
  context: Context,
): FileChanges {
  const keys = new Set(lifted.map(({ unit }) => unit.key));
  const stacks = [...before].map(([stack, project]) => {
    const source = requiredStackFile(context, stack);
    const own = lifted.filter(({ unit }) => project.flows.some(({ key }) => key === unit.key));
    const after = withMovedValues(source, own, othersOf(project, keys, context));
    return [source.file, { before: source.text, after }] as const;
  });
  return new Map([...lifted.flatMap(({ files }) => [...files]), ...stacks]);
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

/**
 * The differences of flows in a stack, by key; under a separate key if it is unknown which flow causes a difference.
 */
async function differences(
  stack: string,
  { before, lifted, files }: { before: FlowProject; lifted: readonly LiftedFlow[]; files: FileChanges },
  context: Context,
): Promise<Map<string, string[]>> {
  const byFile = new Map(lifted.map(({ unit, file }) => [file, unit]));
  const after = await loadWith(stack, files, context).catch(mistakesIn);
  if (after instanceof DiagnosticError) {
    const own = Map.groupBy(after.diagnostics, ({ location }) => byFile.get(location?.file ?? ""));
    const others = own.get(undefined) ?? [];
    own.delete(undefined);
    if (own.size === 0) return new Map([["", others.map(({ message }) => message)]]);
    return new Map(
      [...own].map(([unit, found]) => [
        (unit as FlowUnit).key,
        found.map((mistake) => `As a definition: ${atAction(mistake, (unit as FlowUnit).graph)}`),
      ]),
    );
  }
  const now = new Map(after.flows.map((unit) => [unit.key, unit]));
  const changed = before.flows.flatMap((unit): [string, string[]][] => {
    const lines = changesOf(unit, now.get(unit.key));
    return lines.length === 0
      ? []
      : [[unit.key, [`In the stack ${stack}, the definition would differ from the export:`, ...lines]]];
  });
  return new Map(changed.length > 0 ? changed : await brokenRules(stack, { before, after }, context));
}

/** The violations that flows have as definitions but not as exports, by the keys of the flows. */
async function brokenRules(
  stack: string,
  { before, after }: { readonly before: FlowProject; readonly after: FlowProject },
  context: Context,
): Promise<Map<string, string[]>> {
  const gate = await gateOfStack(context, stack);
  const idOf = ({ code, flow, node, message }: Diagnostic) => JSON.stringify([code, flow, node, message]);
  const known = new Set(errorsIn(before, stack, gate).map(idOf));
  const graphs = new Map(before.flows.map(({ key, graph }) => [key, graph]));
  const found = Map.groupBy(
    errorsIn(after, stack, gate).filter((finding) => !known.has(idOf(finding))),
    ({ flow = "" }) => flow,
  );
  const shown = (finding: Diagnostic, graph: FlowGraph | undefined) =>
    `As a definition, it would violate ${finding.code}. ${graph ? atAction(finding, graph) : finding.message}`;
  return new Map([...found].map(([key, of]) => [key, of.map((finding) => shown(finding, graphs.get(key)))]));
}

function loadWith(stack: string, files: FileChanges, context: Context): Promise<FlowProject> {
  return loadForStack(context, stack, { texts: textsAfter(files) });
}

/** The errors that a check against the rules finds in a project. */
function errorsIn(project: FlowProject, stack: string, gate: Gate): readonly Diagnostic[] {
  return gate.judge(project, { stack }).findings.filter(({ severity }) => severity === "error");
}

const MOST_LINES = 5;

function changesOf(before: FlowUnit, after: FlowUnit | undefined): string[] {
  if (!after) return ["the flow would be missing"];
  if (before.digest === after.digest) return [];
  const compared = comparable(before, after);
  const lines = changeLines(compared.before, compared.after);
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`];
}
