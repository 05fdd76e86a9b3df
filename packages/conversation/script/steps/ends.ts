import { jsonOf } from "../../expression/text.ts";
import { destinationText } from "../../run/destination-text.ts";
import { bareName } from "../../run/flow.ts";
import type { Destination, Event } from "../../run/types.ts";
import { endingText } from "../event-text.ts";
import { landingKinds, type StepValue } from "../step-schema.ts";
import { entryOf, hasFields } from "../world.ts";
import type { EndOf, SomeRows, Verdict, Watched } from "./row.ts";
import { isValue } from "./text.ts";

type Landing = Exclude<StepValue<"lands in">, string>;

const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The target of the conversation, if the event is a successful transfer. */
export function landedAt(event: Event): Destination | undefined {
  if (event.event !== "asks" || event.question.asks !== "transfer") return undefined;
  return event.answer.path === "transferred" ? event.question.to : undefined;
}

function lands(value: StepValue<"lands in">, event: Event, watched: Watched): Verdict {
  const to = landedAt(event);
  if (!to) return undefined;
  if (typeof value === "string") return sameName(value, to.name) ? "done" : undefined;
  const kind = landingKinds.find((one) => value[one] !== undefined);
  const isKind = kind === to.kind || (kind === "flow" && to.kind === "secureFlow");
  if (kind === undefined || !isKind || !sameName(value[kind] ?? "", to.name)) return undefined;
  const differences = [...differencesOf(value, to), ...dataDifferences(value, watched)];
  return differences.length === 0 ? "done" : { near: `${destinationText(to)} was reached ${differences.join(", ")}` };
}

function differencesOf({ priority, skills, languageSkill }: Landing, to: Destination): string[] {
  const listed = (names: readonly string[] = []) => [...names].sort().join(", ");
  const given = listed(to.skills);
  return [
    ...(priority !== undefined && priority !== (to.priority ?? 0) ? [`with priority ${to.priority ?? 0}`] : []),
    ...(skills && listed(skills) !== given ? [given === "" ? "without skills" : `with the skills ${given}`] : []),
    ...(languageSkill !== undefined && languageSkill !== to.languageSkill
      ? [to.languageSkill === undefined ? "without a language skill" : `with the language skill ${to.languageSkill}`]
      : []),
  ];
}

function dataDifferences({ participantData = {} }: Landing, watched: Watched): string[] {
  return Object.entries(participantData).flatMap(([name, wanted]) => {
    const value = watched.participantData.get(name);
    if (isValue(wanted, value)) return [];
    return [value === undefined ? `without participant data '${name}'` : `with participant data '${name}': "${value}"`];
  });
}

function ended(value: StepValue<"ends">, { ending, variables }: EndOf): Verdict {
  const { outcome, outputs = {} } = typeof value === "object" ? value : { outcome: value === true ? undefined : value };
  if (ending.ends !== "ended" && (ending.ends !== "disconnected" || outcome !== undefined)) return undefined;
  if (ending.ends === "ended" && outcome !== undefined && outcome !== ending.outcome) return undefined;
  const made = Object.fromEntries(
    Object.entries(variables).flatMap(([name, of]) => [name, bareName(name)].map((one) => [one, jsonOf(of)])),
  );
  const differences = Object.entries(outputs).filter(([name, wanted]) => !hasFields(made, { [name]: wanted }));
  if (differences.length === 0) return "done";
  const texts = differences.map(([name]) => `'${name}' was ${JSON.stringify(entryOf(made, name) ?? null)}`);
  return { near: `${endingText(ending)}, and the output ${texts.join(", ")}` };
}

/** Steps for transfers and endings. */
export const endRows: SomeRows<"lands in" | "is disconnected" | "ends"> = {
  "lands in": { instead: ["hears", "reads", "asks", "fault"], event: lands },
  "is disconnected": {
    instead: ["hears", "reads", "asks", "fault"],
    end: (_, { ending }) => (ending.ends === "disconnected" ? "done" : undefined),
  },
  ends: {
    instead: ["hears", "reads", "asks", "fault"],
    end: ended,
  },
};
