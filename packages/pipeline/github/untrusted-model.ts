import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { printable, printableLine } from "@genesys-flows/architect";
import { type Report, readReport } from "@genesys-flows/report";

/** The only file allowed in a report's artefact. */
const REPORT_FILE = "report.json";

/**
 * Limits for a report. They are far above the reports of the largest projects, but low enough that a hostile report
 * cannot exhaust a job.
 */
const MODEL_LIMITS = {
  bytes: 16 * 1024 * 1024,
  levels: 24,
  flows: 5_000,
  changesPerFlow: 5_000,
  entries: 20_000,
  characters: 200_000,
} as const;

interface Expected {
  readonly stack: string;
  /** Id of the organisation that the run previewed against; omitted for an embedded organisation. */
  readonly organisation?: string;
}

/** The reason why a report cannot be shown. No part of this report may be shown. */
export class UntrustedModelError extends Error {
  override name = "UntrustedModelError";
}

/**
 * The report of an untrusted run. The code of a pull request wrote this report.
 * @param place the file, or the folder of the artefact that contains it and nothing else
 * @throws UntrustedModelError that lists the problems of the report
 */
export function readUntrustedModel(place: string, expected: Expected): Report {
  const text = textOf(fileIn(place));
  const levels = levelsOf(text);
  if (levels > MODEL_LIMITS.levels) refuse([`It is nested more than ${MODEL_LIMITS.levels} levels deep.`]);
  let report: Report;
  try {
    report = readReport(text);
  } catch (error) {
    throw refusal([(error as Error).message]);
  }
  refuse([...sizeMistakes(report), ...subjectMistakes(report, expected), ...diagramMistakes(report)]);
  return report;
}

function refuse(mistakes: readonly string[]): void {
  if (mistakes.length > 0) throw refusal(mistakes);
}

function refusal(mistakes: readonly string[]): UntrustedModelError {
  const list = mistakes
    .slice(0, 20)
    .map((mistake) => `  ${printable(mistake.slice(0, 5_000)).replaceAll("\n", "\n  ")}`);
  return new UntrustedModelError(`The report cannot be shown:\n${list.join("\n")}`);
}

/** @throws UntrustedModelError unless the artefact contains only this file */
function fileIn(place: string): string {
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found) throw refusal([`${place} does not exist: the run made no report.`]);
  if (!found.isDirectory()) return place;
  const names = readdirSync(place);
  if (names.length === 1 && names[0] === REPORT_FILE) return path.join(place, REPORT_FILE);
  const shown = names.slice(0, 5).map((name) => `"${printableLine(name.slice(0, 100))}"`);
  throw refusal([
    `The artefact must contain ${REPORT_FILE} and nothing else; it contains ${names.length === 0 ? "nothing" : `${names.length} (${shown.join(", ")})`}.`,
  ]);
}

/** Does not read more than the limit, and does not follow links out of the artefact. */
function textOf(file: string): string {
  let open: number;
  try {
    open = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw refusal([
      `${path.basename(file)} cannot be opened: ${(error as NodeJS.ErrnoException).code}. Links are not followed.`,
    ]);
  }
  try {
    const stat = fstatSync(open);
    if (!stat.isFile()) throw refusal([`${path.basename(file)} is not a file.`]);
    const { size } = stat;
    if (size > MODEL_LIMITS.bytes) throw refusal([`It has ${size} bytes; at most ${MODEL_LIMITS.bytes} are read.`]);
    const bytes = Buffer.alloc(size);
    let read = 0;
    for (let got = -1; got !== 0 && read < size; read += got) got = readSync(open, bytes, read, size - read, read);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, read));
  } catch (error) {
    throw error instanceof UntrustedModelError ? error : refusal(["It is not UTF-8 text."]);
  } finally {
    closeSync(open);
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/** Determines how deeply JSON is nested, without parsing the JSON. */
function levelsOf(text: string): number {
  let deepest = 0;
  let level = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (isText && sign === BACKSLASH) at++;
    else if (sign === QUOTE) isText = !isText;
    else if (!isText && OPENING.has(sign)) deepest = Math.max(deepest, ++level);
    else if (!isText && CLOSING.has(sign)) level--;
  }
  return deepest;
}

function sizeMistakes(report: Report): string[] {
  const { flows, changesPerFlow, entries, characters } = MODEL_LIMITS;
  const lists = Object.entries(report).filter(([name, value]) => name !== "flows" && Array.isArray(value));
  return [
    ...most(report.flows.length, flows, "flows"),
    ...report.flows.flatMap(({ changes }, index) => most(changes.length, changesPerFlow, `changes in flows[${index}]`)),
    ...lists.flatMap(([name, value]) => most((value as unknown[]).length, entries, `entries in ${name}`)),
    ...longTexts(report, characters),
  ];
}

function most(count: number, limit: number, what: string): string[] {
  return count > limit ? [`It has ${count} ${what}; at most ${limit} are shown.`] : [];
}

function longTexts(value: unknown, limit: number, at = ""): string[] {
  if (typeof value === "string")
    return value.length > limit ? [`${at} has ${value.length} characters; at most ${limit} are shown.`] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => longTexts(inner, limit, at === "" ? key : `${at}.${key}`));
}

/** The stack and the organisation of the report must match those of the run. */
function subjectMistakes({ run }: Report, { stack, organisation }: Expected): string[] {
  const isOther = run.organisation.embedded
    ? organisation !== undefined
    : organisation === undefined || run.organisation.id !== organisation;
  return [
    ...(run.stack === stack ? [] : [`It is about the stack "${run.stack.slice(0, 100)}", but must be about ${stack}.`]),
    ...(run.kind === "preview" ? [] : ["It reports an update, but a pull request can only have previews."]),
    ...(isOther ? [`It is about an organisation other than ${organisation ?? "an embedded one"}.`] : []),
  ];
}

function diagramMistakes({ flows }: Report): string[] {
  return flows.flatMap(({ diagram }, index) => {
    const line = diagram === undefined ? undefined : foreignLine(diagram);
    return line === undefined
      ? []
      : [`flows[${index}].diagram has a line that no report contains: ${line.slice(0, 200)}`];
  });
}

const LABEL = /"(?:[\p{L}\p{N} .,:?!()+*/=_'~-]|#\d{1,7};|<br\/>)*"/u.source;
const ID = /[A-Za-z0-9_]+/.source;
const SHAPE = `(?:\\[${LABEL}\\]|\\(${LABEL}\\)|\\(\\[${LABEL}\\]\\)|\\{${LABEL}\\}|\\{\\{${LABEL}\\}\\}|\\[\\[${LABEL}\\]\\]|\\(\\(${LABEL}\\)\\))`;
const STYLE = /[a-z-]+:[#a-z0-9 ]+(?:,[a-z-]+:[#a-z0-9 ]+)*/.source;

/** The allowed lines of a report's diagrams (`packages/architect/diagram`); no other line is accepted. */
const LINES = new RegExp(
  `^(?:flowchart TD| *(?:${[
    `${ID}${SHAPE}`,
    `${ID} (?:-->|==>|-\\.->)(?:\\|${LABEL}\\|)? ${ID}`,
    `subgraph ${ID} \\[${LABEL}\\]`,
    "direction LR",
    "end",
    `classDef ${ID} ${STYLE}`,
    `class ${ID}(?:,${ID})* ${ID}`,
    `linkStyle \\d+(?:,\\d+)* ${STYLE}`,
    "",
  ].join("|")}))$`,
  "u",
);

const LONGEST_LINE = 5_000;

/**
 * The first line that is not allowed in a report's diagrams. Mermaid also supports links, images and settings, which
 * would take effect in a reader's browser.
 */
function foreignLine(diagram: string): string | undefined {
  return diagram.split("\n").find((line) => line.length > LONGEST_LINE || !LINES.test(line));
}
