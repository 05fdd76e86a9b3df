import { createHash } from "node:crypto";
import type { Report } from "@genesys-flows/report";

/** Something that was changed outside the stack. */
export interface DriftItem {
  /** The same for the same change: of another version, another time or another person it is another. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** The drift of a stack in a report. */
export interface Drift {
  readonly items: readonly DriftItem[];
  /** Whether the run got far enough to see all of it; otherwise what it does not report may still exist. */
  readonly isComplete: boolean;
}

/** Reasons of a flow that come from the source, not from the organisation. */
const FROM_SOURCE = new Set(["new", "own-change", "renamed", "key", "settings", "removed", "numbers", "unfinished"]);

/**
 * What a preview with `--refresh` found to be changed outside the stack: flows, of which the report says who changed them, and other
 * objects that the update would change back. Objects do not count while the source has changes of flows that are not deployed: then
 * nobody can say whose change it is.
 */
export function driftOf(report: Report): Drift {
  const flows = report.outside
    .filter(({ kind }) => kind !== "lock" && kind !== "draft")
    .map(({ flow, object, text }): DriftItem => {
      const id = flow ? idOf("flow", flow.key, firstLine(text)) : idOf("outside", object?.noun ?? "", firstLine(text));
      return { id, name: flow?.name ?? object?.name ?? "", text };
    });
  const isDeployed = !report.flows.some(({ reasons }) => reasons.some(({ kind }) => FROM_SOURCE.has(kind)));
  const isReported = ({ noun, name }: Report["objects"][number]) =>
    report.outside.some(({ object }) => object?.noun === noun && object.name === name);
  const objects = isDeployed ? report.objects.filter((object) => !isReported(object)).map(objectItem) : [];
  const isJudged = report.run.ended === "failed" && report.run.cause === undefined && report.verdict.blocking > 0;
  return {
    items: [...flows, ...objects].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)),
    isComplete: report.run.ended === "succeeded" || isJudged,
  };
}

function objectItem({ type, name, action, changes }: Report["objects"][number]): DriftItem {
  const listed = changes.map(({ property, from, to }) => `${property}: ${from ?? "nothing"} -> ${to ?? "nothing"}`);
  const head = `The ${type} differs from the source; an update would ${action} it.`;
  const text = [head, ...listed].join("\n");
  return { id: idOf("object", type, name, text), name, text };
}

/** The line that says who changed it and when; those after it say what an update would do. */
function firstLine(text: string): string {
  return text.split("\n", 1)[0] as string;
}

function idOf(...facts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 12);
}
