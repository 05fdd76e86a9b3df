import { isDeepStrictEqual } from "node:util";
import { type FlowProject, kindRow, objectKinds } from "@genesys-flows/project";
import type { StackOfRun } from "../build/stack.ts";
import type { EngineStep } from "../events/engine-run.ts";
import type { ReportFinding } from "../model/report.ts";
import { UNKNOWN } from "../model/values.ts";
import { kindOf, objectName } from "./step.ts";

/** Minimum share of equal properties for a possible rename: 1 means that only the name differs. */
const ALIKE = 0.75;

/**
 * Finds deleted objects that may have been renamed, because an object of the same kind with the same or almost the same
 * content is created. Ambiguous matches are not reported.
 */
export function possibleRenames({ others }: StackOfRun, project: FlowProject | undefined): ReportFinding[] {
  return objectKinds.flatMap(({ kind, token, name }) => {
    const of = (op: string) => others.filter((step) => step.type === token && step.op === op);
    const [gone, come] = [of("delete"), of("create")];
    const pairs = gone.flatMap((old) =>
      come.filter((next) => areAlike(old, next, name)).map((next) => [old, next] as const),
    );
    const single = pairs.filter(([old, next]) => pairs.every(([a, b]) => (a === old) === (b === next)));
    return single.map(([old, next]) => suspicion(kind, { old, next }, project));
  });
}

/** Whether two objects have almost the same content. True for kinds that have only a name. */
function areAlike({ old }: EngineStep, { new: next }: EngineStep, name: string): boolean {
  const [was, is] = [old?.inputs ?? {}, next?.inputs ?? {}];
  const properties = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (property) =>
      property !== name && !property.startsWith("__") && !JSON.stringify(is[property] ?? "").includes(UNKNOWN),
  );
  const same = properties.filter((property) => isDeepStrictEqual(was[property], is[property]));
  return properties.length === 0 || same.length / properties.length >= ALIKE;
}

function suspicion(
  kind: string,
  { old, next }: { readonly old: EngineStep; readonly next: EngineStep },
  project: FlowProject | undefined,
): ReportFinding {
  const [was, is] = [objectName(old), objectName(next)];
  const { noun } = kindOf(next.type);
  const declared = project?.objects.find((object) => object.kind === kind && object.name === is);
  const where = declared === undefined ? `the entry for '${is}'` : `the entry for '${is}' in ${declared.file}`;
  const then = kindRow(kind).replacedByName
    ? "flows are then republished before the old object is deleted"
    : `the ${noun} then keeps its id, and everything that uses it remains unchanged`;
  return {
    severity: "warning",
    code: "possible-rename",
    message: `The update would delete the ${noun} '${was}' and create '${is}', which looks the same.`,
    hint: `If this is the same ${noun} under a new name, add \`formerly: [${JSON.stringify(was)}]\` to ${where}: ${then}.`,
    ...(declared && {
      place: { file: declared.location.file, line: declared.location.line, column: declared.location.column },
    }),
    blocks: false,
    exempted: false,
    from: "program",
  };
}
