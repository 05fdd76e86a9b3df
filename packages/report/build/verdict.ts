import { ruleOf } from "@genesys-flows/rules";
import { count } from "../model/count.ts";
import type { FlowReport, ObjectReport, OutsideChange, Report, ReportFinding } from "../model/report.ts";

/** The parts of a report that its first sentence counts. */
type Counted = Pick<Report, "flows" | "objects" | "findings" | "numbers" | "outside" | "run"> & {
  readonly forecast?: string;
};

/** The first thing that a report says. */
export function verdictOf(report: Counted): Report["verdict"] {
  const { flows, objects, findings, forecast } = report;
  const published = flows.filter((flow) => isPublished(flow) && isDone(flow));
  const blocking = findings.filter(({ blocks }) => blocks);
  const counts = {
    modules: published.filter(({ isModule }) => isModule).length,
    flows: published.filter(({ isModule }) => !isModule).length,
    deleted: [...flows.filter(isFlowDeleted), ...objects.filter(isObjectDeleted)].filter(isDone).length,
    held: flows.filter(({ action }) => action === "held").length,
    moved: report.numbers.filter(({ from, to }) => from !== undefined && to !== undefined).length,
    lost: report.numbers.filter(({ to }) => to === undefined).length,
    replaced:
      flows.filter((flow) => replacementOf(flow) !== undefined && isDone(flow)).length +
      objects.filter((object) => object.action === "replace" && isDone(object)).length,
    blocking: blocking.length,
  };
  const drifted = changedOutside(report).length;
  const parts = [changeText(report, counts), outsideText(report), blockedText(blocking, report.run)];
  return {
    text: sentence(parts.filter(Boolean).join("; ")),
    ...counts,
    ...(drifted > 0 && { drifted }),
    ...(forecast !== undefined && { forecast }),
  };
}

/** Whether a flow that the engine replaces keeps its id; undefined for one that it does not replace. */
function replacementOf({ reasons }: FlowReport): "kept" | "new" | undefined {
  return reasons.find((reason) => reason.kind === "replaced")?.id;
}

function isFlowDeleted(flow: FlowReport): boolean {
  return flow.action === "delete" || replacementOf(flow) === "new";
}

function isObjectDeleted({ action, id }: ObjectReport): boolean {
  return action === "delete" || (action === "replace" && id !== "kept");
}

function isPublished({ action }: FlowReport): boolean {
  return action === "create" || action === "publish" || action === "republish";
}

/** In a preview, everything that is planned. */
function isDone({ outcome }: Pick<FlowReport, "outcome">): boolean {
  return outcome === undefined || outcome === "done";
}

type Counts = Omit<Report["verdict"], "text" | "forecast" | "drifted">;

function changeText(report: Counted, counts: Counts): string {
  const { run, flows, objects, numbers } = report;
  const isPlan = run.kind === "preview";
  const touched = flows.filter(({ action }) => !["held", "route", "affected"].includes(action));
  if (touched.length + objects.length + numbers.length === 0) {
    if (run.ended !== "succeeded") return isPlan ? "" : "The update failed: nothing was changed";
    return counts.held > 0 ? `Nothing changes; ${heldText(counts.held)}` : "Nothing changes";
  }
  if (!isPlan && run.ended !== "succeeded") return failedText(flows, objects);
  const will = counts.blocking > 0 ? "would" : "will";
  const verb = (many: number) => (isPlan ? `${will} be` : many === 1 ? "was" : "were");
  const published = counts.modules + counts.flows;
  const parts = [
    ...(published > 0 ? [`${publishedWords(counts)} ${verb(published)} published`] : []),
    ...otherFlows(flows, verb),
    ...objectsText(objects, verb),
    ...keptText(flows, objects, verb),
    ...numbersText(report, counts, will),
    ...deletedText(report, verb),
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
  const recorded = flows.filter((flow) => flow.action === "record" && replacementOf(flow) !== "kept").length;
  return [
    ...(imported > 0 ? [`${count(imported, "flow")} ${verb(imported)} imported`] : []),
    ...(recorded > 0 ? [`${count(recorded, "flow")} ${verb(recorded)} updated without being published`] : []),
  ];
}

function objectsText(objects: readonly ObjectReport[], verb: (many: number) => string): string[] {
  const words = { create: "created", update: "updated", replace: "replaced", import: "imported" } as const;
  return Object.entries(words).flatMap(([action, done]) => {
    const found = objects.filter((object) => changeOf(object) === action && isDone(object));
    return found.length > 0 ? [`${thingsText(0, found)} ${verb(found.length)} ${done}`] : [];
  });
}

/** What a change does to an object: one that keeps its id through a replacement is updated, or stays as it is. */
function changeOf({ action, id, changes }: ObjectReport): ObjectReport["action"] | undefined {
  if (action !== "replace" || id !== "kept") return action;
  return changes.length > 0 ? "update" : undefined;
}

/** Flows and objects that keep their ids through a replacement. */
function keptText(
  flows: readonly FlowReport[],
  objects: readonly ObjectReport[],
  verb: (many: number) => string,
): string[] {
  const ofFlows = flows.filter((flow) => replacementOf(flow) === "kept" && isDone(flow));
  const others = objects.filter((object) => object.id === "kept" && isDone(object));
  const many = ofFlows.length + others.length;
  return many === 0 ? [] : [`${thingsText(ofFlows.length, others)} ${verb(many)} replaced in the state`];
}

/** `1 flow, 1 queue and 2 schedules`. */
function thingsText(flows: number, objects: readonly Pick<ObjectReport, "noun">[]): string {
  const nouns = [...Map.groupBy(objects, ({ noun }) => noun)].map(([noun, found]) => count(found.length, noun));
  return inWords([...(flows > 0 ? [count(flows, "flow")] : []), ...nouns]);
}

function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function numbersText({ numbers, run }: Counted, { moved, lost }: Counts, will: "will" | "would"): string[] {
  const isPlan = run.kind === "preview";
  const gained = numbers.filter(({ from }) => from === undefined).length;
  return [
    ...(moved > 0 ? [`${count(moved, "number")} ${isPlan ? `${will} move` : "moved"}`] : []),
    ...(gained > 0
      ? [`${count(gained, "number")} ${isPlan ? `${will} be` : gained === 1 ? "was" : "were"} added`]
      : []),
    ...(lost > 0
      ? [`${count(lost, "number")} ${isPlan ? `${will} lead` : lost === 1 ? "leads" : "lead"} to no flow`]
      : []),
  ];
}

function deletedText({ run, flows, objects }: Counted, verb: (many: number) => string): string[] {
  const gone = flows.filter((flow) => isFlowDeleted(flow) && isDone(flow));
  const others = objects.filter((object) => isObjectDeleted(object) && isDone(object));
  const many = gone.length + others.length;
  if (many > 0) return [`${thingsText(gone.length, others)} ${verb(many)} deleted`];
  // A preview that fails does not plan every deletion.
  return run.ended === "succeeded" ? ["nothing deleted"] : [];
}

function heldText(held: number): string {
  return `${count(held, "pinned flow")} held back`;
}

/** What of a failed update was done. */
function failedText(flows: readonly FlowReport[], objects: readonly ObjectReport[]): string {
  // A flow whose numbers could not be changed is counted as its IVR.
  const isOwn = ({ action, outcome }: FlowReport) =>
    action !== "held" && action !== "affected" && (action !== "route" || outcome !== "failed");
  const all = [...flows.filter(isOwn), ...objects];
  const of = (outcome: FlowReport["outcome"]) => all.filter((one) => one.outcome === outcome).length;
  const parts = [
    `${of("done")} of ${all.length} changes were made`,
    ...(of("failed") > 0 ? [`${of("failed")} failed`] : []),
    ...(of("not-reached") > 0 ? [`${of("not-reached")} not reached`] : []),
  ];
  return `The update failed: ${parts.join(", ")}`;
}

/** What somebody changed since the last update, each object and number once; nothing after an update, which has dealt with it. */
function changedOutside({ run, outside }: Pick<Report, "run" | "outside">): OutsideChange[] {
  if (run.kind === "update") return [];
  const found = outside.filter(({ kind }) => kind === "drift" || kind === "deleted" || kind === "number");
  const subjectOf = ({ kind, flow, object, text }: OutsideChange) =>
    JSON.stringify([kind, flow?.key, object, ...(kind === "number" ? [text] : [])]);
  return [...new Map(found.map((one) => [subjectOf(one), one])).values()];
}

/** `2 flows were changed in Architect since the last update, 1 queue was changed outside this stack`. */
function outsideText(report: Pick<Report, "run" | "outside">): string {
  const found = changedOutside(report);
  const of = (wanted: OutsideChange["kind"]) => found.filter(({ kind }) => kind === wanted);
  const was = ({ length }: readonly unknown[]) => (length === 1 ? "was" : "were");
  const [changed, deleted, moved] = [of("drift"), of("deleted"), of("number")];
  const nouns = deleted.map(({ object }) => ({ noun: object?.noun ?? "flow" }));
  const flows = changed.filter(({ object }) => object === undefined);
  const objects = changed.flatMap(({ object }) => object ?? []);
  return [
    ...(flows.length > 0
      ? [`${count(flows.length, "flow")} ${was(flows)} changed in Architect since the last update`]
      : []),
    ...(objects.length > 0 ? [`${thingsText(0, objects)} ${was(objects)} changed outside this stack`] : []),
    ...(deleted.length > 0 ? [`${thingsText(0, nouns)} ${was(deleted)} deleted outside this stack`] : []),
    ...(moved.length > 0
      ? [`${count(moved.length, "number")} ${moved.length === 1 ? "leads" : "lead"} elsewhere`]
      : []),
  ].join(", ");
}

function blockedText(blocking: readonly ReportFinding[], { kind, ended }: Report["run"]): string {
  if (blocking.length === 0) return kind === "preview" && ended === "failed" ? "the preview failed" : "";
  const isPolicy = blocking.every(({ from, code }) => from === "policy" || ruleOf(code)?.name === code);
  const what = count(blocking.length, isPolicy ? "policy violation" : "finding");
  if (kind === "preview") return `blocked by ${what}`;
  return `${what} ${blocking.length === 1 ? "blocks" : "block"} the rest`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
