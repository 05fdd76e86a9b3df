import {
  type ArchyMap,
  actionOf,
  calledContainer,
  DEFAULT,
  type FlowNode,
  flowTypes,
  getMap,
  getText,
  type NodeId,
  namedIn,
  outputPathsOf,
} from "@genesys-flows/architect";
import { textOf } from "../expression/text.ts";
import { EvaluationError } from "../expression/values.ts";
import { play } from "./actions/audio.ts";
import { semantics } from "./actions/index.ts";
import { placeOf, type RunnableFlow } from "./flow.ts";
import type { Taken } from "./semantics.ts";
import { Answered, Fault, Leaves, type Runs, Scope, Step, type Surroundings, Talk } from "./talk.ts";
import type { Answer, Course, Destination, Event, Moment, Question, Transcript } from "./types.ts";

/** How long a customer waits in a queue at most when nobody answers, in milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;

/** How what runs came to its end without leaving the conversation. */
interface End {
  /** The output path of a task; the outcome of a module. */
  readonly path: string;
  readonly endsFlow: boolean;
}

/** Runs nodes from one on, until nothing follows. */
function* walk(scope: Scope, start: NodeId | undefined): Course<End> {
  const { nodes } = scope.flow.graph;
  let from: FlowNode | undefined;
  let node = start === undefined ? undefined : nodes.get(start);
  for (;;) {
    if (!node) {
      const again = from && menuAgain(scope);
      if (!again) return { path: DEFAULT, endsFlow: false };
      [from, node] = [undefined, again];
    }
    const step = new Step(scope, node, from);
    scope.talk.count(step.place);
    const taken = yield* take(step);
    if ("endsPart" in taken) return { path: taken.endsPart, endsFlow: false };
    if ("endsFlow" in taken) return { path: taken.endsFlow ?? "", endsFlow: true };
    const to: NodeId | undefined = "to" in taken ? taken.to : node.transitions[taken.path];
    yield* step.happens({ event: "takes", path: "to" in taken ? pathTo(node, taken.to) : taken.path, to });
    from = node;
    node = to === undefined ? undefined : nodes.get(to);
  }
}

const pathTo = (node: FlowNode, to: NodeId) =>
  Object.keys(node.transitions).find((path) => node.transitions[path] === to) ?? to;

/** The menu that is played again when nothing follows in one of its choices. */
function menuAgain({ menus, talk, flow }: Scope): FlowNode | undefined {
  const menu = menus.at(-1);
  if (menu === undefined || talk.assumed("menu-after-its-task") !== "repeats") return undefined;
  return flow.graph.nodes.get(menu);
}

function take(step: Step): Course<Taken> {
  const { kind } = step.node;
  if (kind === "callModule" || kind === "callCommonModule") return callModule(step);
  if (kind === "callTask") return callTask(step);
  const row = Object.hasOwn(semantics, kind) ? semantics[kind] : undefined;
  return row ? row.run(step) : unknownAction(step);
}

/** An action that no source describes: the world says which path it takes, and what it sets. */
function* unknownAction(step: Step): Course<Taken> {
  const { node } = step;
  const info = actionOf(node.kind);
  // What nobody notices, and what only notes something, has no effect on the conversation.
  const paths = outputPathsOf(node);
  if (info && (info.notes || info.unnoticed) && paths.length === 1) return { path: paths[0] as string };
  if (info?.terminal && paths.length === 0) return { endsFlow: undefined };
  const bindings = bindingsIn(step);
  const answer = yield* step.asks(
    { asks: "unknown", kind: node.kind, name: node.name, outputs: step.boundTypes(bindings) },
    paths,
  );
  step.bindAll(bindings, answer.outputs);
  return { path: answer.path };
}

/** Everything in the properties of an action that sets a variable, by its key. */
function bindingsIn(step: Step): ArchyMap {
  const found: Record<string, ArchyMap> = {};
  const look = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const item of value) look(item, key);
    else if (typeof value === "object" && value !== null) {
      if (typeof (value as ArchyMap)["var"] === "string") found[key] = value as ArchyMap;
      else for (const [name, inner] of Object.entries(value)) look(inner, name);
    }
  };
  look(step.node.properties, "");
  return found;
}

function* callTask(step: Step): Course<Taken> {
  const { scope, node } = step;
  const task = calledContainer(scope.flow.graph, node);
  if (!task) throw new Fault("The task that is called does not exist.");
  scope.declare(task.variables);
  // A loop of the task that called this one goes on with its own turn.
  const turns = new Map(scope.turns);
  const menus = scope.menus.splice(0);
  const end = yield* walk(scope, task.start);
  scope.menus.push(...menus);
  for (const [loop, turn] of turns) scope.turns.set(loop, turn);
  return end.endsFlow ? { endsFlow: end.path } : { path: end.path };
}

/** Calls a module, in the version that the flow holds: binds inputs, runs it, binds outputs, and takes the outcome's path. */
function* callModule(step: Step): Course<Taken> {
  const { scope, talk, node } = step;
  const call = moduleCallAt(node);
  const module = scope.flow.module(call.name);
  if (!module) {
    const answer = yield* step.asks(
      { asks: "unknown", kind: "callCommonModule", name: call.name, outputs: step.boundTypes(call.outputs) },
      outputPathsOf(node),
    );
    step.bindAll(call.outputs, answer.outputs);
    return { path: answer.path };
  }
  const inner = new Scope(talk, module, scope.runs);
  for (const [name, wrapper] of Object.entries(call.inputs)) {
    const type = inner.typeOf(name);
    const isLeftOut = getMap(call.inputs, name)?.["noValue"] === true;
    if (!isLeftOut) inner.set(name, scope.value(wrapper, type));
  }
  const named = { flow: module.name, ...(module.version !== undefined && { version: module.version }) };
  yield* step.happens({ event: "enters", ...named });
  const left = talk.left;
  if (talk.assumed("module-actions") === "count-apart") talk.left = Number.POSITIVE_INFINITY;
  talk.assumptions.add("module-fault");
  yield* walk(inner, module.graph.start);
  if (talk.assumed("module-actions") === "count-apart") talk.left = left;
  yield* step.happens({ event: "leaves", ...named });
  for (const [output, binding] of Object.entries(call.outputs)) {
    const value = inner.variable(output);
    if (value) step.bind(binding, value);
  }
  const { outcome } = call;
  if (!outcome) return { path: "next" };
  const value = inner.variable(outcome.from);
  if (value && call.outcomeVariable !== undefined) scope.set(call.outcomeVariable, value);
  const text = value && textOf(value);
  const name = Object.keys(outcome.outcomes).find((one) => outcome.outcomes[one]?.some((of) => String(of) === text));
  return { path: name ?? "error" };
}

interface CalledModule {
  readonly name: string;
  readonly inputs: ArchyMap;
  readonly outputs: ArchyMap;
  readonly outcome?: { readonly from: string; readonly outcomes: Readonly<Record<string, readonly unknown[]>> };
  readonly outcomeVariable?: string;
}

function moduleCallAt({ properties }: FlowNode): CalledModule {
  const outcome = getMap(properties, "outcome") as unknown as CalledModule["outcome"];
  const outcomeVariable = getText(properties, "outcomeVariable");
  return {
    name: getText(properties, "module") ?? "?",
    inputs: getMap(properties, "inputs") ?? {},
    outputs: getMap(properties, "outputs") ?? {},
    ...(outcome && { outcome }),
    ...(outcomeVariable !== undefined && { outcomeVariable }),
  };
}

/** Runs a flow from its start; an error starts its error handling. */
function* runFlow(talk: Talk, flow: RunnableFlow): Course<void> {
  const scope = new Scope(talk, flow, runs);
  yield* inFlow(scope, function* () {
    const greeting = getMap(flow.graph.settings, "initialGreeting");
    if (greeting) yield* play(new Step(scope, headOf(scope), undefined), greeting);
    const end = yield* walk(scope, flow.graph.start);
    atEnd(scope, end);
  });
}

/** A step for what is no action: a flow's greeting, its error handling. */
function headOf(scope: Scope): FlowNode {
  const { name, type, location } = scope.flow.graph;
  return { id: type, kind: type, name, properties: {}, transitions: {}, ...(location && { location }) };
}

function* inFlow(scope: Scope, course: () => Course<void>): Course<void> {
  try {
    yield* course();
  } catch (error) {
    if (!(error instanceof Fault || error instanceof EvaluationError)) throw error;
    yield* handleFault(scope, error.message);
  }
}

function* handleFault(scope: Scope, message: string): Course<void> {
  const { talk, flow } = scope;
  const place = scope.talk.at ?? placeOf(flow);
  talk.fault ??= { message, place };
  yield { at: talk.now, place, event: "fault", message };
  const { onFault } = flow.graph;
  if (talk.hasFaulted || !onFault) throw new Leaves({ ends: "disconnected" }, placeOf(flow));
  talk.afterFault();
  const step = new Step(scope, headOf(scope), undefined);
  try {
    yield* play(step, onFault.say);
  } catch (error) {
    if (!(error instanceof Fault || error instanceof EvaluationError)) throw error;
  }
  const [container] = namedIn(flow.graph, onFault.then);
  if (container) {
    const end = yield* walk(scope, container.start);
    return atEnd(scope, end);
  }
  const queue = getMap(onFault.then, "queue");
  if (queue) {
    const name = step.nameOf(queue["targetQueue"], "queue") ?? "?";
    const to: Destination = { kind: "queue", name };
    const answer = yield* step.asks({ asks: "transfer", to }, ["transferred", "failure"]);
    if (answer.path !== "transferred") throw new Leaves({ ends: "disconnected" }, step.place);
    yield* runs.queue(step, to, answer.answersAfterMs);
  }
  const talks = flowTypes[flow.type].media !== "none";
  throw new Leaves(talks ? { ends: "disconnected" } : { ends: "ended" }, step.place);
}

/** What happens when a flow has no next action. */
function atEnd(scope: Scope, end: End): void {
  const { flow, talk } = scope;
  if (flowTypes[flow.type].startUp === "actions" && flow.type !== "commonModule") return;
  const isCall = flowTypes[flow.type].media !== "none" && flow.type !== "commonModule";
  if (isCall) talk.assumed("nothing-follows");
  const outcome = flow.type === "commonModule" ? outcomeOf(scope) : end.path;
  throw new Leaves(
    isCall ? { ends: "disconnected" } : { ends: "ended", ...(outcome !== "" && { outcome }) },
    talk.at ?? placeOf(flow),
  );
}

/** The outcome of a module that runs alone. */
function outcomeOf(scope: Scope): string {
  const contract = scope.flow.graph.module?.outcome;
  const value = contract && scope.variable(contract.from);
  const text = value && textOf(value);
  const named = Object.entries(contract?.outcomes ?? {}).find(([, values]) =>
    values.some((one) => String(one) === text),
  );
  return named?.[0] ?? (contract ? "error" : "");
}

const runs: Runs = {
  *flow(step, flow) {
    const { talk } = step;
    yield* step.happens({
      event: "enters",
      flow: flow.name,
      ...(flow.version !== undefined && { version: flow.version }),
    });
    yield* runFlow(talk, flow);
  },
  /** The customer waits until an agent answers, in the in-queue flow where it is known. */
  *queue(step, to, answersAfterMs) {
    const { talk } = step;
    const waits = answersAfterMs ?? LONGEST_WAIT_MS;
    if (waits <= 0) throw new Leaves({ ends: "transferred", to, answered: true }, step.place);
    const name = to.inQueueFlow ?? talk.world.inQueueFlow?.(to.name);
    const flow = name === undefined ? undefined : talk.world.flow?.(name, "inQueue");
    talk.agentAt = talk.now + waits;
    try {
      if (flow) yield* step.happens({ event: "enters", flow: flow.name });
      while (flow) {
        const before = talk.now;
        yield* runFlow(talk, flow);
        // A flow that takes no time would begin again for ever.
        if (talk.now === before) break;
      }
      if (!flow) talk.assumed("in-queue");
      const lastsMs = Math.max(0, talk.agentAt - talk.now);
      yield* step.happens({ event: "waits", lastsMs, music: true });
      talk.pass(lastsMs);
    } catch (error) {
      if (!(error instanceof Answered)) throw error;
      throw new Leaves({ ends: "transferred", to, answered: answersAfterMs !== undefined }, step.place);
    }
  },
};

/** Answers what a run asks; hears of what happens, and may act meanwhile. */
export interface World extends Surroundings {
  answer(question: Question): Answer;
  /** Something happened; what the customer does meanwhile, when it is heard. */
  hears?(event: Event): Answer | undefined;
}

/**
 * Runs a conversation with a flow, from its start to its end. It never fails: what the flow does wrong is part of the transcript, and
 * what nobody knows ends it (`stopped`).
 */
export function converse(flow: RunnableFlow, world: World): Transcript {
  const talk = new Talk(world);
  talk.language = flow.graph.defaultLanguage ?? talk.language;
  const events: Event[] = [];
  const course = moments(talk, flow);
  let answer: Answer | undefined;
  for (;;) {
    const next = course.next(answer);
    if (next.done) return transcriptOf(talk, events, next.value);
    const moment: Moment = next.value;
    if ("asks" in moment) answer = world.answer(moment);
    else {
      events.push(moment);
      answer = world.hears?.(moment);
    }
  }
}

/** A conversation as it goes: each event and question, and at last how it ended. */
export function* moments(talk: Talk, flow: RunnableFlow): Course<Leaves> {
  try {
    yield* runFlow(talk, flow);
    return new Leaves({ ends: "ended" }, placeOf(flow));
  } catch (error) {
    if (error instanceof Leaves) return error;
    if (error instanceof Answered) return new Leaves({ ends: "ended" }, placeOf(flow));
    throw error;
  }
}

export function transcriptOf(talk: Talk, events: readonly Event[], { ending, place }: Leaves): Transcript {
  return {
    events,
    ending: { ...ending, at: talk.now, place },
    ...(talk.fault && { fault: talk.fault }),
    participantData: Object.fromEntries(talk.participantData),
    variables: talk.variables?.() ?? {},
    assumptions: [...talk.assumptions].sort(),
    actions: talk.actions,
  };
}
