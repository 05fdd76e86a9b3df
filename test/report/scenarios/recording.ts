import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { compiledPath } from "@genesys-flows/project";
import { buildReport, type EngineEvent, engineRunOf, parseEvents } from "@genesys-flows/report";
import { flowGroups } from "../../../packages/report/words/facts.ts";
import { inCheckout } from "../../harness/checkout.ts";

/** The folder of a recorded scenario: `events.json.gz`, compiled documents, and the golden forms of its report. */
export const recordingFolder = (name: string): string => inCheckout("test", "report", "scenarios", "recordings", name);

type Json = Record<string, unknown>;
type Event = Record<string, unknown>;

/** What of a run's events a report reads, with stable values instead of ids, times and paths: two recordings are equal. */
export function stableEvents(text: string, o: { readonly root: string }): Event[] {
  const kept = parseEvents(text).flatMap((event) => trimmed(event as Event));
  const plain = JSON.stringify(inOrder(kept)).replaceAll(o.root, "/project");
  const ids = new Map<string, string>();
  const stable = plain
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (id) => {
      // What a preview does not know has an id of its own.
      if (id === UNKNOWN) return id;
      const known = ids.get(id) ?? `00000000-0000-4000-8000-${String(ids.size + 1).padStart(12, "0")}`;
      ids.set(id, known);
      return known;
    })
    .replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "2026-01-02T03:04:05.000Z")
    // Times of jobs depend on the machine.
    .replaceAll(/About \d+ requests and [^,]+?, at/g, "About 10 requests and 2 s, at")
    .replaceAll(/, \d+ flows at a time/g, "")
    .replaceAll(/[\d.]+ s per publish job \((assumed|measured)\)/g, "0.1 s per publish job (assumed)");
  return inOrder(sortedKeys(JSON.parse(stable)) as Event[]);
}

/** Data with the keys of all maps in order: those that are ids came in another. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]));
}

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const STEPS = ["resourcePreEvent", "resOutputsEvent", "resOpFailedEvent"] as const;

/** An event without what a report does not read; none for events that it does not read at all. */
function trimmed(event: Event): Event[] {
  for (const kind of STEPS) {
    const found = event[kind] as Json | undefined;
    if (found) return [{ [kind]: { metadata: metadataOf(found["metadata"] as Json), planning: found["planning"] } }];
  }
  const { diagnosticEvent: said, preludeEvent, policyEvent, summaryEvent } = event as Record<string, Json>;
  if (said) return said["severity"] === "debug" || said["ephemeral"] ? [] : [{ diagnosticEvent: said }];
  if (preludeEvent) return [{ preludeEvent }];
  if (policyEvent) return [{ policyEvent }];
  if (summaryEvent) {
    const { isPreview, resourceChanges, result } = summaryEvent;
    return [{ summaryEvent: { isPreview, resourceChanges, result } }];
  }
  return [];
}

function metadataOf({ op, urn, type, diffs, detailedDiff, old, new: next }: Json): Json {
  const isSame = op === "same";
  return { op, urn, type, diffs, detailedDiff, old: stateOf(old, isSame), new: stateOf(next, isSame) };
}

/** Of a resource that stays as it is, without the parts that only a comparison reads. */
function stateOf(state: unknown, isSame: boolean): Json | undefined {
  if (state === null || state === undefined) return undefined;
  const { urn, id, parent, inputs, outputs } = state as Json;
  const { nodes, variables, outline, ...few } = inputs as Json;
  return { urn, id, parent, inputs: isSame ? few : { ...few, nodes, variables, outline }, outputs };
}

/** Steps of a run in parallel come in any order: those of one resource together, by its URN; only the last of equal kind. */
function inOrder(events: readonly Event[]): Event[] {
  const rank = (event: Event): string => {
    const step = STEPS.map((kind) => event[kind] as Json | undefined).find((one) => one !== undefined);
    if (step) return `1 ${(step["metadata"] as Json)["urn"]}`;
    const { diagnosticEvent: said, policyEvent: judged } = event as Record<string, Json>;
    if (said) return `2 ${said["urn"] ?? ""} ${said["message"]}`;
    if (judged) return `3 ${judged["resourceUrn"] ?? ""} ${judged["message"]}`;
    return "preludeEvent" in event ? "0" : "4";
  };
  return [...events].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

/** Writes a recording: its events, and the documents of the flows that its report explains; of a republished caller it reads none. */
export async function writeRecording(name: string, events: readonly Event[], root: string): Promise<void> {
  const report = await buildReport(engineRunOf(events as unknown as EngineEvent[]), { root });
  const republished = new Set(flowGroups(report).republished);
  const shown = new Set(report.flows.filter((flow) => !republished.has(flow)).map(({ key }) => key));
  const folder = recordingFolder(name);
  for (const old of ["compiled", "files"]) rmSync(path.join(folder, old), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "events.json.gz"), gzipSync(lines(events), { level: 9 }));
  for (const file of documentsOf(events, shown)) {
    for (const one of [file, file.replace(/\.yaml$/, ".map.json")]) {
      const from = path.join(root, one);
      if (existsSync(from)) cpSync(from, path.join(folder, "compiled", path.basename(one)));
    }
  }
  // Lines of what is outside of nodes are those of the source.
  const sources = report.flows.flatMap(({ key, file }) => (shown.has(key) && file !== undefined ? [file] : []));
  for (const file of [...ownDocuments(events), ...sources]) {
    const from = path.join(root, file);
    if (existsSync(from)) cpSync(from, path.join(folder, "files", file));
  }
}

/** Documents that a program itself names, outside of the compiled ones. */
function ownDocuments(events: readonly Event[]): string[] {
  const { steps } = engineRunOf(events as unknown as EngineEvent[]);
  return steps.flatMap(({ new: next }) => {
    const file = (next?.inputs["document"] as Json | undefined)?.["path"];
    return typeof file === "string" && !file.startsWith(".genesys/") ? [file] : [];
  });
}

/** The documents of flows, before and after. */
function documentsOf(events: readonly Event[], keys: ReadonlySet<string>): string[] {
  const { steps } = engineRunOf(events as unknown as EngineEvent[]);
  return steps.flatMap((step) => {
    if (!step.type.endsWith(":Flow") || !keys.has(step.name)) return [];
    const digests = [step.old?.outputs["digest"], step.new?.inputs["digest"]];
    return digests.flatMap((digest) =>
      typeof digest === "string" && digest !== "" ? [compiledPath({ key: step.name, digest })] : [],
    );
  });
}

/** The events of a recording, and a folder that looks to a report like the project's. */
export function readRecording(name: string, root: string): readonly EngineEvent[] {
  const folder = recordingFolder(name);
  const compiled = path.join(folder, "compiled");
  if (existsSync(compiled)) cpSync(compiled, path.join(root, ".genesys", "compiled"), { recursive: true });
  const files = path.join(folder, "files");
  if (existsSync(files)) cpSync(files, root, { recursive: true });
  return parseEvents(gunzipSync(readFileSync(path.join(folder, "events.json.gz"))).toString("utf8"));
}

export function recordings(): string[] {
  const folder = recordingFolder("");
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function lines(events: readonly Event[]): string {
  return `${events.map((event) => JSON.stringify(event)).join("\n")}\n`;
}
