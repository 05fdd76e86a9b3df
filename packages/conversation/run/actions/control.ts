import { type ArchyMap, get, getList, getMap, getText, singleEntry, switchTests } from "@genesys-flows/architect";
import { binary } from "../../expression/operators.ts";
import { isNotSet, scalar } from "../../expression/values.ts";
import { isNestedIn } from "../flow.ts";
import { type Rows, silent } from "../semantics.ts";
import type { Step } from "../step.ts";
import { Leaves } from "../talk.ts";
import { isTrue, milliseconds } from "../wrappers.ts";

function caseOf(step: Step): string {
  const { style, subject, type, cases } = switchTests(step.node.properties);
  for (const { transition, value } of cases) {
    if (style === "firstTrue") {
      if (isTrue(step.scope.value(value, "boolean"))) return transition;
      continue;
    }
    const [left, right] = [step.scope.value(subject, type), step.scope.value(value, type)];
    if (isNotSet(left) || isNotSet(right)) {
      if (isNotSet(left) && isNotSet(right)) return transition;
      continue;
    }
    if (isTrue(binary("==", [left, right], step.scope.environment))) return transition;
  }
  return "default";
}

/** The iteration to start: the next one when control returns from the body of the loop, otherwise the first one. */
function turnOf(step: Step): number {
  const { turns } = step.scope;
  const comesBack = step.from !== undefined && isNestedIn(step.from, step.node);
  const turn = comesBack ? (turns.get(step.node.id) ?? -1) + 1 : 0;
  turns.set(step.node.id, turn);
  return turn;
}

function setStatements(step: Step, statements: ArchyMap[keyof ArchyMap][]): void {
  for (const item of statements) {
    const [type, body] = singleEntry(item) ?? [];
    const variable = getText(body, "variable");
    if (type === undefined || variable === undefined) continue;
    step.scope.set(variable, step.scope.value(getMap(body, "value") ?? (body as ArchyMap)["value"], type));
  }
}

/** The path of the first true case of a loop-until action, otherwise `done`. */
function untilCase(step: Step): string | undefined {
  for (const item of getList(step.node.properties, "untilCases")) {
    const [, one] = singleEntry(item) ?? [];
    if (!isTrue(step.scope.value(get(one, "value") ?? one, "boolean"))) continue;
    const name = getText(one, "name");
    return name !== undefined && Object.hasOwn(step.node.transitions, name) ? name : "done";
  }
  return undefined;
}

export const controlRows: Rows = {
  decision: silent({ source: "A1" }, (step) => (isTrue(step.value("condition", "boolean")) ? "yes" : "no")),
  switch: silent({ source: "A1" }, caseOf),
  updateData: silent(
    { writes: "variables", source: "archy.md §d" },
    (step) => void setStatements(step, getList(step.node.properties, "statements")),
  ),
  loop: silent({ writes: "the current index", source: "A1, A2" }, (step) => {
    const turn = turnOf(step);
    const count = step.value("loopCount", "integer");
    const most = count.type === "integer" ? (count.value ?? 0) : 0;
    step.bind(step.property("currentIndex"), scalar("integer", turn));
    return turn < most ? "each" : "done";
  }),
  loopUntil: silent({ writes: "the current index", source: "A1", assumes: ["loop-until"] }, (step) => {
    const turn = turnOf(step);
    step.bind(step.property("currentIndex"), scalar("integer", turn));
    const count = step.value("maxLoopCount", "integer");
    if (count.type === "integer" && count.value !== undefined && turn >= count.value) return "done";
    const met = untilCase(step);
    if (met === undefined) return "each";
    return turn === 0 && step.talk.assumed("loop-until") === "tests-after-a-turn" ? "each" : met;
  }),
  wait: {
    writes: "time passes",
    source: "A1",
    *run(step) {
      const lastsMs = Math.max(0, milliseconds(step.value("duration", "duration")) ?? 0);
      yield* step.happens({ event: "waits", lastsMs });
      step.talk.pass(lastsMs);
      return { path: "next" };
    },
  },
  endTask: silent({ writes: "the task ends, with its output path", source: "archy.md §d" }, (step) => ({
    endsPart: getText(getMap(step.node.properties, "outputPath"), "name") ?? "default",
  })),
  endState: silent({ writes: "the state ends", source: "archy.md §a" }, () => ({ endsPart: "default" })),
  endWorkflow: silent({ writes: "the flow ends, with its reason", source: "archy.md §d" }, (step) => ({
    endsFlow: step.text("exitReason"),
  })),
  end: silent({ writes: "the module's outcome", source: "archy.md §b" }, (step) => {
    const outcome = getText(step.node.properties, "outcome") ?? "error";
    const contract = step.scope.flow.graph.module?.outcome;
    const value = contract?.outcomes[outcome]?.[0] ?? (outcome === "error" ? "error" : undefined);
    if (contract && value !== undefined) step.scope.set(contract.from, step.scope.value(value));
    return { endsFlow: outcome };
  }),
  returnToAgent: silent({ writes: "the conversation leaves the flow", source: "A1" }, (step) => {
    throw new Leaves({ ends: "ended", outcome: "returned to the agent" }, step.place);
  }),
  disconnect: silent({ writes: "the conversation ends", source: "A9" }, (step) => {
    throw new Leaves({ ends: "disconnected" }, step.place);
  }),
};
