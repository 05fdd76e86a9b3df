import { DiagnosticError } from "@genesys-flows/architect";
import { type Base, baselineOf, type Listed } from "@genesys-flows/policies/base";
import { isDay } from "@genesys-flows/policies/gate";
import { type FlowProject, kindRow } from "@genesys-flows/project";
import type { ChangeOptions } from "../changing/change-source.ts";
import { type FileChanges, textsAfter } from "../changing/write-files.ts";
import { withEntries } from "../changing/yaml-text.ts";
import { gateOfStack } from "../checking/gate.ts";
import { type Context, mistakesIn } from "../context.ts";
import { asked } from "../live/asking.ts";
import { type FoundObject, openObjects } from "../objects/live.ts";
import { foundObjects, namedByFlows } from "../objects/named.ts";
import { inOrganisation, type OpenStack } from "../open-stack.ts";
import { standIn } from "../reading/placeholders.ts";
import { loadForStack, type StackFile } from "../stack-file.ts";
import type { Answers, Asked } from "./answers.ts";
import { type ExistingFlow, existingFlows } from "./existing.ts";
import { exportedVersion } from "./exports.ts";
import { type ChosenObject, chosenObjects, type Lacking, lacking } from "./objects.ts";
import type { PlannedExport } from "./plan.ts";
import type { ImportValues } from "./values.ts";

export interface ImportOptions extends ChangeOptions {
  readonly folder: string;
  readonly answers?: string;
  /** Whether to declare in files every object that the flows name. */
  readonly declare?: boolean;
}

export interface ImportPlan {
  readonly exports: readonly PlannedExport[];
  readonly values: ImportValues;
  /** Undefined if nothing was looked up because the flows have errors. */
  readonly lacking?: Lacking;
  readonly objects: readonly ChosenObject[];
  /** Objects of the organisation that flows name, and that files will declare. */
  readonly declared?: readonly FoundObject[];
  /** Flows of the organisation that the stack adopts with these exports. */
  readonly existing: readonly ExistingFlow[];
  readonly violations: readonly Listed[];
  readonly exempts: boolean;
  readonly asked: readonly Asked[];
  readonly problems: readonly string[];
  readonly mistakes?: DiagnosticError;
  /** The project with the exports; undefined if it has errors. */
  readonly project?: FlowProject;
}

interface Planning {
  readonly o: ImportOptions;
  readonly answers: Answers;
  readonly exports: readonly PlannedExport[];
  readonly values: ImportValues;
  readonly stackFile: StackFile;
  readonly files: FileChanges;
}

/**
 * Loads and checks the project with the exports, and looks up the objects that the organisation lacks. Writes nothing.
 */
export async function importPlan(
  { o, answers, exports, values, stackFile, files }: Planning,
  context: Context,
): Promise<ImportPlan> {
  const keys = new Set(exports.map(({ key }) => key));
  const problems = values.open > 0 ? [openText(values.open, o)] : [];
  const exempts = answers.exemptions !== false;
  const nothing = { exports, values, objects: [], existing: [], violations: [], exempts, asked: values.asked };
  const texts = withStandIns(textsAfter(files), { exports, values, stackFile });
  const project = await loadForStack(context, o.stack, { texts }).catch(mistakesIn);
  if (project instanceof DiagnosticError) return { ...nothing, problems, mistakes: project };
  const planned = async (stack: OpenStack): Promise<ImportPlan> => {
    const { embedded } = stack.organisation;
    const found = await lacking(project, { keys, stack });
    const known = { ...found, missing: found.missing.filter(({ name }) => !isOpen(name, exports)) };
    const { objects, asked: ofObjects, problems: wrong } = chosenObjects(known.missing, answers.objects, { embedded });
    const versions = new Map(exports.map(({ key, source }) => [key, exportedVersion(source)]));
    const existing = values.open > 0 ? [] : await existingFlows(project, { exports: versions, stack }, context);
    const gate = await gateOfStack(context, o.stack);
    const base: Pick<Base, "shown" | "holds"> = { shown: o.folder, holds: ({ flow }) => keys.has(flow ?? "") };
    const violations = baselineOf(project, { gate, base }).listed;
    const exemptions = askedOfExemptions(violations, answers, gate.enforcement.today);
    const declared = o.declare ? await liveObjects({ project, keys, stack }, context) : [];
    return {
      ...{ exports, values, lacking: known, objects, declared, existing, violations, exempts, project },
      asked: [...values.asked, ...ofObjects, ...exemptions.asked],
      problems: [...problems, ...wrong, ...exemptions.problems],
    };
  };
  const plan = await asked(() => inOrganisation(o.stack, context, planned));
  return "refusal" in plan ? { ...nothing, problems: [...problems, plan.refusal] } : plan;
}

/**
 * Objects of the organisation that flows name. Skips missing objects, which the import asks about, and objects that
 * cannot be declared.
 */
async function liveObjects(
  { project, keys, stack }: { project: FlowProject; keys: ReadonlySet<string>; stack: OpenStack },
  context: Context,
): Promise<FoundObject[]> {
  const names = namedByFlows(project, keys);
  if (names.length === 0) return [];
  const open = await openObjects(stack);
  const found = await foundObjects(names, { open, project, needed: true }, () => {});
  for (const { content, notes } of found)
    for (const note of notes) context.out(`${kindRow(content.kind).noun} '${content.name}': ${note}\n`);
  return found;
}

function askedOfExemptions(
  violations: readonly Listed[],
  { exemptions }: Answers,
  today: string,
): { readonly asked: readonly Asked[]; readonly problems: readonly string[] } {
  if (violations.length === 0 || exemptions === false) return { asked: [], problems: [] };
  const about = {
    owner: "who is responsible for the exemptions: a person, a team or an address",
    expires: "their last day, such as 2027-01-31",
  };
  const asked = (["owner", "expires"] as const)
    .filter((key) => exemptions[key] === undefined)
    .map((key): Asked => ({ path: ["exemptions", key], proposed: null, about: about[key] }));
  const { expires } = exemptions;
  const isWrong = expires !== undefined && (!isDay(expires) || expires < today);
  return {
    asked,
    problems: [
      ...asked.map(({ path }) => `\`${path.join(".")}\` is open. \`exemptions: false\` adds no exemptions.`),
      ...(isWrong ? [`\`exemptions.expires\`: ${expires} is not a future date. Write a date such as 2027-01-31.`] : []),
    ],
  };
}

function openText(open: number, { answers }: ImportOptions): string {
  const where =
    answers === undefined ? "--answers FILE writes the questions to a file for you to complete" : `Complete ${answers}`;
  return `${open === 1 ? "1 value is" : `${open} values are`} open. ${where}.`;
}

function isOpen(name: string, exports: readonly PlannedExport[]): boolean {
  return exports.some(({ placeholders }) => [...placeholders.keys()].some((one) => name.includes(standIn(one))));
}

/** The files with a substitute for each open value, so that the rest can be checked. */
function withStandIns(
  texts: ReadonlyMap<string, string | undefined>,
  { exports, values, stackFile }: { exports: readonly PlannedExport[]; values: ImportValues; stackFile: StackFile },
): ReadonlyMap<string, string | undefined> {
  if (values.open === 0) return texts;
  const text = texts.get(stackFile.file) ?? stackFile.text;
  const changes = exports.flatMap(({ key, placeholders }) =>
    [...placeholders.keys()]
      .filter((name) => values.byFlow.get(key)?.[name] === undefined)
      .map((name) => ({ path: ["config", "genesys-flows:flows", key, "substitutions", name], value: standIn(name) })),
  );
  return new Map([...texts, [stackFile.file, withEntries(text, changes)]]);
}
