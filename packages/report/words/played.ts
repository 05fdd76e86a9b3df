import type { NoticedCause, Played, PlayedStep, Report } from "../model/report.ts";
import type { Phrase } from "./facts.ts";

/** The verb before the text of a step: `hears "Good bye."`. */
const LABELS: Readonly<Record<Exclude<PlayedStep["does"], "acts">, string>> = {
  hears: "hears",
  reads: "receives",
  waits: "waits",
  asks: "asks",
  "is sent": "is sent",
  sets: "sets",
  enters: "enters",
  fails: "error:",
  lands: "lands in",
  ends: "end:",
};

/** A step in two parts: a label, and a text that includes the version if a module begins. */
export function playedWords(
  { does, text, version }: PlayedStep,
  { people }: Pick<NoticedCause, "people">,
): { readonly label: string; readonly text: string } {
  const isSaid = does === "hears" || does === "reads";
  const label = does === "acts" ? people.slice(0, -1) : LABELS[does];
  return { label, text: isSaid ? `"${text}"` : version === undefined ? text : `${text} ${version}` };
}

/**
 * The flow before or after the update, with the modules whose versions differ: `Sales 1.0, with PIN authentication
 * 1.0`.
 */
export function playedSide({ flow }: Played, side: "before" | "after", { flows }: Pick<Report, "flows">): Phrase {
  const report = flows.find(({ key }) => key === flow.key);
  const version = report?.versions[side];
  const held = report?.holds.filter((one) => one[side] !== undefined && one.before !== one.after) ?? [];
  return [
    { value: version === undefined ? flow.name : `${flow.name} ${version}` },
    ...held.flatMap(
      ({ module, ...versions }, index): Phrase => [
        index === 0 ? ", with " : ", ",
        { value: `${module.name} ${versions[side]}` },
      ],
    ),
  ];
}

/** `1:05`: minutes and seconds. */
export function playedTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
