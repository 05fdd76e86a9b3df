import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import type { EditedText } from "@genesys-flows/architect/edit";
import { comparable } from "@genesys-flows/architect/versions";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { gateOfStack } from "../checking/gate.ts";
import type { Context } from "../context.ts";
import { count } from "../formats/findings.ts";
import { loadForStack } from "../stack-file.ts";
import { jsonRefusal } from "./json-files.ts";
import { type Findings, showDifference, showFindings } from "./shown.ts";

/** A flow file of the project and what a command makes of it. */
interface Change {
  readonly unit: FlowUnit;
  readonly before: string;
  readonly edited: EditedText;
}

export interface ChangeOptions {
  readonly stack: string;
  /** Writes the files; otherwise, only shows what would change. */
  readonly write?: boolean;
  /** What else to say of a flow: lines. */
  readonly notes?: (unit: FlowUnit) => readonly string[];
}

/**
 * Changes flow files of the project and shows, for each flow, what changes in it, and which findings appear and disappear. A change
 * after which a file has mistakes is refused. Every file is written whole, after all of them have been checked.
 *
 * @param change the new text of a flow's file, or why it stays as it is
 * @returns 0 when every flow changed or needed no change, 1 when some are refused
 */
export async function changeFlows(
  project: FlowProject,
  units: readonly FlowUnit[],
  { stack, write, notes }: ChangeOptions,
  context: Context,
  change: (unit: FlowUnit, text: string) => EditedText,
): Promise<number> {
  const changed = (unit: FlowUnit, text: string): EditedText => {
    const edited = change(unit, text);
    const refusal = edited.kind === "edited" ? jsonRefusal(unit) : undefined;
    return refusal === undefined ? edited : { kind: "refused", reasons: [refusal] };
  };
  const wanted = units.map((unit): Change => {
    const before = isFlowCode(unit.file) ? "" : readFileSync(join(context.root, unit.file), "utf8");
    return { unit, before, edited: guarded(() => withoutMark(before, (text) => changed(unit, text))) };
  });
  const { changes, after } = await withoutMistakes(wanted, { stack }, context);
  const gate = await gateOfStack(context, stack);
  const [old, now] = [project, after].map((one) => gate.judge(one, { stack }).findings) as [Findings, Findings];
  for (const one of changes) show(one, { after, old, now, notes: notes?.(one.unit) ?? [] }, context);
  const of = (kind: EditedText["kind"]) => changes.filter(({ edited }) => edited.kind === kind);
  const edited = of("edited");
  const written = write ? edited.filter((one) => writeUnchanged(one, context)) : edited;
  const refused = of("refused").length + edited.length - written.length;
  const verb = write ? "changed" : "to change";
  const parts = [
    `${count(written.length, "flow")} ${verb}`,
    ...(of("unchanged").length > 0 ? [`${of("unchanged").length} unchanged`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
  ];
  const next = write || edited.length === 0 ? "" : " --write writes the files.";
  context.out(`${parts.join(", ")}.${next}\n`);
  return refused > 0 ? 1 : 0;
}

/** A text keeps its byte order mark, which the kernel does not know. */
function withoutMark(text: string, change: (text: string) => EditedText): EditedText {
  if (!text.startsWith("\uFEFF")) return change(text);
  const edited = change(text.slice(1));
  return edited.kind === "edited" ? { ...edited, text: `\uFEFF${edited.text}` } : edited;
}

function guarded(make: () => EditedText): EditedText {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { kind: "refused", reasons: error.diagnostics.map(({ message }) => message) };
  }
}

/** The changes as far as the project has no mistakes with them, and that project. */
async function withoutMistakes(
  changes: readonly Change[],
  { stack }: { readonly stack: string },
  context: Context,
): Promise<{ changes: readonly Change[]; after: FlowProject }> {
  let kept = changes;
  for (;;) {
    const texts = new Map(
      kept.flatMap(({ unit, edited }) =>
        edited.kind === "edited" ? [[unit.file, edited.text.replace(/^\uFEFF/, "")] as const] : [],
      ),
    );
    try {
      return { changes: kept, after: await loadForStack(context, stack, { texts }) };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const wrong = Map.groupBy(error.diagnostics, ({ location }) => location?.file ?? "");
      if (![...wrong.keys()].some((file) => texts.has(file))) throw error;
      kept = kept.map((one) => {
        const own = one.edited.kind === "edited" ? wrong.get(one.unit.file) : undefined;
        const reasons = own?.map(({ message, location }) => `In the changed file, line ${location?.line}: ${message}`);
        return reasons ? { ...one, edited: { kind: "refused", reasons } } : one;
      });
    }
  }
}

interface Judged {
  /** The project after the changes. */
  readonly after: FlowProject;
  /** Findings before and after them. */
  readonly old: Findings;
  readonly now: Findings;
  readonly notes: readonly string[];
}

function show({ unit, edited }: Change, { after, notes, ...found }: Judged, context: Context): void {
  context.out(`${unit.key}  ${unit.file}\n`);
  for (const note of notes) context.out(`  ${note}\n`);
  if (edited.kind === "unchanged") context.out(`  unchanged: ${edited.reason}\n`);
  if (edited.kind === "refused") for (const reason of edited.reasons) context.out(`  refused: ${reason}\n`);
  if (edited.kind !== "edited") return;
  const changed = after.flows.find(({ key }) => key === unit.key);
  if (!changed) return;
  showDifference(comparable(unit, changed), context);
  showFindings(unit, found, context);
}

/** Writes a file, unless somebody changed it meanwhile. @returns whether it was written */
function writeUnchanged({ unit, before, edited }: Change, context: Context): boolean {
  if (edited.kind !== "edited") return false;
  const path = join(context.root, unit.file);
  if (readFileSync(path, "utf8") !== before) {
    context.err(`${unit.file} changed meanwhile and was not written. Run the command again.\n`);
    return false;
  }
  writeWholeSync(path, edited.text);
  return true;
}
