import { type Centre, callFlow, type ModelFlow, numberAt } from "../../fixtures/centre-model.ts";
import { Dice } from "../dice.ts";

/** An edit of a centre's source. */
export interface Edit {
  /** What it does, for a person. */
  readonly what: string;
  readonly after: Centre;
}

const KEYS = ["sales", "support", "claims", "returns", "billing", "orders", "reception", "complaints"];
const NAMES = KEYS.flatMap((key) =>
  ["", " line", " desk"].map((suffix) => `${key[0]?.toUpperCase()}${key.slice(1)}${suffix}`),
);
/** Numbers that flows answer at, now or later. */
const NUMBERS = Array.from({ length: 8 }, (_, index) => numberAt(index));
const MOST_FLOWS = 5;
const FEWEST_FLOWS = 4;

/** Two modules, four call flows with four numbers among them, one flow for e-mail. */
export const firstCentre: Centre = {
  modules: {
    greeting: { name: "Greeting", text: "Welcome." },
    apology: { name: "Apology", text: "We are sorry." },
  },
  flows: Object.fromEntries(
    [
      callFlow("sales", {
        modules: ["greeting", "apology"],
        numbers: [NUMBERS[0], NUMBERS[1]] as string[],
        queued: true,
      }),
      callFlow("support", { modules: ["greeting"], numbers: [NUMBERS[2]] as string[] }),
      callFlow("claims", { modules: ["apology"], numbers: [NUMBERS[3]] as string[] }),
      callFlow("returns", { modules: ["apology"], queued: true }),
    ].map((flow) => [flow.key, flow]),
  ),
  queue: "Everybody who wants to speak to us",
};

/** An edit drawn at random, or nothing where the centre has nothing to do it to. */
export type Draw = (centre: Centre, dice: Dice) => Edit | undefined;

/** The kinds of edits, by name. */
export const draws = {
  moduleText,
  callerText,
  numberMoves,
  numbersSwap,
  numberAdded,
  numberRemoved,
  flowAdded,
  flowRemoved,
  flowReplaced,
  flowRenamed,
  typeChanged,
  queueSetting,
} as const satisfies Readonly<Record<string, Draw>>;

/** Kinds of edits; a kind comes as often as it is listed here. Numbers move most. */
const kinds: readonly Draw[] = [
  moduleText,
  moduleText,
  callerText,
  callerText,
  numberMoves,
  numberMoves,
  numberMoves,
  numbersSwap,
  numbersSwap,
  numberAdded,
  numberRemoved,
  whileFew(flowAdded),
  whileMany(flowRemoved),
  flowReplaced,
  flowReplaced,
  flowRenamed,
  flowRenamed,
  typeChanged,
  queueSetting,
];

/**
 * The edits of a seed, from `firstCentre` on, one after the other: one change or two at once. They depend on the seed and
 * nothing else, so the n-th is the same whatever became of those before it.
 */
export function edits(seed: number, count: number): { before: Centre; edit: Edit }[] {
  const dice = new Dice(seed);
  const drawn: { before: Centre; edit: Edit }[] = [];
  let before = firstCentre;
  for (let n = 0; n < count; n++) {
    const live = before;
    const first = drawOne(live, dice, live);
    const second = dice.chance(0.35) ? drawOne(first.after, dice, live) : undefined;
    const edit = second ? { what: `${first.what}; ${second.what}`, after: second.after } : first;
    drawn.push({ before, edit });
    before = edit.after;
  }
  return drawn;
}

function drawOne(centre: Centre, dice: Dice, live: Centre): Edit {
  for (;;) {
    const edit = dice.one(kinds)(centre, dice);
    if (edit && allowed(live, edit.after)) return edit;
  }
}

function whileFew(draw: Draw): Draw {
  return (centre, dice) => (Object.keys(centre.flows).length < MOST_FLOWS ? draw(centre, dice) : undefined);
}

function whileMany(draw: Draw): Draw {
  return (centre, dice) => (Object.keys(centre.flows).length > FEWEST_FLOWS ? draw(centre, dice) : undefined);
}

/** Whether no flow takes a name that another live flow holds: that is refused. */
export function allowed(live: Centre, after: Centre): boolean {
  const held = new Map(Object.values(live.flows).map(({ key, name }) => [name, key]));
  return Object.values(after.flows).every(({ key, name }) => (held.get(name) ?? key) === key);
}

function moduleText({ modules, ...centre }: Centre, dice: Dice): Edit {
  const key = dice.one(Object.keys(modules));
  const module = { name: String(modules[key]?.name), text: dice.sentence() };
  return { what: `module ${key} says "${module.text}"`, after: { ...centre, modules: { ...modules, [key]: module } } };
}

function callerText(centre: Centre, dice: Dice): Edit {
  const flow = dice.one(Object.values(centre.flows));
  const text = dice.sentence();
  return { what: `${flow.key} says "${text}"`, after: withFlows(centre, { ...flow, text }) };
}

function numberMoves(centre: Centre, dice: Dice): Edit | undefined {
  const from = dice.oneOf(calls(centre).filter(({ numbers }) => numbers.length > 0));
  const to = dice.oneOf(calls(centre).filter(({ key }) => key !== from?.key));
  if (!from || !to) return undefined;
  const number = dice.one(from.numbers);
  return {
    what: `${number} moves from ${from.key} to ${to.key}`,
    after: withFlows(
      centre,
      { ...from, numbers: from.numbers.filter((other) => other !== number) },
      { ...to, numbers: [...to.numbers, number] },
    ),
  };
}

function numbersSwap(centre: Centre, dice: Dice): Edit | undefined {
  const a = dice.oneOf(calls(centre).filter(({ numbers }) => numbers.length > 0));
  const b = dice.oneOf(calls(centre).filter(({ key, numbers }) => key !== a?.key && numbers.length > 0));
  if (!a || !b) return undefined;
  return {
    what: `${a.key} and ${b.key} swap ${a.numbers} and ${b.numbers}`,
    after: withFlows(centre, { ...a, numbers: b.numbers }, { ...b, numbers: a.numbers }),
  };
}

function numberAdded(centre: Centre, dice: Dice): Edit | undefined {
  const flow = dice.oneOf(calls(centre));
  const number = dice.oneOf(freeNumbers(centre));
  if (!flow || !number) return undefined;
  return {
    what: `${flow.key} gets ${number}`,
    after: withFlows(centre, { ...flow, numbers: [...flow.numbers, number] }),
  };
}

function numberRemoved(centre: Centre, dice: Dice): Edit | undefined {
  const flow = dice.oneOf(calls(centre).filter(({ numbers }) => numbers.length > 0));
  if (!flow) return undefined;
  const number = dice.one(flow.numbers);
  return {
    what: `${flow.key} loses ${number}`,
    after: withFlows(centre, { ...flow, numbers: flow.numbers.filter((other) => other !== number) }),
  };
}

function flowAdded(centre: Centre, dice: Dice): Edit {
  const number = dice.oneOf(freeNumbers(centre));
  const flow = newFlow(centre, dice, dice.chance(0.5) && number ? [number] : []);
  return {
    what: `${flow.key} (${flow.name}) is added at ${flow.numbers.join() || "no number"}`,
    after: withFlows(centre, flow),
  };
}

function flowRemoved(centre: Centre, dice: Dice): Edit {
  const flow = dice.one(Object.values(centre.flows));
  return { what: `${flow.key} is removed`, after: without(centre, flow.key) };
}

/** A flow goes, a new file takes its numbers. */
function flowReplaced(centre: Centre, dice: Dice): Edit | undefined {
  const gone = dice.oneOf(calls(centre).filter(({ numbers }) => numbers.length > 0));
  if (!gone) return undefined;
  const flow = newFlow(centre, dice, gone.numbers);
  return {
    what: `${gone.key} is removed, ${flow.key} (${flow.name}) takes ${gone.numbers}`,
    after: withFlows(without(centre, gone.key), flow),
  };
}

function flowRenamed(centre: Centre, dice: Dice): Edit {
  const flow = dice.one(Object.values(centre.flows));
  const name = freeName(centre, dice);
  return { what: `${flow.key} is renamed from ${flow.name} to ${name}`, after: withFlows(centre, { ...flow, name }) };
}

function typeChanged(centre: Centre, dice: Dice): Edit | undefined {
  const flow = dice.oneOf(Object.values(centre.flows).filter(({ numbers }) => numbers.length === 0));
  if (!flow) return undefined;
  const to: Partial<ModelFlow> =
    flow.type === "inboundCall" ? { type: "inboundEmail", modules: [] } : { type: "inboundCall", modules: ["apology"] };
  return { what: `${flow.key} becomes ${to.type}`, after: withFlows(centre, { ...flow, ...to }) };
}

function queueSetting(centre: Centre, dice: Dice): Edit {
  const queue = dice.sentence();
  return { what: `the queue is described as "${queue}"`, after: { ...centre, queue } };
}

function calls(centre: Centre): ModelFlow[] {
  return Object.values(centre.flows).filter(({ type }) => type === "inboundCall");
}

function freeNumbers(centre: Centre): string[] {
  const taken = new Set(calls(centre).flatMap(({ numbers }) => numbers));
  return NUMBERS.filter((number) => !taken.has(number));
}

function freeName(centre: Centre, dice: Dice): string {
  const taken = new Set(Object.values(centre.flows).map(({ name }) => name));
  return dice.one(NAMES.filter((name) => !taken.has(name)));
}

function newFlow(centre: Centre, dice: Dice, numbers: readonly string[]): ModelFlow {
  const key = dice.one(KEYS.filter((each) => !centre.flows[each]));
  const modules = dice.one([["greeting"], ["apology"], ["greeting", "apology"]]);
  return callFlow(key, {
    name: freeName(centre, dice),
    text: dice.sentence(),
    modules,
    queued: dice.chance(0.5),
    numbers,
  });
}

function withFlows(centre: Centre, ...flows: readonly ModelFlow[]): Centre {
  return { ...centre, flows: { ...centre.flows, ...Object.fromEntries(flows.map((flow) => [flow.key, flow])) } };
}

function without(centre: Centre, key: string): Centre {
  return { ...centre, flows: Object.fromEntries(Object.entries(centre.flows).filter(([each]) => each !== key)) };
}
