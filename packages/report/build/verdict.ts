import { count } from "@genesys-flows/architect/count";
import { ruleOf } from "@genesys-flows/rules";
import type { FlowReport, ObjectReport, OutsideChange, Report, ReportFinding } from "../model/report.ts";
import { ROWS_NOUN } from "../objects/step.ts";

type Counted = Pick<Report, "flows" | "objects" | "findings" | "numbers" | "addresses" | "outside" | "run"> & {
  readonly forecast?: string;
};

/**
 * The effects of an update on flows and other objects, worded to follow `will be`, in the order of the first sentence.
 */
const EFFECTS = {
  publish: "published",
  import: "imported",
  record: "updated without being published",
  create: "created",
  update: "updated",
  replace: "replaced",
  keep: "replaced in the state",
  delete: "deleted",
} as const;
type Effect = keyof typeof EFFECTS | "renew";

/**
 * Returns one noun for each flow or object with an effect: `module`, `flow`, `queue`. In a preview, these are the
 * planned effects; in an update, the completed effects.
 */
type Done = (effect: Effect) => readonly string[];

export function verdictOf(report: Counted): Report["verdict"] {
  const { flows, objects, findings, numbers, addresses = [], forecast } = report;
  const rerouted = [...numbers, ...addresses];
  const things = [
    ...flows.map((flow) => ({ ...flow, noun: "flow", effects: flowEffects(flow) })),
    ...objects.map((object) => ({ ...object, isModule: false, effects: objectEffects(object) })),
  ].filter(({ outcome }) => outcome === undefined || outcome === "done");
  const done: Done = (effect) =>
    things
      .filter(({ effects }) => effects.includes(effect))
      .map(({ isModule, noun }) => (isModule && effect === "publish" ? "module" : noun));
  const blocking = findings.filter(({ blocks }) => blocks);
  const published = done("publish");
  const counts = {
    modules: published.filter((noun) => noun === "module").length,
    flows: published.filter((noun) => noun === "flow").length,
    deleted: done("delete").length,
    held: flows.filter(({ action }) => action === "held").length,
    moved: rerouted.filter(isMoved).length,
    lost: rerouted.filter(({ to }) => to === undefined).length,
    replaced: (["keep", "replace", "renew"] as const).flatMap(done).length,
    blocking: blocking.length,
  };
  const drifted = changedOutside(report).length;
  const parts = [changeText(report, { counts, done }), outsideText(report), blockedText(blocking, report.run)];
  return {
    text: sentence(parts.filter(Boolean).join("; ")),
    ...counts,
    ...(drifted > 0 && { drifted }),
    forecast,
  };
}

function flowEffects({ action, reasons }: FlowReport): Effect[] {
  const replaced = reasons.find((reason) => reason.kind === "replaced")?.id;
  const effects = {
    publish: action === "create" || action === "publish" || action === "republish",
    import: action === "import",
    record: action === "record" && replaced !== "kept",
    keep: replaced === "kept",
    delete: action === "delete" || replaced === "new",
    renew: replaced === "new",
  };
  return (Object.keys(effects) as (keyof typeof effects)[]).filter((effect) => effects[effect]);
}

/** The effects on an object. A replaced object that keeps its id is updated or remains unchanged. */
function objectEffects({ action, id, changes }: ObjectReport): Effect[] {
  if (action !== "replace") return [action];
  if (id !== "kept") return ["replace", "delete"];
  return changes.length > 0 ? ["update", "keep"] : ["keep"];
}

type Counts = Omit<Report["verdict"], "text" | "forecast" | "drifted">;

function changeText(report: Counted, { counts, done }: { readonly counts: Counts; readonly done: Done }): string {
  const { run, flows, objects, numbers, addresses = [] } = report;
  const isPlan = run.kind === "preview";
  const held = `${count(counts.held, "pinned flow")} held back`;
  const touched = flows.filter(({ action }) => !["held", "route", "affected"].includes(action));
  if (touched.length + objects.length + numbers.length + addresses.length === 0) {
    if (run.ended !== "succeeded") return isPlan ? "" : "The update failed: nothing was changed";
    return counts.held > 0 ? `Nothing changes; ${held}` : "Nothing changes";
  }
  if (!isPlan && run.ended !== "succeeded") return failedText(flows, objects);
  const will = counts.blocking > 0 ? "would" : "will";
  const { delete: deleted, ...others } = EFFECTS;
  const effectText = ([effect, words]: [string, string]) => {
    const nouns = done(effect as Effect);
    return some(nouns, `${thingsText(nouns)} ${isPlan ? `${will} be` : was(nouns)} ${words}`);
  };
  const gone = effectText(["delete", deleted]);
  return [
    ...Object.entries(others).flatMap(effectText),
    ...reroutedText(numbers, { noun: "number", run, will }),
    ...reroutedText(addresses, { noun: "e-mail address", run, will }),
    // A failed preview does not plan every deletion.
    ...(gone.length === 0 && run.ended === "succeeded" ? ["nothing deleted"] : gone),
    ...(counts.held > 0 ? [held] : []),
  ].join(", ");
}

function was(things: readonly unknown[]): "was" | "were" {
  return things.length === 1 && things[0] !== ROWS_NOUN ? "was" : "were";
}

/** Part of a sentence about things; empty if there are no things. */
function some({ length }: readonly unknown[], words: string): string[] {
  return length > 0 ? [words] : [];
}

/** `1 flow, 1 queue and 2 schedules`. */
function thingsText(nouns: readonly string[]): string {
  const parts = [...Map.groupBy(nouns, (noun) => noun)].map(([noun, found]) =>
    noun === ROWS_NOUN ? `the rows of ${count(found.length, "data table")}` : count(found.length, noun),
  );
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** The old and new flow of a number or address that routes to a different flow than before, or to no flow. */
type Rerouted = Pick<Report["numbers"][number], "from" | "to">;

function reroutedText(
  all: readonly Rerouted[],
  { noun, run, will }: { readonly noun: string; readonly run: Report["run"]; readonly will: "will" | "would" },
): string[] {
  const isPlan = run.kind === "preview";
  const gained = all.filter(({ from }) => from === undefined);
  const lost = all.filter(({ to }) => to === undefined);
  const moved = all.filter(isMoved);
  const routes = lost.length === 1 ? "routes" : "route";
  const many = (of: readonly Rerouted[]) => count(of.length, noun);
  return [
    ...some(moved, `${many(moved)} ${isPlan ? `${will} move` : "moved"}`),
    ...some(gained, `${many(gained)} ${isPlan ? `${will} be` : was(gained)} added`),
    ...some(lost, `${many(lost)} ${isPlan ? `${will} route` : routes} to no flow`),
  ];
}

function isMoved({ from, to }: Rerouted): boolean {
  return from !== undefined && to !== undefined;
}

function failedText(flows: readonly FlowReport[], objects: readonly ObjectReport[]): string {
  // If the numbers of a flow could not be changed, only its IVR is counted.
  const isOwn = ({ action, outcome }: FlowReport) =>
    action !== "held" && action !== "affected" && (action !== "route" || outcome !== "failed");
  const all = [...flows.filter(isOwn), ...objects];
  const of = (outcome: FlowReport["outcome"]) => all.filter((one) => one.outcome === outcome);
  const [failed, left] = [of("failed"), of("not-reached")];
  const parts = [
    `${of("done").length} of ${all.length} changes were made`,
    ...some(failed, `${failed.length} failed`),
    ...some(left, `${left.length} not reached`),
  ];
  return `The update failed: ${parts.join(", ")}`;
}

/**
 * Changes that somebody made after the last update. Empty for the report of an update, because the update handled them.
 */
function changedOutside({ run, outside }: Pick<Report, "run" | "outside">): OutsideChange[] {
  if (run.kind === "update") return [];
  return outside.filter(({ kind }) => ["drift", "deleted", "number", "address"].includes(kind));
}

/** `2 flows were changed in Architect after the last update, 1 queue was changed outside this stack`. */
function outsideText(report: Pick<Report, "run" | "outside">): string {
  const found = changedOutside(report);
  const of = (wanted: OutsideChange["kind"]) => found.filter(({ kind }) => kind === wanted);
  const [changed, deleted] = [of("drift"), of("deleted")];
  const elsewhere = (found: readonly OutsideChange[], noun: string) =>
    some(found, `${count(found.length, noun)} ${found.length === 1 ? "routes" : "route"} elsewhere`);
  const nouns = deleted.map(({ object }) => object?.noun ?? "flow");
  const flows = changed.filter(({ object }) => object === undefined);
  const objects = changed.flatMap(({ object }) => object?.noun ?? []);
  return [
    ...some(flows, `${count(flows.length, "flow")} ${was(flows)} changed in Architect after the last update`),
    ...some(objects, `${thingsText(objects)} ${was(objects)} changed outside this stack`),
    ...some(deleted, `${thingsText(nouns)} ${was(deleted)} deleted outside this stack`),
    ...elsewhere(of("number"), "number"),
    ...elsewhere(of("address"), "e-mail address"),
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
