import { isDeepStrictEqual } from "node:util";
import { builtInNamed } from "@genesys-flows/architect/expression";
import type { Json } from "../expression/values.ts";
import type { Destination, Question, WorldAnswer } from "../run/types.ts";
import type { DataActionAnswer, Given } from "../script/types.ts";
import { groupOfKind } from "../script/world.ts";
import { declaredAnswer, type Stage } from "../stage/stage.ts";
import { PARTICIPANT_DATA } from "./choices.ts";

type Asked = Exclude<Question, { asks: "customer" }>;
/** Outputs, in the format of a test. */
type Fields = NonNullable<Exclude<DataActionAnswer, string>["outputs"]>;
type Action = string | { readonly path: string; readonly outputs: Readonly<Record<string, Json>> };

/** Collects the world of a conversation in the form of a test's `given`, without anything that files declare. */
export class GivenWorld {
  readonly #stage: Stage;
  readonly #groups = new Map<string, Map<string, unknown>>();
  readonly #dataActions = new Map<string, DataActionAnswer[]>();
  readonly #actions = new Map<string, Action[]>();
  /** Whether each data table could be read, by name. */
  readonly #read = new Map<string, boolean>();
  readonly #fixed: { caller?: string; called?: string } = {};

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get given(): Given {
    return {
      ...this.#fixed,
      ...Object.fromEntries([...this.#groups].map(([group, entries]) => [group, Object.fromEntries(entries)])),
      ...(this.#dataActions.size > 0 && { dataActions: listed(this.#dataActions) }),
      ...(this.#actions.size > 0 && { actions: listed(this.#actions) }),
    } as Given;
  }

  /** The value of a platform variable. */
  variable(name: string, value: Json | undefined): void {
    if (value === undefined) return;
    if (name.startsWith(PARTICIPANT_DATA)) {
      this.#entry("participantData", name.slice(PARTICIPANT_DATA.length), value);
      return;
    }
    const written = builtInNamed(name)?.name ?? name;
    if (written === "Call.Ani" && typeof value === "string") this.#fixed.caller = value;
    else if (written === "Call.CalledAddress" && typeof value === "string") this.#fixed.called = value;
    else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [property, one] of Object.entries(value))
        if (one !== null) this.#entry("variables", `${written}.${property}`, one);
    } else this.#entry("variables", written, value);
  }

  /**
   * Records the world's answer to a question.
   * @returns whether a test can express it
   */
  answer(question: Asked, answer: WorldAnswer): boolean {
    if (question.asks === "dataAction") pushed(this.#dataActions, question.name, dataAnswer(answer));
    else if (!isDeepStrictEqual(declaredAnswer(this.#stage, question), answer)) this.#undeclared(question, answer);
    return question.asks !== "tableRow" || this.#isReadAlways(question.name, answer.path !== "failure");
  }

  /** Whether reading the table always succeeds or always fails. A test can only express these cases. */
  #isReadAlways(table: string, isRead: boolean): boolean {
    if (!this.#read.has(table)) this.#read.set(table, isRead);
    return this.#read.get(table) === isRead;
  }

  #undeclared(question: Exclude<Asked, { asks: "dataAction" }>, { path, outputs }: WorldAnswer): void {
    switch (question.asks) {
      case "tableRow": {
        if (path === "failure") {
          this.#entry("tables", question.name, path);
          break;
        }
        const rows = this.#groups.get("tables")?.get(question.name) as object | undefined;
        const row = path === "found" && { [question.key ?? ""]: { ...outputs } };
        this.#entry("tables", question.name, { ...rows, ...row });
        break;
      }
      case "scheduleGroup": {
        const emergency = path === "emergency" ? question.emergencyGroup : undefined;
        if (emergency === undefined) this.#entry("hours", question.name, path);
        else this.#entry("hours", emergency, "active");
        break;
      }
      case "schedule":
      case "emergencyGroup":
        this.#entry("hours", question.name, path);
        break;
      case "transfer":
        if (path !== "transferred") this.#transferFails(question.to, path);
        break;
      case "unknown":
      case "send":
        pushed(this.#actions, question.name, hasAny(outputs) ? { path, outputs: { ...outputs } } : path);
        break;
      case "object":
        if (path === "notFound") pushed(this.#actions, question.place.node ?? question.name, path);
    }
  }

  #transferFails({ kind, name }: Destination, path: string): void {
    if (kind === "queue") this.#entry("queues", name, "fails");
    else this.#entry(groupOfKind[kind], name, kind === "extension" && path === "timeout" ? "timeout" : "fails");
  }

  #entry(group: string, name: string, value: unknown): void {
    const entries = this.#groups.get(group) ?? new Map<string, unknown>();
    this.#groups.set(group, entries.set(name, value));
  }
}

/** Copies an answer, so that it is not written as a YAML alias. */
function dataAnswer({ path, outputs }: WorldAnswer): DataActionAnswer {
  return hasAny(outputs)
    ? { outputs: structuredClone(outputs) as Fields }
    : (path as Extract<DataActionAnswer, string>);
}

const hasAny = (outputs: WorldAnswer["outputs"]) => outputs !== undefined && Object.keys(outputs).length > 0;

function pushed<T>(all: Map<string, T[]>, name: string, one: T): void {
  const known = all.get(name);
  if (known) known.push(one);
  else all.set(name, [one]);
}

/** One answer for all calls, or a list for successive calls. */
function listed<T>(all: ReadonlyMap<string, readonly T[]>): Record<string, T | readonly T[]> {
  const entries = [...all].map(([name, [first, ...more]]) => {
    const isOne = more.every((other) => isDeepStrictEqual(other, first));
    return [name, isOne ? (first as T) : [first as T, ...more]] as const;
  });
  return Object.fromEntries(entries);
}
