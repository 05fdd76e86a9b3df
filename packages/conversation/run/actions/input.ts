import { type ArchyValue, get, getMap, getText } from "@genesys-flows/architect";
import { scalar } from "../../expression/values.ts";
import type { Rows } from "../semantics.ts";
import type { Step } from "../step.ts";
import type { Accepts, Course } from "../types.ts";
import { play, playValue } from "./audio.ts";

const NO_ENTRY_MS = 5_000;
const INTER_DIGIT_MS = 3_000;

/** The key for `digit_9`, `digit_*`, `star`, `pound`. */
export function keyOf(dtmf: ArchyValue | undefined): string | undefined {
  if (typeof dtmf !== "string" && typeof dtmf !== "number") return undefined;
  const text = String(dtmf);
  if (text === "star" || text === "*") return "*";
  if (text === "pound" || text === "#") return "#";
  return /^(?:digit_)?([\d*#])$/.exec(text)?.[1];
}

/** The digits that an action accepts. */
interface Wanted {
  readonly min: number;
  readonly max: number;
  readonly terminator?: string;
  readonly alone: readonly string[];
}

function wantedDigits(step: Step): Wanted {
  const digits = getMap(step.node.properties, "digits");
  const exact = get(digits, "exact");
  const range = getMap(digits, "range");
  const number = (wrapper: ArchyValue | undefined, usual: number) => {
    const value = wrapper === undefined ? undefined : step.scope.value(wrapper, "integer");
    return value?.type === "integer" ? (value.value ?? usual) : usual;
  };
  const exactly = exact === undefined ? undefined : number(exact, 1);
  const terminator = keyOf(get(range, "terminatingDtmf"));
  const isOn = (name: string) => step.json(step.property(name), "boolean") === true;
  return {
    min: exactly ?? number(get(range, "min"), 1),
    max: exactly ?? number(get(range, "max"), 40),
    ...(terminator !== undefined && { terminator }),
    alone: [...(isOn("acceptJustStar") ? ["*"] : []), ...(isOn("acceptJustPound") ? ["#"] : [])],
  };
}

/** How long an action waits for the first digit and for each later digit, in milliseconds. */
interface Patience {
  readonly withinMs: number;
  readonly betweenMs: number;
}

/** Collects digits. @returns the digits; undefined for silence and for an entry that the action does not accept */
export function* collected(step: Step, wanted: Wanted, o: Patience): Course<string | undefined> {
  const { talk } = step;
  const { withinMs, betweenMs } = o;
  const keeps = get(step.node.properties, "includeTerminatingDtmfInResultData") === true;
  let entry = "";
  for (;;) {
    while (talk.keys !== "") {
      const key = talk.keys[0] as string;
      talk.keys = talk.keys.slice(1);
      if (key === wanted.terminator) {
        if (entry.length < wanted.min) return undefined;
        return keeps ? entry + key : entry;
      }
      if (key === "*" || key === "#") {
        if (entry === "" && wanted.alone.includes(key)) return key;
        if (refuses(step, wanted)) return undefined;
        continue;
      }
      entry += key;
      if (entry.length === wanted.max) return entry;
    }
    const accepts: Accepts = { digits: { ...wanted, already: entry } };
    const act = yield* step.awaits({ accepts, withinMs: entry === "" ? withinMs : betweenMs });
    if (act.does === "presses" && act.keys !== "") {
      talk.keys += act.keys;
      continue;
    }
    return entry.length >= wanted.min && entry !== "" ? entry : undefined;
  }
}

/**
 * Whether a star or pound key that an action does not accept makes the action fail. If the other key is the terminator,
 * the action fails (A3); otherwise, the assumption `star-or-pound` decides.
 */
function refuses({ talk }: Step, { terminator }: Wanted): boolean {
  if (terminator === "*" || terminator === "#") return true;
  return talk.assumed("star-or-pound") === "fails";
}

/** Reads the digits back according to the action's settings: one by one, or as a number. The caller confirms them. */
function* readBack(step: Step, entry: string): Course<void> {
  const type = getText(step.node.properties, "verificationType");
  if (type === undefined || type === "none") return;
  yield* play(step, step.property("verificationAudio"));
  const says = type === "individualDigits" ? [...entry].join(" ") : entry;
  yield* playValue(step, scalar("audio", [{ says }]));
  step.talk.assumed("verification");
}

export const inputRows: Rows = {
  collectInput: {
    asks: "the caller's digits",
    writes: "the input variable",
    source: "A1, A2, A3",
    assumes: ["barge-in", "star-or-pound", "verification"],
    *run(step) {
      yield* play(step, step.property("inputAudio"));
      const entry = yield* collected(step, wantedDigits(step), {
        withinMs: step.duration("noEntryTimeout", NO_ENTRY_MS),
        betweenMs: step.duration("interDigitTimeout", INTER_DIGIT_MS),
      });
      if (entry === undefined) return { path: "failure" };
      yield* readBack(step, entry);
      step.bind(step.property("inputData"), scalar("string", entry));
      return { path: "success" };
    },
  },
};
