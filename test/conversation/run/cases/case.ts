import { parseArchy } from "@genesys-flows/architect";
import {
  type Answer,
  type Assumed,
  type CustomerAct,
  converse,
  type Event,
  nobodyKnows,
  type Question,
  type RunnableFlow,
  runnable,
  type Transcript,
  textOf,
  type World,
} from "@genesys-flows/conversation";

type Asked = Exclude<Question, { asks: "customer" }>;

/** A conversation with a small flow, and what it shows. */
export interface Case {
  /** The action that the case is about; an event, a question or the ending is at it. */
  readonly of: string;
  readonly name: string;
  /** An Archy document. */
  readonly flow: string;
  /** Documents of modules, and of flows that transfers lead to, by their names. */
  readonly others?: Readonly<Record<string, string>>;
  /** What the customer does, one act for each question; then nothing. */
  readonly acts?: readonly CustomerAct[];
  /** What the world answers; the first path of a question that it leaves out. */
  readonly answers?: (question: Asked) => Answer | undefined;
  readonly builtIn?: Readonly<Record<string, string | number>>;
  readonly assume?: Assumed;
  /** What the customer does while something happens. */
  readonly meanwhile?: (event: Event) => CustomerAct | undefined;
  readonly world?: Partial<World>;
  readonly shows: Partial<Shown>;
}

/** A transcript in the form that cases compare. */
export interface Shown {
  readonly hears: readonly string[];
  readonly reads: readonly string[];
  readonly ending: object;
  readonly fault: string | undefined;
  /** Texts of variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly data: Readonly<Record<string, string>>;
  /** `wrap-up code: Sale` */
  readonly notes: readonly string[];
  /** Seconds of waiting. */
  readonly waits: readonly number[];
  /** Output paths that the action of the case took. */
  readonly paths: readonly string[];
  /** Questions to the world, without their places. */
  readonly asked: readonly object[];
  readonly actions: number;
  readonly endsAt: number;
  readonly assumptions: readonly string[];
}

/** Runs a case. */
export function played(one: Case): { transcript: Transcript; shown: Shown; kinds: Set<string> } {
  const acts = [...(one.acts ?? [])];
  const kinds = new Set<string>();
  const asked: object[] = [];
  const flows = new Map(Object.entries(one.others ?? {}).map(([name, text]) => [name, flowOf(text)]));
  const transcript = converse(
    flowOf(one.flow, (name) => flows.get(name)),
    {
      at: new Date("2026-06-03T10:00:00Z"),
      flow: (name) => flows.get(name),
      builtIn: (name) => one.builtIn?.[name],
      ...(one.assume && { assume: one.assume }),
      ...one.world,
      answer: (question) => {
        if (question.place.kind !== undefined) kinds.add(question.place.kind);
        if (question.asks === "customer") return acts.shift() ?? { does: "nothing" };
        const { place: _place, paths, ...rest } = question;
        asked.push(rest);
        return one.answers?.(question) ?? { path: paths[0] as string };
      },
      hears: (event) => one.meanwhile?.(event),
    },
  );
  for (const { place } of [...transcript.events, transcript.ending])
    if (place.kind !== undefined) kinds.add(place.kind);
  return { transcript, shown: shownOf(one, transcript, asked), kinds };
}

function flowOf(text: string, module: (name: string) => RunnableFlow | undefined = () => undefined): RunnableFlow {
  return runnable(parseArchy(text, { file: "test.yaml" }), { module });
}

function shownOf({ of }: Case, transcript: Transcript, asked: readonly object[]): Shown {
  const { events, ending, fault, variables, participantData, actions, assumptions } = transcript;
  const { at, place: _place, ...how } = ending;
  const pick = <T>(from: (event: Event) => T | undefined) =>
    events.map(from).filter((one): one is NonNullable<T> => one !== undefined);
  return {
    hears: pick((one) => (one.event === "hears" ? one.text : undefined)),
    reads: pick((one) => (one.event === "reads" ? one.text : undefined)),
    notes: pick((one) => (one.event === "notes" ? `${one.what}: ${one.text}` : undefined)),
    waits: pick((one) => (one.event === "waits" ? one.lastsMs / 1000 : undefined)),
    paths: pick((one) => (one.event === "takes" && one.place.kind === of ? one.path : undefined)),
    ending: how,
    fault: fault?.message,
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(value)])),
    data: participantData,
    asked,
    actions,
    endsAt: at / 1000,
    assumptions,
  };
}

const indented = (text: string, by: number) => text.trim().replace(/^/gm, " ".repeat(by));

/** A call flow with one task. @param more further keys of the flow */
export function call(actions: string, more = ""): string {
  return `
inboundCall:
  name: Test
  defaultLanguage: en-us
  startUpRef: "/inboundCall/tasks/task[T]"
${indented(more, 2)}
  tasks:
    - task:
        name: T
        refId: T
        actions:
${indented(actions, 10)}
`;
}

/** A call flow that starts with a menu. @param more further keys of the menu */
export function menu(choices: string, more = "", flow = ""): string {
  return `
inboundCall:
  name: Test
  defaultLanguage: en-us
  startUpRef: "/inboundCall/menus/menu[M]"
${indented(flow, 2)}
  menus:
    - menu:
        name: Main
        refId: M
        audio: {tts: Menu}
${indented(more, 8)}
        choices:
${indented(choices, 10)}
`;
}

/** A flow with states, such as a workflow, with one state. */
export function inState(type: string, actions: string, more = ""): string {
  return `
${type}:
  name: Test
  defaultLanguage: en-us
  startUpRef: "/${type}/states/state[S]"
${indented(more, 2)}
  states:
    - state:
        name: S
        refId: S
        actions:
${indented(actions, 10)}
`;
}

/** A common module. */
export function commonModule(actions: string, variables = "[]"): string {
  return `
commonModule:
  name: Module
  variables: ${variables}
  startUpTaskActions:
${indented(actions, 4)}
`;
}

export const presses = (keys: string): CustomerAct => ({ does: "presses", keys });
export const nothing: CustomerAct = { does: "nothing" };

/** Answers one kind of question with a path; every other one with its first path. */
export const answering =
  (asks: Asked["asks"], path: string, more: object = {}) =>
  (question: Asked): Answer | undefined =>
    question.asks === asks ? { path, ...more } : undefined;

export { nobodyKnows };
