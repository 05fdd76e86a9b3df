import { type Body, casesOf, type Json, list, MARK, map, text, versionOf, withPath } from "./export-document.ts";
import { brokenBy, ENDS, type Heard, type Trace } from "./verdict.ts";

/** A call in an export, and what its module can have put into a variable. */
export interface CallUnderTest {
  /** Display name of the call. */
  readonly name: string;
  /** The variable whose value shows the result. */
  readonly variable: string;
  /** Result -> value; undefined for a value that the flow does not name. */
  readonly results: readonly {
    readonly result: string;
    readonly isError: boolean;
    readonly value: string | undefined;
  }[];
}

/** Why a call of an export is broken; undefined for one that is not. Runs the document action by action. */
export function brokenInExport(type: string, body: Body, call: CallUnderTest): string | undefined {
  const run = (document: Body, value: string | undefined) =>
    new Run(document, { call: call.name, variable: call.variable, value });
  const heard = call.results.map(
    ({ result, isError, value }): Heard => ({ result, isError, traces: run(body, value).traces() }),
  );
  const [first] = call.results.map(({ value }) => run(body, value));
  if (!first?.isTested()) return "what the module returned is not tested";
  if (versionOf(body, call.name) !== "ver_latestPublished") return "the version is not the latest";
  const tracesIn = (document: Body) => JSON.stringify(call.results.map(({ value }) => run(document, value).traces()));
  const isUnused = (path: number) => {
    const marked = withPath(body, { call: call.name, path, actions: [MARK] });
    return marked !== undefined && tracesIn(marked) === tracesIn(body);
  };
  if (casesOf(body, call.name).some((_, path) => isUnused(path))) return "no result of the module takes a case";
  if (isUnused(-1)) return "no result of the module takes the default";
  const errors = call.results.filter(({ isError }) => isError);
  const idleDefault = errors.some(({ value }) => {
    const inDefault = (actions: readonly Json[]) => {
      const changed = withPath(body, { call: call.name, path: -1, actions });
      return changed && JSON.stringify(run(changed, value).traces());
    };
    const own = JSON.stringify(run(body, value).traces());
    const [emptied, marked] = [inDefault([]), inDefault([MARK])];
    return marked !== undefined && marked !== own && emptied === own;
  });
  return brokenBy({ isVoice: type === "inboundCall", heard, idleDefault });
}

const MOST = 4;
const MAX_TRACES = 400;

class Run {
  readonly #body: Body;
  readonly #o: { call: string; variable: string; value: string | undefined };
  readonly #found: Trace[] = [];
  #tested = false;

  constructor(body: Body, o: { call: string; variable: string; value: string | undefined }) {
    this.#body = body;
    this.#o = o;
  }

  traces(): Trace[] {
    if (this.#found.length === 0) this.#fromCall();
    return [...new Map(this.#found.map((trace) => [trace.join(), trace])).values()].sort((a, b) =>
      a.join() < b.join() ? -1 : 1,
    );
  }

  isTested(): boolean {
    this.traces();
    return this.#tested;
  }

  /** Finds the call, and runs what follows it. */
  #fromCall(): void {
    const search = (list: readonly Json[], then: Then, depth: number): boolean =>
      list.some((action, index) => {
        const [key, body] = entry(action);
        const rest: Then = (state) => this.#list(list, index + 1, state, then);
        if (key === "callCommonModule" && body["name"] === this.#o.call) {
          rest({ trace: [], known: isBound(body, this.#o.variable), steps: 0, tested: false });
          return true;
        }
        return depth < 40 && pathsOf(key, body).some(({ actions }) => search(actions, rest, depth + 1));
      });
    for (const list of listsOf(this.#body)) if (search(list, (state) => this.#end(state), 0)) return;
    throw new Error(`there is no call ${this.#o.call}`);
  }

  #list(list: readonly Json[], index: number, state: State, then: Then): void {
    if (this.#found.length > MAX_TRACES || state.steps > 300) return void this.#add(state, ENDS.more);
    if (state.trace.length >= MOST) return void this.#add(state, ENDS.more);
    if (index >= list.length) return void then(state);
    const [key, body] = entry(list[index] ?? null);
    const rest: Then = (next) => this.#list(list, index + 1, { ...next, steps: next.steps + 1 }, then);
    const into = (actions: readonly Json[], next: State) =>
      this.#list(actions, 0, { ...next, steps: next.steps + 1 }, rest);
    if (key === "callCommonModule") return void this.#add(state, body["name"] === this.#o.call ? ENDS.again : "call");
    if (key === "disconnect") return void this.#add(state, ENDS.hangUp);
    if (/^(jumpTo|changeState)/.test(key)) return void this.#jump(body, state);
    if (/^(endTask|endState|endWorkflow|returnToAgent|exit.*Flow)$/.test(key)) return void this.#add(state, ENDS.end);
    if (key === "decision" || key === "switch") return void this.#branch(key, body, state, into);
    const noticed = observation(key, body);
    // What happens before the test does not depend on the module.
    const after = noticed === undefined || !state.tested ? state : { ...state, trace: [...state.trace, noticed] };
    const overwritten =
      JSON.stringify(body).includes(`"${this.#o.variable}"`) && /"(variable|var)"/.test(JSON.stringify(body));
    const next = overwritten ? { ...after, known: false } : after;
    if (/^transferTo/.test(key)) this.#add(next, ENDS.end);
    const paths = pathsOf(key, body);
    for (const { actions } of paths) into(actions, next);
    if (paths.length === 0 || /^loop/.test(key)) rest(next);
  }

  #branch(key: string, body: Body, state: State, into: (actions: readonly Json[], next: State) => void): void {
    const about = JSON.stringify(key === "decision" ? body["condition"] : withoutActions(body["evaluate"] ?? null));
    const tested = state.tested || (state.known && about.includes(this.#o.variable));
    if (tested) this.#tested = true;
    const next = { ...state, tested };
    for (const { when, actions } of branchesOf(key, body)) {
      const is = when(state.known ? this.#o : undefined);
      if (is !== false) into(actions, next);
      if (is === true) return;
    }
  }

  #jump(body: Body, state: State): void {
    const target = String(Object.entries(body).find(([key]) => /^target\w+Ref$/.test(key))?.[1] ?? "");
    const part = partsOf(this.#body).find(
      (one) => target.includes(`[${one["refId"]}]`) || target === one["refId"] || target.includes(`[${one["name"]}]`),
    );
    const actions = part?.["actions"];
    if (!Array.isArray(actions))
      return void this.#add(state, /Menu/.test(target) || target === "" ? ENDS.more : ENDS.end);
    this.#list(actions, 0, { ...state, steps: state.steps + 20 }, (next) => this.#end(next));
  }

  #end(state: State): void {
    this.#add(state, ENDS.hangUp);
  }

  #add(state: State, end: string): void {
    this.#found.push([...state.trace, end]);
  }
}

interface State {
  readonly trace: Trace;
  /** The variable has the module's value. */
  readonly known: boolean;
  readonly tested: boolean;
  readonly steps: number;
}
type Then = (state: State) => void;
type Known = { readonly variable: string; readonly value: string | undefined } | undefined;

interface Branch {
  readonly when: (known: Known) => boolean | undefined;
  readonly actions: readonly Json[];
}

function branchesOf(key: string, body: Body): Branch[] {
  const always = () => true;
  if (key === "decision") {
    const outputs = map(body["outputs"]);
    const condition = text(map(body["condition"])["exp"]);
    return [
      { when: (known) => decide(condition, known), actions: list(map(outputs["yes"])["actions"]) },
      { when: always, actions: list(map(outputs["no"])["actions"]) },
    ];
  }
  const evaluate = map(body["evaluate"]);
  const matched = Object.values(map(evaluate["firstMatch"]))[0];
  const tests = map(matched ?? evaluate["firstTrue"] ?? null);
  const subject = text(map(tests["value"])["exp"]);
  const cases = list(tests["cases"]).map((item): Branch => {
    const one = map(map(item)["case"]);
    const value = map(one["value"]);
    const exp = matched === undefined ? text(value["exp"]) : `${subject} == ${JSON.stringify(value["lit"])}`;
    return { when: (known) => decide(exp, known), actions: list(one["actions"]) };
  });
  return [...cases, { when: always, actions: list(map(tests["default"])["actions"]) }];
}

/** A condition in the few forms that flows use for the result of a module. */
function decide(text: string, known: Known): boolean | undefined {
  const exp = text
    .trim()
    .replace(/^If\((.*), *true, *false\)$/i, "$1")
    .trim();
  const either = exp.split(/ or /i);
  if (either.length > 1) {
    const all = either.map((part) => decide(part, known));
    return all.includes(true) ? true : all.every((one) => one === false) ? false : undefined;
  }
  if (/^true$/i.test(exp)) return true;
  const [_all, left = "", operator, right = ""] = /^(.+?) *(==|!=) *(.+)$/.exec(exp) ?? ["", exp, "==", "true"];
  if (left === right) return operator === "==";
  const [, inner, length] = /^Left\((.+), *(\d+)\)$/.exec(left) ?? ["", left];
  if (known === undefined || inner !== known.variable) return undefined;
  return (
    (known.value?.slice(0, Number(length ?? Number.POSITIVE_INFINITY)) === right.replace(/^"|"$/g, "")) ===
    (operator === "==")
  );
}

/** The lists of actions under an action, besides those of branches. */
function pathsOf(key: string, body: Body): { actions: readonly Json[] }[] {
  if (key === "decision" || key === "switch") return branchesOf(key, body);
  const found: { actions: readonly Json[] }[] = [];
  const search = (value: Json) => {
    if (Array.isArray(value)) value.forEach(search);
    else if (typeof value === "object" && value !== null) {
      const actions = map(value)["actions"];
      if (Array.isArray(actions)) found.push({ actions });
      else Object.values(value).forEach(search);
    }
  };
  search(body["outputs"] ?? null);
  const ways = /^transferTo/.test(key) || found.length === 0 ? found : [...found, { actions: [] }];
  return /^transferTo/.test(key) && found.length === 0 ? [{ actions: [] }] : ways;
}

function observation(key: string, body: Body): string | undefined {
  if (/^(updateData|wait|flushAudio|find|get|search)/.test(key)) return undefined;
  const kind = /^play/.test(key)
    ? "say"
    : /^set/.test(key)
      ? "note"
      : /^transferTo/.test(key)
        ? "transfer"
        : /^(collectInput|ask|dial|call.*Bot)/.test(key)
          ? "ask"
          : `do ${key}`;
  if (kind === "say" && /"tts":" *"/.test(JSON.stringify(body["audio"] ?? null))) return undefined;
  return `${kind} ${body["name"] ?? key}`;
}

function isBound(body: Body, variable: string): boolean {
  return JSON.stringify(body["commonModule"]).includes(`{"var":"${variable}"}`);
}

function withoutActions(value: Json): Json {
  return JSON.parse(JSON.stringify(value), (key, inner) => (key === "actions" ? [] : inner)) as Json;
}

/** Tasks, states and other parts that have actions and a name. */
function partsOf(body: Body): Body[] {
  const lists = ["tasks", "states", "bots", "menus"].flatMap((key) => list(body[key]));
  return [...lists.map((item) => map(Object.values(map(item))[0] ?? null)), map(body["startUpState"])];
}

function listsOf(body: Body): (readonly Json[])[] {
  return [list(body["startUpTaskActions"]), ...partsOf(body).map((part) => list(part["actions"]))];
}

function entry(action: Json): [string, Body] {
  const [key = "none", body = null] = Object.entries(map(action))[0] ?? [];
  return [key, map(body)];
}
