import { type Assumption, assumptions, type RunAssumption, runAssumptions } from "@genesys-flows/conversation";
import type { Moment, Timeline } from "@genesys-flows/conversation/call";
import type { Given } from "@genesys-flows/conversation/script";
import type { PublishedContent } from "@genesys-flows/local-org";
import type { Called, CalledMoment } from "./wire.ts";

/** Moments with the recordings of their prompts and, for a stale snapshot, the published version. */
export function momentsWithRecordings(
  moments: readonly Moment[],
  { prompts, flows }: Pick<PublishedContent, "prompts" | "flows">,
): CalledMoment[] {
  const byName = new Map(prompts.map(({ name, resources }) => [name.toLowerCase(), resources]));
  const recordingOf = (prompt: string, language = ""): string[] => {
    const resources = byName.get(prompt.toLowerCase()) ?? [];
    const { recording } = resources.find((one) => one.language === language) ?? resources[0] ?? {};
    return recording === undefined ? [] : [recording];
  };
  return moments.map((moment): CalledMoment => {
    if (moment.event === "hears") {
      const recordings = moment.prompts.flatMap((prompt) => recordingOf(prompt, moment.language));
      return recordings.length === 0 ? moment : { ...moment, recordings };
    }
    if (moment.event !== "enters") return moment;
    const { place, flow, version } = moment;
    const caller = flows.find(({ name, type }) => name === place.flow && type === place.type);
    const held = caller?.holds.find((one) => one.name === flow && one.version === version);
    return held && held.published !== held.version ? { ...moment, published: held.published } : moment;
  });
}

/** The assumptions that a call relied on, as text. */
export function assumed(names: Timeline["assumptions"], { assume = {} }: Given): Called["assumptions"] {
  return names.map((name) => {
    const text = Object.hasOwn(runAssumptions, name)
      ? choiceText(name as RunAssumption, assume)
      : (assumptions[name as Assumption] ?? "");
    return { name, text };
  });
}

function choiceText(name: RunAssumption, assume: Readonly<Record<string, string | undefined>>): string {
  const choices: Readonly<Record<string, string>> = runAssumptions[name].choices;
  return choices[assume[name] ?? ""] ?? Object.values(choices)[0] ?? "";
}

/** The question that has no answer yet. The type of an output is null if unknown, because JSON drops undefined. */
export function unansweredOf({ question, hint }: NonNullable<Timeline["unanswered"]>): object {
  const typed = "outputs" in question && {
    outputs: Object.fromEntries(Object.entries(question.outputs).map(([name, type]) => [name, type ?? null])),
  };
  return { question: { ...question, ...typed }, ...(hint !== undefined && { hint }) };
}
