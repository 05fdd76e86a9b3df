import { printable, printableLine } from "@genesys-flows/architect";
import type { Detail, ReportRecording } from "../model/report.ts";
import { mapIn, textIn } from "../model/values.ts";
import type { ObjectAccount } from "./account.ts";
import type { ObjectSides } from "./sides.ts";

/** The content of a prompt in one language. */
interface Content {
  readonly tts?: string | undefined;
  readonly transcript?: string | undefined;
  readonly file?: string | undefined;
  readonly sha256?: string | undefined;
}

/** Finds the length and size of a recording; undefined if the content of the file has changed since. */
export type RecordingFacts = (
  file: string,
  sha256: string | undefined,
) => Promise<Pick<ReportRecording, "seconds" | "bytes"> | undefined>;

/** The changes to the texts and recordings of a prompt, by language. @param o.rest details of other changes */
export async function promptAccount(
  { before, after }: ObjectSides,
  { facts, rest }: { readonly facts: RecordingFacts; readonly rest: readonly Detail[] },
): Promise<ObjectAccount> {
  const [was, is] = [contents(before), contents(after)];
  const recordings: ReportRecording[] = [];
  const details: Detail[] = [];
  // A prompt keeps languages that the stack does not set.
  const languages =
    is === undefined && after ? [] : [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort();
  for (const language of languages) {
    const [old, next] = [was?.get(language), is?.get(language)];
    const shown = printableLine(language);
    if (old === undefined && next && was) details.push({ sign: "+", text: `language ${shown} is new` });
    if (next === undefined && old && is) details.push({ sign: "-", text: `language ${shown} is removed` });
    details.push(...textChanges(shown, old, next));
    const isSame = old?.sha256 === next?.sha256 && (next?.sha256 !== undefined || old?.file === next?.file);
    if (isSame) continue;
    const [a, b] = [old, next].map((one) =>
      one?.file === undefined
        ? undefined
        : { language, file: one.file, ...(one.sha256 !== undefined && { sha256: one.sha256 }) },
    );
    const [known, found] = [
      a && { ...a, ...(await facts(a.file, a.sha256)) },
      b && { ...b, ...(await facts(b.file, b.sha256)) },
    ];
    details.push(recordingChange(shown, known, found));
    if (found) recordings.push(found);
  }
  return { details: [...details, ...rest], further: 0, ...(recordings.length > 0 && { recordings }) };
}

function contents(inputs: ObjectSides["before"]): Map<string, Content> | undefined {
  const resources = inputs?.["resources"];
  if (!Array.isArray(resources)) return undefined;
  return new Map(
    resources.flatMap((resource): [string, Content][] => {
      const { language, ttsString, text, filename, fileContentHash } = mapIn(resource);
      const found = textIn(language);
      if (found === undefined) return [];
      const content = {
        tts: textIn(ttsString),
        transcript: textIn(text),
        file: textIn(filename),
        sha256: textIn(fileContentHash),
      };
      return [[found, content]];
    }),
  );
}

function textChanges(language: string, old: Content | undefined, next: Content | undefined): Detail[] {
  return [
    ["says", old?.tts, next?.tts],
    ["transcript", old?.transcript, next?.transcript],
  ].flatMap(([verb = "", from, to]): Detail[] => {
    if (from === to) return [];
    const label = `${language} ${verb}`;
    const [was, is] = [from, to].map((text) => (text === undefined ? undefined : quoted(text)));
    const [sign, said]: [Detail["sign"], string] =
      is === undefined
        ? ["-", ` (removed): ${was}`]
        : was === undefined
          ? ["+", `: ${is}`]
          : ["~", `: ${was} -> ${is}`];
    const sides = {
      ...(from !== undefined && { from: printable(from) }),
      ...(to !== undefined && { to: printable(to) }),
    };
    return [
      { sign, text: label + said, values: { label, ...sides }, ...(verb === "says" && { spoken: true as const }) },
    ];
  });
}

function quoted(text: string): string {
  return `"${printableLine(text).replaceAll('"', '\\"')}"`;
}

function recordingChange(language: string, from: ReportRecording | undefined, to: ReportRecording | undefined): Detail {
  const values = {
    label: `${language} plays`,
    ...(from && { from: recordingWords(from) }),
    ...(to && { to: recordingWords(to) }),
  };
  if (!to) return { sign: "-", text: `${language} no longer plays: ${values.from}`, values };
  if (!from) return { sign: "+", text: `${language} plays: ${values.to}`, values };
  return { sign: "~", text: `${language} plays: ${values.from} -> ${values.to}`, values };
}

/** `welcome-de.wav, 2.4 s, sha256 1a2b3c4d5e6f` */
function recordingWords({ file, seconds, sha256 }: ReportRecording): string {
  const facts = [
    printableLine(file),
    seconds === undefined ? "" : lengthWords(seconds),
    sha256 === undefined ? "" : `sha256 ${printableLine(sha256.slice(0, 12))}`,
  ];
  return facts.filter(Boolean).join(", ");
}

/** `2.4 s`, `1 min 5 s` */
function lengthWords(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
