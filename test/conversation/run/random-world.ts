import {
  type Answer,
  type CustomerAct,
  nobodyKnows,
  type Question,
  type World,
  type WorldAnswer,
} from "@genesys-flows/conversation";

type Waits = Extract<Question, { asks: "customer" }>;
type Asked = Exclude<Question, Waits>;

/** A world whose customer and systems do anything that the flow allows. @param next a number from 0 to 99, each time another */
export function randomWorld(next: () => number, o: { readonly answersUnknown: boolean }): World {
  const pick = <T>(of: readonly T[]): T => of[next() % of.length] as T;
  return {
    at: new Date("2026-06-03T10:00:00Z"),
    builtIn: (name) => (next() < 50 ? undefined : name === "Flow.HoldPrompt" ? "on_hold_music" : "+13175550199"),
    answer: (question) => {
      if (question.asks === "customer") return pick(actsFor(question, next));
      if (question.asks === "unknown" && !o.answersUnknown) return nobodyKnows;
      return answerTo(question, pick);
    },
    hears: () => (next() < 1 ? { does: "hangs up" } : undefined),
  };
}

function actsFor({ accepts }: Waits, next: () => number): CustomerAct[] {
  const keys = (accepts.choices ?? []).flatMap(({ key }) => (key === undefined ? [] : [key]));
  const terms = (accepts.choices ?? []).flatMap((choice) => choice.terms);
  const digits = accepts.digits ? [String(next()).repeat(40).slice(0, accepts.digits.max)] : [];
  return [
    { does: "nothing" },
    { does: "hangs up" },
    ...["*", "#", String(next()), ...keys, ...digits].map((one): CustomerAct => ({ does: "presses", keys: one })),
    ...["what?", ...terms].map((text): CustomerAct => ({ does: "says", text })),
    ...(accepts.text ? [{ does: "writes", text: "Hello" } as const] : []),
  ];
}

const samples: Readonly<Record<string, readonly NonNullable<WorldAnswer["outputs"]>[string][]>> = {
  boolean: [true, false],
  integer: [0, 1, -5],
  decimal: [1.5],
  json: [{ name: "x" }, [1, 2]],
};

function answerTo(question: Asked, pick: <T>(of: readonly T[]) => T): Answer {
  const path = pick(question.paths);
  const types = "outputs" in question ? Object.entries(question.outputs) : [];
  const outputs = types.map(([name, type]) => [name, pick([null, ...(samples[type ?? ""] ?? ["x", "1"])])] as const);
  return {
    path,
    outputs: Object.fromEntries(outputs),
    tookMs: pick([0, 500, 20_000]),
    ...(path === "transferred" && { answersAfterMs: pick([0, 1_000, 200_000]) }),
  };
}
