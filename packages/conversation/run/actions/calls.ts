import {
  type ArchyMap,
  calledContainer,
  type FlowNode,
  getMap,
  getText,
  type OutcomeContract,
  outputPathsOf,
} from "@genesys-flows/architect";
import { Scope } from "../scope.ts";
import type { ActionSemantics, Rows, Taken } from "../semantics.ts";
import type { Step } from "../step.ts";
import { Fault, isFault } from "../talk.ts";
import type { Course } from "../types.ts";

/**
 * Calls a task with its own variables: sets its inputs, runs the task, reads its outputs, and takes the path that the
 * task ends with.
 */
function* callTask(step: Step): Course<Taken> {
  const { scope, talk, node } = step;
  const task = calledContainer(scope.flow.graph, node);
  if (!task) throw new Fault("The called task does not exist.");
  const inputs = Object.entries(getMap(node.properties, "taskInputs") ?? {});
  const given = inputs.map(([name, wrapper]) => [name, scope.value(wrapper)] as const);
  // After the call, loops in the calling task continue with the same iteration.
  const turns = new Map(scope.turns);
  const menus = scope.menus.splice(0);
  talk.goesDeeper(step.place);
  const closes = scope.opensTask(task.variables);
  for (const [name, value] of given) scope.set(name, value);
  const end = yield* scope.runs.nodes(scope, task.start);
  const outputs = getMap(node.properties, "taskOutputs") ?? {};
  const made = Object.keys(outputs).map((name) => [outputs[name], scope.variable(name)] as const);
  closes();
  for (const [binding, value] of made) if (value) step.bind(binding, value);
  talk.depth -= 1;
  scope.menus.push(...menus);
  for (const [loop, turn] of turns) scope.turns.set(loop, turn);
  return end.endsFlow ? { endsFlow: end.path } : { path: end.path };
}

/**
 * Calls a module in the version that the flow holds: binds its inputs, runs the module, binds its outputs, and takes
 * the path of the outcome.
 */
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
  inner.begins();
  for (const [name, wrapper] of Object.entries(call.inputs)) {
    const isLeftOut = getMap(call.inputs, name)?.["noValue"] === true;
    if (!isLeftOut) inner.set(name, scope.value(wrapper, inner.typeOf(name)));
  }
  const named = { flow: module.name, ...(module.version !== undefined && { version: module.version }) };
  yield* step.happens({ event: "enters", ...named });
  yield* inModule(step, inner);
  yield* step.happens({ event: "leaves", ...named });
  for (const [output, binding] of Object.entries(call.outputs)) {
    const value = inner.variable(output);
    if (value) step.bind(binding, value);
  }
  return { path: outcomePath(step, call, inner) };
}

/** Runs a module to its end. `module-actions` decides how its actions are counted. The caller handles its errors. */
function* inModule({ talk, place }: Step, inner: Scope): Course<void> {
  const { left } = talk;
  const isApart = talk.choiceOf("module-actions") === "count-apart";
  if (isApart) talk.left = talk.limit;
  talk.hasRunModules = true;
  talk.goesDeeper(place);
  try {
    yield* inner.runs.nodes(inner, inner.flow.graph.start);
  } catch (error) {
    if (isFault(error)) talk.assumed("module-fault");
    throw error;
  }
  talk.depth -= 1;
  if (isApart) talk.left = left;
}

/**
 * The path of a module call: the path of the outcome, or `error` without an outcome. `next` if the module declares no
 * outcomes.
 */
function outcomePath({ scope }: Step, { outcome, outcomeVariable }: CalledModule, inner: Scope): string {
  if (!outcome) return "next";
  const value = inner.variable(outcome.from);
  if (value && outcomeVariable !== undefined) scope.set(outcomeVariable, value);
  return inner.outcome(outcome) ?? "error";
}

interface CalledModule {
  readonly name: string;
  readonly inputs: ArchyMap;
  readonly outputs: ArchyMap;
  readonly outcome?: OutcomeContract;
  readonly outcomeVariable?: string;
}

function moduleCallAt({ properties }: FlowNode): CalledModule {
  const outcome = getMap(properties, "outcome") as unknown as OutcomeContract | undefined;
  const outcomeVariable = getText(properties, "outcomeVariable");
  return {
    name: getText(properties, "module") ?? "?",
    inputs: getMap(properties, "inputs") ?? {},
    outputs: getMap(properties, "outputs") ?? {},
    ...(outcome && { outcome }),
    ...(outcomeVariable !== undefined && { outcomeVariable }),
  };
}

const moduleCall: ActionSemantics = {
  asks: "nothing; for an unknown module, its path and outputs",
  writes: "the output variables",
  source: "archy.md §b",
  assumes: ["module-fault", "module-actions"],
  run: callModule,
};

export const callRows: Rows = {
  callTask: { writes: "the output variables", source: "archy.md §d, export-shapes.md", run: callTask },
  callCommonModule: moduleCall,
  callModule: moduleCall,
};
