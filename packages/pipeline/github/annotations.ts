import type { Report, ReportFinding } from "@genesys-flows/report";
import type { Annotation } from "@genesys-flows/report/workflow-commands";

/** GitHub shows so many annotations of a level and step, and drops the others. */
export const MOST_PER_LEVEL = 10;

/** Whether a line of a file is changed. */
export type IsChanged = (file: string, line: number) => boolean;

/** Annotations in the order in which they matter, and how many GitHub would not show. */
export interface Annotations {
  readonly shown: readonly Annotation[];
  readonly left: number;
}

interface Ranked extends Annotation {
  readonly rank: number;
}

const LEVELS = { error: "error", warning: "warning", note: "notice" } as const;

/**
 * The findings of a report at their lines, and what customers will notice at the lines that change it. Of a level, those on changed
 * lines come first. Exempted findings are left out.
 */
export function annotationsOf(report: Report, isChanged: IsChanged): Annotations {
  const rankOf = (place: Annotation["place"]) => (place && isChanged(place.file, place.line) ? 0 : 1);
  const findings = report.findings.filter(({ exempted, blocks }) => blocks || !exempted).map(findingAnnotation);
  const changes = report.flows.flatMap(changeAnnotations);
  const all = [...findings, ...changes].map((one): Ranked => ({ ...one, rank: rankOf(one.place) }));
  const shown = (["error", "warning", "notice"] as const).flatMap((level) =>
    all
      .filter((one) => one.level === level)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MOST_PER_LEVEL),
  );
  return { shown: shown.map(({ rank: _rank, ...one }) => one), left: all.length - shown.length };
}

function findingAnnotation({ code, severity, blocks, message, why, hint, place }: ReportFinding): Annotation {
  return {
    level: blocks ? "error" : LEVELS[severity],
    title: blocks ? `${code} (blocks the update)` : code,
    message: [message, why, hint].filter(Boolean).join("\n"),
    ...(place && { place }),
  };
}

/** What was removed has its place in the old text. */
function changeAnnotations({ name, changes }: Report["flows"][number]): Annotation[] {
  return changes
    .filter(({ spoken, sign, place }) => spoken === true && sign !== "-" && place !== undefined)
    .map(({ text, place }) => ({
      level: "notice",
      title: `${name}: customers will notice`,
      message: text,
      ...(place && { place }),
    }));
}
