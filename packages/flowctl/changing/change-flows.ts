import { DiagnosticError } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import type { EditedText } from "@genesys-flows/architect/edit";
import { comparable } from "@genesys-flows/architect/versions";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { isFlowCode, isFlowJson, optionsFilesOf } from "@genesys-flows/project/flow-files";
import { flowChanges } from "@genesys-flows/report/words";
import { gateOfStack } from "../checking/gate.ts";
import { type Context, mistakesIn } from "../context.ts";
import { loadForStack } from "../stack-file.ts";
import type { SourceChange } from "./change-source.ts";
import { type Findings, type FlowOutcome, findingsOf } from "./shown.ts";
import { type FileChange, presentText } from "./write-files.ts";

/** The new content of a flow's file, or the reason why the file stays as it is. */
export type FlowEdit = EditedText & {
  /**
   * Differences between the flow that the project reads from the new content and the flow that the edit must produce.
   */
  readonly differences?: ((after: FlowUnit) => readonly string[]) | undefined;
};

export interface EditedFlow {
  readonly unit: FlowUnit;
  readonly edit: FlowEdit;
  readonly after?: FlowUnit | undefined;
  /** The file's content before the edit, without its byte order mark; and that mark. */
  readonly before: string;
  readonly mark: string;
}

/**
 * Changes the project's flow files in memory. Refuses each change that leaves the project with errors or does not
 * produce the expected flow.
 * @param edit returns the new content of a flow's file, or the reason why the file stays as it is
 */
export async function editedFlows(
  units: readonly FlowUnit[],
  stack: string,
  context: Context,
  edit: (unit: FlowUnit, text: string) => FlowEdit,
): Promise<{ readonly flows: readonly EditedFlow[]; readonly after: FlowProject }> {
  let flows = units.map((unit): EditedFlow => {
    const text = isFlowCode(unit.file) ? "" : (presentText(context.root, unit.file) ?? "");
    const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
    const before = text.slice(mark.length);
    return { unit, before, mark, edit: guarded(unit, () => edit(unit, before)) };
  });
  for (;;) {
    const texts = new Map(flows.flatMap(({ unit, edit: to }) => (to.kind === "edited" ? [[unit.file, to.text]] : [])));
    const { after, wrong } = await tried(flows, { stack, texts }, context);
    if (after && wrong.size === 0)
      return { flows: flows.map((flow) => ({ ...flow, after: unitIn(after, flow) })), after };
    flows = flows.map((flow) => {
      const reasons = wrong.get(flow);
      return reasons ? { ...flow, edit: { kind: "refused", reasons } } : flow;
    });
  }
}

/**
 * The project with the changed files; otherwise, the reasons for each flow that causes errors. @throws DiagnosticError
 * for an error that does not belong to a flow
 */
async function tried(
  flows: readonly EditedFlow[],
  { stack, texts }: { readonly stack: string; readonly texts: ReadonlyMap<string, string> },
  context: Context,
): Promise<{ readonly after?: FlowProject; readonly wrong: ReadonlyMap<EditedFlow, readonly string[]> }> {
  const edited = flows.filter(({ edit }) => edit.kind === "edited");
  const reasonsOf = (find: (flow: EditedFlow) => readonly string[]) =>
    new Map(edited.map((flow) => [flow, find(flow)] as const).filter(([, reasons]) => reasons.length > 0));
  const after = await loadForStack(context, stack, { texts }).catch(mistakesIn);
  if (!(after instanceof DiagnosticError)) {
    const wrong = reasonsOf((flow) => {
      const unit = unitIn(after, flow);
      return unit ? (flow.edit.differences?.(unit) ?? []) : ["The file would no longer be a flow of this stack."];
    });
    return { after, wrong };
  }
  const found = Map.groupBy(after.diagnostics, ({ location }) => location?.file ?? "");
  const wrong = reasonsOf(({ unit }) =>
    [unit.file, ...optionsFilesOf(unit)]
      .flatMap((file) => found.get(file) ?? [])
      .map(({ message, location }) => `With the change, line ${location?.line}: ${message}`),
  );
  if (wrong.size === 0) throw after;
  return { wrong };
}

function unitIn({ flows }: FlowProject, { unit }: EditedFlow): FlowUnit | undefined {
  return flows.find(({ key }) => key === unit.key);
}

function guarded(unit: FlowUnit, make: () => FlowEdit): FlowEdit {
  try {
    const edit = make();
    if (edit.kind !== "edited" || !isFlowJson(unit.file)) return edit;
    const reason = `${unit.file} is JSON, but this command writes YAML. Rename the file to ${unit.key}.yaml. JSON is valid YAML and the flow keeps its key, so nothing else changes.`;
    return { kind: "refused", reasons: [reason] };
  } catch (error) {
    return { kind: "refused", reasons: mistakesIn(error).diagnostics.map(({ message }) => message) };
  }
}

/** A change to flow files, with the differences in each flow and the findings that appear and disappear. */
export async function flowsChange(
  { flows, after }: { readonly flows: readonly EditedFlow[]; readonly after: FlowProject },
  {
    project,
    stack,
    write,
    notes,
  }: {
    readonly project: FlowProject;
    readonly stack: string;
    readonly write?: boolean | undefined;
    /** Returns additional lines about a flow. */
    readonly notes?: (unit: FlowUnit) => readonly string[];
  },
  context: Context,
): Promise<SourceChange> {
  const gate = await gateOfStack(context, stack);
  const [old, now] = [project, after].map((one) => gate.judge(one, { stack }).findings) as [Findings, Findings];
  const outcomes = flows.map(({ unit, edit, after: changed }): FlowOutcome => {
    const about = { key: unit.key, file: unit.file, notes: notes?.(unit) ?? [] };
    if (edit.kind === "unchanged") return { ...about, result: "unchanged", reasons: [edit.reason] };
    if (edit.kind === "refused" || !changed)
      return { ...about, result: "refused", reasons: edit.kind === "refused" ? edit.reasons : [] };
    const { before: from, after: to } = comparable(unit, changed);
    return { ...about, result: "changed", changes: flowChanges(from, to), ...findingsOf(unit, { old, now }) };
  });
  const of = (result: FlowOutcome["result"]) => outcomes.filter((one) => one.result === result).length;
  return {
    flows: outcomes,
    files: new Map(
      flows.flatMap(({ unit, edit, before, mark }): [string, FileChange][] =>
        edit.kind === "edited" ? [[unit.file, { before: mark + before, after: mark + edit.text }]] : [],
      ),
    ),
    write: write === true,
    end(isWritten) {
      const parts = [
        `${count(of("changed"), "flow")} ${isWritten ? "changed" : "to change"}`,
        ...(of("unchanged") > 0 ? [`${of("unchanged")} unchanged`] : []),
        ...(of("refused") > 0 ? [`${of("refused")} refused`] : []),
      ];
      const next = isWritten || of("changed") === 0 ? "" : " To write the files, add --write.";
      context.out(`${parts.join(", ")}.${next}\n`);
      return of("refused") > 0 ? 1 : 0;
    },
  };
}
