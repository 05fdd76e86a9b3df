import { type ArchyMap, type ArchyValue, type FlowNode, get, isMap, NameMap } from "@genesys-flows/architect";
import { jsonOf, textOf } from "../expression/text.ts";
import { isNotSet, type Json, type Value } from "../expression/values.ts";
import { destinationText } from "./destination-text.ts";
import type { Departure, Scope } from "./scope.ts";
import { Leaves, type Talk } from "./talk.ts";
import type {
  Answer,
  Course,
  CustomerAct,
  Event,
  Happening,
  Place,
  Question,
  WorldAnswer,
  WorldQuestion,
} from "./types.ts";
import { fromJson, milliseconds } from "./wrappers.ts";

/** An action while it runs: its properties, and its access to the world. */
export class Step implements Departure {
  readonly scope: Scope;
  readonly node: FlowNode;
  /** The previous node in the same flow; undefined at the start. */
  readonly from: FlowNode | undefined;

  constructor(scope: Scope, node: FlowNode, from: FlowNode | undefined) {
    this.scope = scope;
    this.node = node;
    this.from = from;
  }

  get talk(): Talk {
    return this.scope.talk;
  }

  get place(): Place {
    return this.scope.place(this.node);
  }

  property(name: string): ArchyValue | undefined {
    return get(this.node.properties, name);
  }

  value(name: string, type?: string): Value {
    return this.scope.value(this.property(name), type);
  }

  text(name: string): string | undefined {
    return textOf(this.value(name, "string"));
  }

  /** Milliseconds from a property; otherwise from the flow's default for the action, or from the platform's default. */
  duration(name: string, usual: number): number {
    for (const wrapper of [this.property(name), this.scope.actionDefault(this.node.kind, name)]) {
      const given = wrapper === undefined ? undefined : milliseconds(this.scope.value(wrapper, "duration"));
      if (given !== undefined) return given;
    }
    return usual;
  }

  /** Sets the variable that a binding names: `{var: Flow.x}`, or a plain name. */
  bind(binding: ArchyValue | undefined, value: Value): void {
    const name = typeof binding === "string" ? binding : get(binding, "var");
    if (typeof name === "string") this.scope.set(name, value);
  }

  /** Sets the variables in a map of outputs: `{id: {var: Flow.id}}`. */
  bindAll(bindings: ArchyMap | undefined, outputs: Readonly<Record<string, Json>> = {}): void {
    const given = new NameMap<Json>();
    for (const [name, value] of Object.entries(outputs)) given.set(name, value);
    for (const [output, binding] of Object.entries(bindings ?? {})) {
      const name = get(binding, "var");
      if (typeof name === "string") this.scope.set(name, fromJson(given.get(output), this.scope.typeOf(name)));
    }
  }

  /** The outputs that a map binds, with the types of their variables. */
  boundTypes(bindings: ArchyMap | undefined): Record<string, string | undefined> {
    const bound = Object.entries(bindings ?? {}).flatMap(([output, binding]) => {
      const name = get(binding, "var");
      return typeof name === "string" ? [[output, this.scope.typeOf(name)] as const] : [];
    });
    return Object.fromEntries(bound);
  }

  /**
   * Emits an event, during which the customer may press keys or hang up.
   * @returns the milliseconds after which a key ends the event; undefined if the event runs to its end
   * @throws Leaves when the customer hangs up
   */
  *happens(event: Happening): Course<number | undefined> {
    const { talk } = this;
    const answer = yield { at: talk.now, place: this.place, ...event } as Event;
    if (!answer || !("does" in answer)) return undefined;
    const afterMs = answer.afterMs ?? 0;
    if (answer.does === "hangs up") talk.pass(afterMs);
    yield* this.acts(answer, answer.does === "hangs up" ? 0 : afterMs);
    if (answer.does !== "presses") return undefined;
    const choice = talk.assumed("barge-in");
    if (choice !== "keys-are-dropped") talk.keys += answer.keys;
    return choice === "keys-end-the-audio" ? afterMs : undefined;
  }

  /**
   * Performs an act of the customer. After writing, the customer may write again immediately.
   * @param afterMs milliseconds from now until the act
   * @throws Leaves when the customer hangs up
   */
  *acts(act: CustomerAct, afterMs = 0): Course<void> {
    const next = yield { at: this.talk.now + afterMs, place: this.place, event: "does", act };
    if (act.does === "hangs up") throw new Leaves({ ends: "hung up" }, this.place);
    if (act.does !== "writes") return;
    this.talk.written = act.text;
    if (next && "does" in next && next.does === "writes") yield* this.acts(next, afterMs);
  }

  /** Waits for the customer. @throws Leaves when the customer hangs up */
  *awaits(question: Omit<Extract<Question, { asks: "customer" }>, "asks" | "place">): Course<CustomerAct> {
    const answer = (yield { asks: "customer", place: this.place, ...question }) as Answer | undefined;
    if (!answer || !("does" in answer))
      throw new Leaves({ ends: "stopped", why: "The customer's response is not defined." }, this.place);
    this.talk.pass(answer.does === "nothing" ? question.withinMs : Math.min(answer.afterMs ?? 0, question.withinMs));
    yield* this.acts(answer);
    return answer;
  }

  /**
   * Asks the world, and lets the time of the answer pass.
   * @param o.otherwise the answer if the world has no answer
   * @param o.passes events that happen until the answer. Default: only time passes
   * @throws Leaves when there is no answer
   */
  *asks(
    question: WorldQuestion,
    paths: readonly string[],
    o: { readonly otherwise?: () => WorldAnswer; readonly passes?: (answer: WorldAnswer) => Course<void> } = {},
  ): Course<WorldAnswer> {
    const given = (yield { ...question, place: this.place, paths } as Question) as Answer | undefined;
    if (given && "does" in given) yield* this.acts(given);
    const isKnown = given !== undefined && "path" in given && given.path !== undefined;
    const answer = isKnown ? given : o.otherwise?.();
    if (!answer || !("path" in answer) || answer.path === undefined)
      throw new Leaves({ ends: "stopped", why: unanswered(question) }, this.place);
    if (!paths.includes(answer.path))
      throw new Leaves(
        { ends: "stopped", why: `'${answer.path}' is not one of its output paths: ${paths.join(", ")}.` },
        this.place,
      );
    yield* this.happens({ event: "asks", question, answer });
    if (o.passes) yield* o.passes(answer);
    else if (answer.tookMs) this.talk.pass(answer.tookMs);
    return answer;
  }

  *notes(what: string, text: string): Course<void> {
    yield* this.happens({ event: "notes", what, text });
  }

  json(wrapper: ArchyValue | undefined, type?: string): Json {
    return jsonOf(this.scope.value(wrapper, type));
  }

  /** The object name in a wrapper, `{lit: {name}}`, `{name}` or an expression; undefined for NOT_SET. */
  nameOf(wrapper: ArchyValue | undefined, type: string): string | undefined {
    if (isMap(wrapper) && typeof wrapper["name"] === "string") return wrapper["name"];
    const value = this.scope.value(wrapper, type);
    return isNotSet(value) ? undefined : textOf(value);
  }
}

function unanswered(question: WorldQuestion): string {
  switch (question.asks) {
    case "dataAction":
      return `No response is defined for the data action '${question.name}'.`;
    case "tableRow":
      return `No rows are defined for the data table '${question.name}'.`;
    case "transfer":
      return `No result is defined for the transfer to ${destinationText(question.to)}.`;
    case "unknown":
      return `The behaviour of '${question.kind}' is not documented, and no result is defined for '${question.name}'.`;
    case "object":
      return `Nothing defines whether ${question.type} '${question.name}' exists.`;
    case "send":
      return `Nothing defines whether '${question.name}' reaches the customer.`;
    case "scheduleGroup":
    case "schedule":
    case "emergencyGroup":
      return `No state is defined for '${question.name}'.`;
  }
}
