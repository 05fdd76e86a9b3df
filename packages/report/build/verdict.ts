import { ruleOf } from "@genesys-flows/rules";
import { count } from "../model/count.ts";
import type { FlowReport, ObjectReport, Report, ReportFinding } from "../model/report.ts";

/** The parts of a report that its first sentence counts. */
type Counted = Pick<Report, "flows" | "objects" | "findings" | "numbers" | "run"> & { readonly forecast?: string };

/** The first thing that a report says. */
export function verdictOf(report: Counted): Report["verdict"] {
  const { flows, objects, findings, forecast } = report;
  const published = flows.filter((flow) => isPublished(flow) && isDone(flow));
  const blocking = findings.filter(({ blocks }) => blocks);
  const counts = {
    modules: published.filter(({ isModule }) => isModule).length,
    flows: published.filter(({ isModule }) => !isModule).length,
    deleted: [...flows, ...objects].filter((one) => one.action === "delete" && isDone(one)).length,
    held: flows.filter(({ action }) => action === "held").length,
    blocking: blocking.length,
  };
  return {
    text: sentence([changeText(report, counts), blockedText(blocking, report.run)].filter(Boolean).join("; ")),
    ...counts,
    ...(forecast !== undefined && { forecast }),
  };
}

function isPublished({ action }: FlowReport): boolean {
  return action === "create" || action === "publish" || action === "republish";
}

/** In a preview, everything that is planned. */
function isDone({ outcome }: Pick<FlowReport, "outcome">): boolean {
  return outcome === undefined || outcome === "done";
}

type Counts = Pick<Report["verdict"], "modules" | "flows" | "deleted" | "held">;

function changeText(report: Counted, counts: Counts): string {
  const { run, flows, objects, numbers } = report;
  const isPlan = run.kind === "preview";
  const touched = flows.filter(({ action }) => action !== "held" && action !== "route");
  if (touched.length + objects.length + numbers.length === 0) {
    if (run.ended !== "succeeded") return isPlan ? "" : "The update failed: nothing was changed";
    return counts.held > 0 ? `Nothing changes; ${heldText(counts.held)}` : "Nothing changes";
  }
  if (!isPlan && run.ended !== "succeeded") return failedText(flows, objects);
  const verb = (many: number) => (isPlan ? "will be" : many === 1 ? "was" : "were");
  const published = counts.modules + counts.flows;
  const parts = [
    ...(published > 0 ? [`${publishedWords(counts)} ${verb(published)} published`] : []),
    ...otherFlows(flows, verb),
    ...objectsText(objects, verb),
    ...(published + counts.deleted + objects.length === 0 && numbers.length > 0
      ? [`${count(numbers.length, "number")} ${isPlan ? "will move" : "moved"}`]
      : []),
    deletedText(counts, flows, verb),
    ...(counts.held > 0 ? [heldText(counts.held)] : []),
  ];
  return parts.join(", ");
}

function publishedWords({ modules, flows }: Counts): string {
  return [...(modules > 0 ? [count(modules, "module")] : []), ...(flows > 0 ? [count(flows, "flow")] : [])].join(
    " and ",
  );
}

function otherFlows(flows: readonly FlowReport[], verb: (many: number) => string): string[] {
  const imported = flows.filter(({ action }) => action === "import").length;
  const recorded = flows.filter(({ action }) => action === "record").length;
  return [
    ...(imported > 0 ? [`${count(imported, "flow")} ${verb(imported)} imported`] : []),
    ...(recorded > 0 ? [`${count(recorded, "flow")} ${verb(recorded)} updated without being published`] : []),
  ];
}

function objectsText(objects: readonly ObjectReport[], verb: (many: number) => string): string[] {
  const words = { create: "created", update: "updated", replace: "replaced", import: "imported" } as const;
  return Object.entries(words).flatMap(([action, done]) => {
    const many = objects.filter((object) => object.action === action).length;
    return many > 0 ? [`${count(many, "other object")} ${verb(many)} ${done}`] : [];
  });
}

function deletedText({ deleted }: Counts, flows: readonly FlowReport[], verb: (many: number) => string): string {
  if (deleted === 0) return "nothing deleted";
  const gone = flows.filter((flow) => flow.action === "delete" && isDone(flow)).length;
  const others = deleted - gone;
  const parts = [...(gone > 0 ? [count(gone, "flow")] : []), ...(others > 0 ? [count(others, "other object")] : [])];
  return `${parts.join(" and ")} ${verb(deleted)} deleted`;
}

function heldText(held: number): string {
  return `${count(held, "pinned flow")} held back`;
}

/** What of a failed update was done. */
function failedText(flows: readonly FlowReport[], objects: readonly ObjectReport[]): string {
  const all = [...flows.filter(({ action }) => action !== "held"), ...objects];
  const of = (outcome: FlowReport["outcome"]) => all.filter((one) => one.outcome === outcome).length;
  const parts = [
    `${of("done")} of ${all.length} changes were made`,
    ...(of("failed") > 0 ? [`${of("failed")} failed`] : []),
    ...(of("not-reached") > 0 ? [`${of("not-reached")} not reached`] : []),
  ];
  return `The update failed: ${parts.join(", ")}`;
}

function blockedText(blocking: readonly ReportFinding[], { kind, ended }: Report["run"]): string {
  if (blocking.length === 0) return kind === "preview" && ended === "failed" ? "the preview failed" : "";
  const isPolicy = blocking.every(({ from, code }) => from === "policy" || ruleOf(code)?.name === code);
  const what = count(blocking.length, isPolicy ? "policy violation" : "finding");
  return `${what} ${blocking.length === 1 ? "blocks" : "block"}${kind === "preview" ? "" : " the rest"}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
