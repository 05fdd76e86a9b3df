import { DiagnosticError } from "@genesys-flows/architect";
import { ApiFailure, ExportFailed } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { optionsFilesOf } from "@genesys-flows/project/flow-files";
import type { Context } from "../context.ts";
import { loadForStack } from "../stack-file.ts";
import { flowOf, isAfter, type LiveContent, type LiveStack, liveContent } from "./live-content.ts";
import { type TakeContext, type Taken, takenText } from "./taken-text.ts";

/** What becomes of one flow. */
export interface Result {
  readonly unit: FlowUnit;
  readonly live?: LiveContent;
  readonly taken: Taken;
  /** `taken` in the config of the stack: the version that the source has then. */
  readonly entry?: string;
}

/**
 * What becomes of a flow before the project is checked with it.
 * @throws ApiFailure where the organisation does not answer at all
 */
export async function resultOf(
  unit: FlowUnit,
  o: TakeContext & LiveStack & { readonly draft: boolean },
): Promise<Result> {
  const found = flowOf(unit, o);
  if ("problem" in found) return { unit, taken: { kind: "refused", reasons: [found.problem] } };
  const { flow } = found;
  try {
    const live = await liveContent(unit, await o.open.flows.readNow(flow.id), o);
    if (live.base || o.config.flows?.[unit.key]?.import === flow.id)
      return { unit, live, taken: takenText(unit, live, o) };
    const reason = `No version of the flow '${flow.name}' (${flow.id}) is from this stack. To manage it: npm run flowctl -- adopt ${unit.key} ${flow.id} --stack ${o.stack}`;
    return { unit, taken: { kind: "refused", reasons: [reason] } };
  } catch (error) {
    if (!(error instanceof ApiFailure || error instanceof ExportFailed || error instanceof DiagnosticError))
      throw error;
    const reason = `The flow '${flow.name}' (${flow.id}) cannot be exported: ${error.message}`;
    return { unit, taken: { kind: "refused", reasons: [reason] } };
  }
}

/** The results as far as the project has no mistakes with them and makes what Architect has; with what the stack's config gets. */
export async function proved(read: readonly Result[], stack: string, context: Context): Promise<Result[]> {
  let results = read;
  for (;;) {
    const texts = new Map(
      results.flatMap(({ unit, taken }) => (taken.kind === "text" ? [[unit.file, taken.text] as const] : [])),
    );
    try {
      const after = await loadForStack(context, stack, { texts });
      return results.map((result) => compared(result, after));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const wrong = Map.groupBy(error.diagnostics, (one) => one.location?.file ?? "");
      const isAtFault = ({ unit, taken }: Result) =>
        taken.kind === "text" && [...wrong.keys()].some((file) => isOfFlow(file, unit));
      if (!results.some(isAtFault)) throw error;
      results = results.map((result) => {
        if (!isAtFault(result)) return result;
        const own = [...wrong].flatMap(([file, found]) => (isOfFlow(file, result.unit) ? found : []));
        const reasons = own.map(({ message, location }) => `With the change, line ${location?.line}: ${message}`);
        return refused(result, reasons);
      });
    }
  }
}

/** Whether a file is that of a flow, or its options. */
function isOfFlow(file: string, unit: FlowUnit): boolean {
  return file === unit.file || optionsFilesOf(unit).includes(file);
}

function compared(result: Result, { flows }: FlowProject): Result {
  const { unit, live, taken } = result;
  if (!live || taken.kind === "refused") return result;
  const after = flows.find(({ key }) => key === unit.key);
  if (taken.kind === "same") return withEntry(result, unit);
  const reasons = after ? taken.differences(after) : ["The file would not be a flow of this stack."];
  if (after && reasons.length === 0) return withEntry(result, after);
  const first = "The file cannot say this. With the change, the flow would still differ from Architect's:";
  return refused(result, [first, ...reasons]);
}

function refused(result: Result, reasons: readonly string[]): Result {
  const notes = result.taken.kind === "text" ? result.taken.notes : [];
  const beside = result.live?.document.text;
  return {
    ...result,
    taken: { kind: "refused", reasons: [...reasons, ...notes], ...(beside !== undefined && { beside }) },
  };
}

/**
 * With what the config says of the taken version, where it is not the one that this stack published. It has the digest where the source
 * says exactly that.
 */
function withEntry(result: Result, after: FlowUnit): Result {
  const { unit } = result;
  const live = result.live as LiveContent;
  const { base, isDraft, flow } = live;
  const version = flow.publishedVersion?.id ?? "";
  const isNewer = base === undefined || isAfter(version, base.version) || after.name !== unit.name;
  if (!isNewer) return result;
  const isExact = result.taken.kind !== "refused" && result.taken.isExact;
  const entry = isExact && !isDraft ? `${version} ${after.digest}` : version;
  return entry === unit.settings.taken ? result : { ...result, entry };
}
