import { actionOf, DEFAULT, type FlowNode, flowTypes, getMap, type NodeId, namedIn } from "@genesys-flows/architect";
import { play } from "./actions/audio.ts";
import { semantics } from "./actions/index.ts";
import { isNestedIn, placeOf, type RunnableFlow } from "./flow.ts";
import { type End, type Runs, Scope } from "./scope.ts";
import type { Taken } from "./semantics.ts";
import { Step } from "./step.ts";
import { Answered, isFault, Leaves, type Surroundings, Talk } from "./talk.ts";
import type { Answer, Course, Destination, Event, Moment, Question, Transcript } from "./types.ts";
import { unknownAction } from "./unknown.ts";

/** How long a customer waits in a queue when nobody answers, in milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;

/** Runs nodes, starting at a given node, until nothing follows. */
function* walk(scope: Scope, start: NodeId | undefined): Course<End> {
  const { talk } = scope;
  const { nodes } = scope.flow.graph;
  let from: FlowNode | undefined;
  let node = start === undefined ? undefined : nodes.get(start);
  let path: string = DEFAULT;
  for (;;) {
    if (!node) {
      const again = menuAgain(scope);
      if (!again) return { path, endsFlow: false };
      [from, node] = [undefined, again];
    }
    const step = new Step(scope, node, from);
    talk.count(step.place, actionsIn(node));
    const taken = yield* take(step);
    if ("endsFlow" in taken) return { path: taken.endsFlow ?? "", endsFlow: true };
    from = node;
    if ("endsPart" in taken) {
      [path, node] = [taken.endsPart, undefined];
      continue;
    }
    const to: NodeId | undefined = "to" in taken ? taken.to : node.transitions[taken.path];
    yield* step.happens({ event: "takes", path: "to" in taken ? pathTo(node, taken.to) : taken.path, to });
    node = to === undefined ? undefined : nodes.get(to);
    path = DEFAULT;
    if (node) jumps(step, node);
  }
}

/**
 * Number of actions of a node as the platform counts them (A4): 0 for entering a task, 2 for a node with its own
 * switch or end.
 */
function actionsIn({ kind, properties }: FlowNode): number {
  if (kind === "task" || kind === "menuTask") return 0;
  return kind === "end" || (kind === "callModule" && properties["outcome"] !== undefined) ? 2 : 1;
}

/**
 * Handles a transition that jumps to a task, state or menu: the jump counts as an action, and the variables of the
 * target are initialised again.
 */
function jumps({ scope, node: from, place }: Step, to: FlowNode): void {
  const part = scope.flow.graph.layout?.parts.find((one) => one.kind !== "menu" && one.start === to.id && !one.jumps);
  if (partOf(from) === partOf(to) && (!part || (actionOf(to.kind)?.shape === "loop" && isNestedIn(from, to)))) return;
  const info = actionOf(from.kind);
  // Jump nodes and menu choices are already counted.
  if (info?.jump === undefined && info?.acts === undefined && !/^menu/.test(from.kind)) scope.talk.count(place);
  if (part) scope.entersAgain(part.variables);
}

/**
 * The task, state or menu of a node: `tasks/0` for the path `inboundCall/tasks/0/task/...`. A flow without lists has
 * only one part.
 */
function partOf({ path = [] }: FlowNode): string {
  return typeof path[2] === "number" && path[1] !== "startUpTaskActions" ? `${path[1]}/${path[2]}` : String(path[1]);
}

const pathTo = (node: FlowNode, to: NodeId) =>
  Object.keys(node.transitions).find((path) => node.transitions[path] === to) ?? to;

/** The menu that is played again when nothing follows one of its choices. */
function menuAgain({ menus, talk, flow }: Scope): FlowNode | undefined {
  const menu = menus.at(-1);
  if (menu === undefined || talk.assumed("menu-after-its-task") !== "repeats") return undefined;
  return flow.graph.nodes.get(menu);
}

function take(step: Step): Course<Taken> {
  const { kind } = step.node;
  const row = Object.hasOwn(semantics, kind) ? semantics[kind] : undefined;
  return row ? row.run(step) : unknownAction(step);
}

/** Runs a flow from its start with its inputs. An error starts the error handling of the flow. */
function* runFlow(talk: Talk, flow: RunnableFlow, inputs: Surroundings["inputs"] = {}): Course<void> {
  const scope = new Scope(talk, flow, runs);
  talk.begins(flow.type, placeOf(flow));
  yield* inFlow(scope, function* () {
    scope.begins();
    scope.takes(inputs);
    const greeting = getMap(flow.graph.settings, "initialGreeting");
    if (greeting) yield* play(new Step(scope, headOf(scope), undefined), greeting);
    const end = yield* walk(scope, flow.graph.start);
    const periodic = periodicState(flow);
    if (periodic) yield* walk(scope, periodic.start);
    atEnd(scope, end);
  });
}

const periodicState = ({ graph }: RunnableFlow) => graph.containers.find(({ slot }) => slot === "periodicState");

/** Runs an in-queue flow while the customer waits: repeats its task, or runs its recurring state every minute. */
function* runInQueue(talk: Talk, flow: RunnableFlow): Course<void> {
  const scope = new Scope(talk, flow, runs);
  talk.begins(flow.type, placeOf(flow));
  yield* inFlow(scope, function* () {
    scope.begins();
    const periodic = periodicState(flow);
    yield* walk(scope, flow.graph.start);
    if (flowTypes[flow.type].startUp === "state" && (!periodic || talk.assumed("periodic-state") === "never")) return;
    for (;;) {
      const before = talk.now;
      if (periodic) yield* waits(scope, PERIOD_MS);
      else scope.entersAgain(flow.graph.variables.filter(({ name }) => /^task\./i.test(name)));
      yield* walk(scope, periodic?.start ?? flow.graph.start);
      // A task that takes no time would be repeated endlessly.
      if (talk.now === before) return;
    }
  });
}

const PERIOD_MS = 60_000;

/** Lets the customer wait. In a call, music plays. */
function* waits(scope: Scope, lastsMs: number): Course<void> {
  const step = new Step(scope, headOf(scope), undefined);
  const music = flowTypes[scope.flow.type].media === "call";
  yield* step.happens({ event: "waits", lastsMs, ...(music && { music }) });
  scope.talk.pass(lastsMs);
}

/** The node for a step without an action, such as a flow's greeting or error handling. */
function headOf(scope: Scope): FlowNode {
  const { name, type, location } = scope.flow.graph;
  return { id: type, kind: type, name, properties: {}, transitions: {}, ...(location && { location }) };
}

function* inFlow(scope: Scope, course: () => Course<void>): Course<void> {
  for (let work = course; ; ) {
    try {
      return yield* work();
    } catch (error) {
      if (!isFault(error)) throw error;
      const { message } = error;
      work = () => handleFault(scope, message);
    }
  }
}

/** Starts the flow's error handling. The platform disconnects if the flow has no error handling (A4). */
function* handleFault(scope: Scope, message: string): Course<void> {
  const { talk, flow } = scope;
  const place = talk.at ?? placeOf(flow);
  talk.fault ??= { message, place };
  yield { at: talk.now, place, event: "fault", message };
  const step = new Step(scope, headOf(scope), undefined);
  const ends = () => new Leaves(hasCustomer(flow) ? { ends: "disconnected" } : { ends: "ended" }, step.place);
  const { onFault } = flow.graph;
  if (talk.hasFaulted) talk.assumed("fault-in-error-handling");
  if (talk.hasFaulted || !onFault) throw ends();
  talk.afterFault();
  [scope.menus.length, talk.depth] = [0, 0];
  yield* play(step, onFault.say);
  const [container] = namedIn(flow.graph, onFault.then);
  if (container) return atEnd(scope, yield* walk(scope, container.start));
  // Only the state of the in-queue flow ends; the customer keeps waiting.
  if (onFault.then["endInQueueState"] !== undefined) return;
  const queue = getMap(onFault.then, "queue");
  if (!queue) throw ends();
  const to: Destination = { kind: "queue", name: step.nameOf(queue["targetQueue"], "queue") ?? "?" };
  const answer = yield* step.asks({ asks: "transfer", to }, ["transferred", "failure"]);
  if (answer.path === "transferred") yield* runs.queue(step, to, answer.answersAfterMs);
  throw ends();
}

/** Whether a flow has a customer to disconnect. A module uses the customer of its caller. */
const hasCustomer = ({ type }: RunnableFlow) => flowTypes[type].media !== "none" && type !== "commonModule";

/** Handles the end of a flow without a next action. In a queue, the customer keeps waiting. */
function atEnd(scope: Scope, end: End): void {
  const { flow, talk } = scope;
  if (flowTypes[flow.type].startUp !== "ref" && flow.type !== "commonModule") return;
  const isLeft = hasCustomer(flow);
  if (isLeft) talk.assumed("nothing-follows");
  const outcome = flow.type === "commonModule" ? outcomeOf(scope) : end.path;
  throw new Leaves(
    isLeft ? { ends: "disconnected" } : { ends: "ended", ...(outcome !== "" && { outcome }) },
    talk.at ?? placeOf(flow),
  );
}

/** The outcome of a module that runs without a caller. */
function outcomeOf(scope: Scope): string {
  const contract = scope.flow.graph.module?.outcome;
  return contract ? (scope.outcome(contract) ?? "error") : "";
}

const runs: Runs = {
  nodes: walk,
  *flow(step, flow) {
    const { talk } = step;
    yield* step.happens({
      event: "enters",
      flow: flow.name,
      ...(flow.version !== undefined && { version: flow.version }),
    });
    yield* runFlow(talk, flow);
  },
  /** The customer waits until an agent answers. Meanwhile, the in-queue flow runs if it is known. */
  *queue(step, to, answersAfterMs) {
    const { talk } = step;
    const waitsMs = answersAfterMs ?? LONGEST_WAIT_MS;
    if (waitsMs <= 0) throw new Leaves({ ends: "transferred", to, answered: true }, step.place);
    const name = to.inQueueFlow ?? talk.world.inQueueFlow?.(to.name);
    const flow = name === undefined ? undefined : talk.world.flow?.(name, "inQueue");
    talk.agentAt = talk.now + waitsMs;
    try {
      if (flow) {
        yield* step.happens({ event: "enters", flow: flow.name });
        yield* runInQueue(talk, flow);
      } else talk.assumed("in-queue");
      yield* waits(step.scope, Math.max(0, talk.agentAt - talk.now));
    } catch (error) {
      if (!(error instanceof Answered)) throw error;
      throw new Leaves({ ends: "transferred", to, answered: answersAfterMs !== undefined }, step.place);
    }
  },
};

/** Answers a run's questions and observes its events, during which the customer may act. */
export interface World extends Surroundings {
  answer(question: Question): Answer;
  /** Called for each event. During audio, it may return what the customer does. */
  hears?(event: Event): Answer | undefined;
}

/**
 * Runs a conversation with a flow from start to end. Errors of the flow are part of the transcript; they are never
 * thrown. An unanswered question ends the conversation (`stopped`).
 */
export function converse(flow: RunnableFlow, world: World): Transcript {
  const talk = new Talk(world);
  return conversed(talk, flow, world);
}

/** Like `converse`, but with a given `Talk`, in which the calling code can inspect variables during the run. */
export function conversed(talk: Talk, flow: RunnableFlow, world: Pick<World, "answer" | "hears">): Transcript {
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

/** The steps of a conversation: yields each event and question, and returns the ending. */
export function* moments(talk: Talk, flow: RunnableFlow): Course<Leaves> {
  talk.language = (talk.world.language ?? flow.graph.defaultLanguage ?? talk.language).toLowerCase();
  try {
    yield* runFlow(talk, flow, talk.world.inputs);
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
    variables: talk.variables.values().next().value?.() ?? {},
    assumptions: [...talk.assumptions].sort(),
    actions: talk.actions,
  };
}
