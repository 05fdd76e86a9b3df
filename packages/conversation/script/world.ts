import { isDeepStrictEqual } from "node:util";
import { flowTypes } from "@genesys-flows/architect";
import { builtInNamed } from "@genesys-flows/architect/expression";
import { instantIn } from "@genesys-flows/architect/hours";
import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import type { Surroundings } from "../run/talk.ts";
import { type Answer, type Destination, nobodyKnows, type Question, type WorldAnswer } from "../run/types.ts";
import { declaredAnswer, type Stage } from "../stage/stage.ts";
import { durationMs } from "./duration.ts";
import type { DataActionAnswer, Given } from "./types.ts";

type Asked = Exclude<Question, { asks: "customer" }>;
type Of<Asks extends Asked["asks"]> = Extract<Asked, { asks: Asks }>;

/** The start of a conversation whose script has no `at`: a Monday at noon. Schedules are not evaluated at this time. */
const SOME_TIME = new Date("2026-01-05T12:00:00Z");

/** Merges two worlds; the second takes precedence. */
export function merged(first: Given, second: Given): Given {
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]) as Set<keyof Given>;
  return Object.fromEntries(
    [...keys].map((key) => {
      const [before, after] = [first[key], second[key]];
      const areGroups = typeof before === "object" && typeof after === "object";
      return [key, areGroups ? { ...before, ...after } : (after ?? before)];
    }),
  );
}

/** The world of a conversation that starts with an e-mail or message; undefined for a flow that starts without one. */
export function opening({ type }: RunnableFlow, text: string): Given | undefined {
  const scope = { call: undefined, none: undefined, chat: undefined, email: "Email", message: "Message" }[
    flowTypes[type].media
  ];
  return scope === undefined ? undefined : { variables: { [`${scope}.Message.body`]: text } };
}

/** The facts that a run knows without asking, from the script and from files. */
export function surroundingsOf(given: Given, { surroundings }: Stage): Surroundings {
  const variables = variablesOf(given);
  return {
    ...surroundings,
    at: (given.at === undefined ? undefined : instantIn(given.at)) ?? SOME_TIME,
    builtIn: (name) => variables.get(name.toLowerCase()) ?? surroundings.builtIn?.(name),
    participantData: (name) => given.participantData?.[name],
    prompt: (name, language) => {
      const text = entryOf(given.prompts, name);
      return text === undefined ? surroundings.prompt?.(name, language) : { text };
    },
    inQueueFlow: (queue) => {
      const said = entryOf(given.queues, queue);
      return (typeof said === "object" ? said.inQueueFlow : undefined) ?? surroundings.inQueueFlow?.(queue);
    },
    ...(given.inputs && { inputs: given.inputs }),
    ...(given.language !== undefined && { language: given.language }),
    ...(given.assume && { assume: given.assume as Surroundings["assume"] }),
  };
}

/** Platform variables by full lower-case name. A variable with properties is an object. */
function variablesOf({ caller, called, language, variables = {} }: Given): ReadonlyMap<string, Json> {
  const values = new Map<string, Json>();
  const set = (name: string, value: Json | undefined) => value !== undefined && values.set(name.toLowerCase(), value);
  set("Call.Ani", caller);
  set("Call.CalledAddress", called);
  for (const medium of ["Call", "Email", "Message"]) set(`${medium}.Language`, language);
  for (const [name, value] of Object.entries(variables)) {
    set(name, value);
    const dot = name.lastIndexOf(".");
    const whole = builtInNamed(name.slice(0, dot));
    if (!whole) continue;
    const unset = Object.fromEntries((whole.properties ?? []).map((property) => [property, null]));
    const known = values.get(whole.name.toLowerCase()) as Readonly<Record<string, Json>> | undefined;
    const property = whole.properties?.find((one) => one.toLowerCase() === name.slice(dot + 1).toLowerCase());
    set(whole.name, { ...unset, ...known, [property ?? name.slice(dot + 1)]: value });
  }
  return values;
}

/** An entry by name, ignoring case. */
export function entryOf<T>(entries: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  if (entries === undefined) return undefined;
  if (Object.hasOwn(entries, name)) return entries[name];
  const key = Object.keys(entries).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : entries[key];
}

/** Answers a flow's questions from the script or, if the script has no answer, from files. */
export class ScriptedWorld {
  readonly #given: Given;
  readonly #stage: Stage;
  /** How often each name was requested. */
  readonly #turns = new Map<string, number>();
  /** A hint about how to answer the unanswered question in the script. */
  missing: string | undefined;

  constructor(given: Given, stage: Stage) {
    this.#given = given;
    this.#stage = stage;
  }

  answer(question: Asked): Answer {
    const scripted = this.#scripted(question);
    if (scripted) return scripted;
    const declared = this.#declared(question);
    const isTimed = question.asks === "scheduleGroup" || question.asks === "schedule";
    const needsTime = declared !== undefined && isTimed && this.#given.at === undefined;
    if (declared && !needsTime) return declared;
    if (question.asks !== "object") this.missing = needsTime ? missingTime(question.name) : missingFor(question);
    return nobodyKnows;
  }

  #declared(question: Asked): WorldAnswer | undefined {
    if (question.asks !== "scheduleGroup" || question.emergencyGroup === undefined)
      return declaredAnswer(this.#stage, question);
    const { emergencyGroup, ...withoutEmergency } = question;
    const isOff = entryOf(this.#given.hours, emergencyGroup) === "inactive";
    return declaredAnswer(this.#stage, isOff ? withoutEmergency : question);
  }

  #scripted(question: Asked): WorldAnswer | undefined {
    switch (question.asks) {
      case "dataAction":
        return this.#dataAction(question);
      case "tableRow":
        return this.#row(question);
      case "scheduleGroup":
        return this.#hours(question);
      case "schedule":
      case "emergencyGroup": {
        const path = entryOf(this.#given.hours, question.name);
        return path === undefined ? undefined : { path };
      }
      case "transfer":
        return this.#transfer(question.to);
      case "unknown":
      case "send":
        return this.#action(question);
      // If neither the script nor a file mentions an object, the assumption `names-exist` decides whether it exists.
      case "object":
        return this.#action({ name: question.place.node ?? question.name, place: question.place });
    }
  }

  /** The entry for a question. From a list, the next entry; the last entry applies to all later questions. */
  #turn<T>(entry: T | readonly T[] | undefined, name: string): T | undefined {
    if (!Array.isArray(entry)) return entry as T | undefined;
    const turn = this.#turns.get(name) ?? 0;
    this.#turns.set(name, turn + 1);
    return entry[Math.min(turn, entry.length - 1)];
  }

  #dataAction({ name, inputs, timeoutMs }: Of<"dataAction">): WorldAnswer | undefined {
    const said = this.#turn<DataActionAnswer>(
      entryOf(this.#given.dataActions, name),
      `data action ${name.toLowerCase()}`,
    );
    return said === undefined ? undefined : answerOf(said, inputs, timeoutMs);
  }

  #row({ name, key }: Of<"tableRow">): WorldAnswer | undefined {
    const rows = entryOf(this.#given.tables, name);
    if (!rows) return undefined;
    if (typeof rows === "string")
      return { path: "failure", ...(rows !== "failure" && { outputs: { errorType: rows } }) };
    const row = key !== undefined && Object.hasOwn(rows, key) ? rows[key] : undefined;
    return row ? { path: "found", outputs: row } : { path: "notFound" };
  }

  /** An emergency takes precedence over the group's hours. */
  #hours({ name, emergencyGroup }: Of<"scheduleGroup">): WorldAnswer | undefined {
    const { hours } = this.#given;
    const emergency = emergencyGroup === undefined ? undefined : entryOf(hours, emergencyGroup);
    if (emergency === "active") return { path: "emergency" };
    const path = entryOf(hours, name);
    return path === undefined ? undefined : { path };
  }

  #transfer({ kind, name }: Destination): WorldAnswer | undefined {
    if (kind === "queue") {
      const queue = entryOf(this.#given.queues, name);
      if (queue === "fails" || queue?.fails) return { path: "failure" };
      const after = queue?.answersAfter;
      if (after === "never") return { path: "transferred" };
      return after === undefined ? undefined : { path: "transferred", answersAfterMs: durationMs(after) };
    }
    if (kind === "extension" && entryOf(this.#given.extensions, name) === "timeout") return { path: "timeout" };
    const said: Readonly<Record<string, unknown>> | undefined = this.#given[groupOfKind[kind]];
    return entryOf(said, name) === undefined ? undefined : { path: "failure" };
  }

  #action({ name, place }: Pick<Of<"unknown">, "name" | "place">): WorldAnswer | undefined {
    const { actions } = this.#given;
    const key = entryOf(actions, name) === undefined && place.node !== undefined ? place.node : name;
    const said = this.#turn(entryOf(actions, key), `action ${key.toLowerCase()}`);
    if (said === undefined) return undefined;
    if (typeof said === "string") return { path: said };
    const { path, outputs, takes } = said;
    return { path, ...(outputs && { outputs }), ...(takes !== undefined && { tookMs: durationMs(takes) }) };
  }
}

export const groupOfKind = {
  user: "users",
  group: "groups",
  number: "numbers",
  flow: "flows",
  secureFlow: "flows",
  voicemail: "voicemails",
  extension: "extensions",
} as const satisfies Readonly<Record<Exclude<Destination["kind"], "queue">, keyof Given>>;

/** A data action's response to a call; undefined when the script has none for its inputs. */
function answerOf(
  said: DataActionAnswer,
  inputs: Readonly<Record<string, Json>>,
  timeoutMs: number | undefined,
): WorldAnswer | undefined {
  if (said === "timeout") return { path: "timeout", tookMs: timeoutMs ?? 0 };
  if (typeof said === "string") return { path: said };
  if (said.when && !hasFields(inputs, said.when))
    return said.otherwise === undefined ? undefined : answerOf(said.otherwise, inputs, timeoutMs);
  const tookMs = said.takes === undefined ? undefined : durationMs(said.takes);
  if (said.timeout) return { path: "timeout", tookMs: tookMs ?? timeoutMs ?? 0 };
  if (tookMs !== undefined && timeoutMs !== undefined && tookMs > timeoutMs)
    return { path: "timeout", tookMs: timeoutMs };
  const outputs = said.failure === true ? undefined : (said.failure ?? said.outputs);
  return {
    path: said.failure === undefined ? "success" : "failure",
    ...(outputs && { outputs }),
    ...(tookMs !== undefined && { tookMs }),
  };
}

/**
 * Whether values contain certain fields. Numbers and Booleans are compared as strings, because inputs often are
 * strings.
 */
export function hasFields(values: Readonly<Record<string, Json>>, fields: Readonly<Record<string, Json>>): boolean {
  const plain = (json: Json | undefined) => (typeof json === "object" ? json : String(json));
  return Object.entries(fields).every(([name, value]) => isDeepStrictEqual(plain(entryOf(values, name)), plain(value)));
}

const missingTime = (name: string) =>
  `Add the start of the conversation to \`given\`, such as \`at: 2026-12-24T10:00-05:00\`, or the state: \`${name}: closed\`.`;

/** A hint about how to answer a question in a script. */
function missingFor(question: Exclude<Asked, { asks: "object" }>): string {
  return `Add \`${lineFor(question)}\` to \`given\`.`;
}

function lineFor(question: Exclude<Asked, { asks: "object" }>): string {
  switch (question.asks) {
    case "dataAction":
      return `${question.name}: {outputs: ${sample(question.outputs)}}`;
    case "tableRow":
      return `${question.name}: {"${question.key ?? "KEY"}": ${sample(question.outputs)}}`;
    case "scheduleGroup":
    case "schedule":
    case "emergencyGroup":
      return `${question.name}: ${question.paths[0] ?? ""}`;
    case "unknown":
    case "send":
      return `actions: {${question.name}: ${question.paths[0] ?? "PATH"}}`;
    case "transfer":
      return question.to.kind === "queue"
        ? `queues: {${question.to.name}: {answersAfter: 30s}}`
        : `${groupOfKind[question.to.kind]}: {${question.to.name}: fails}`;
  }
}

const SAMPLES: Readonly<Record<string, string>> = { boolean: "true", integer: "1", decimal: "1.5" };

function sample(outputs: Readonly<Record<string, string | undefined>>): string {
  const entries = Object.entries(outputs).map(([name, type]) => `${name}: ${SAMPLES[type ?? ""] ?? '"..."'}`);
  return `{${entries.join(", ")}}`;
}
