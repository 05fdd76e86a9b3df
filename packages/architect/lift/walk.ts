import { actionOf } from "../archy/actions/index.ts";
import { tellingKeys } from "../archy/normal.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getList, getText, isMap, singleEntry } from "../archy/values.ts";
import { NEXT } from "../graph/output-paths.ts";
import type { OutcomeContract } from "../graph/types.ts";
import { NodeIds } from "./ids.ts";
import { endingOutcome, liftCall } from "./module-call.ts";
import { type Output, unnest } from "./outputs.ts";
import type { ActionList, DraftNode, Loop } from "./program.ts";

/** Information about the document that the walk needs. */
export interface WalkContext {
  readonly contractOf: (module: string) => OutcomeContract | undefined;
  /** The outcome contract of the document itself, if it is a common module. */
  readonly ownOutcome?: OutcomeContract;
  readonly reaches: (jump: ArchyMap) => boolean;
  /** The output paths of the task that an action calls; undefined if the task does not exist. */
  readonly pathsOf: (key: string, body: ArchyMap) => readonly string[] | undefined;
}

interface Task {
  readonly list: ActionList;
  readonly actions: readonly ArchyValue[];
  readonly path: ArchyPath;
  index: number;
}

/** Walks action lists in document order and drafts their nodes. Iterative, because lists may nest deeply. */
export class Walk {
  readonly nodes = new Map<string, DraftNode>();
  readonly lists: ActionList[] = [];
  readonly #ids = new NodeIds();
  readonly context: WalkContext;

  constructor(context: WalkContext) {
    this.context = context;
  }

  /** Reads a list of actions after which nothing follows. */
  list(actions: readonly ArchyValue[], path: ArchyPath, o: { under?: ActionList["under"] } = {}): ActionList {
    const list: ActionList = { items: [], after: undefined, ...o };
    this.lists.push(list);
    const tasks: Task[] = [{ list, actions, path, index: 0 }];
    for (let task = tasks[tasks.length - 1]; task; task = tasks[tasks.length - 1]) {
      if (task.index >= task.actions.length) tasks.pop();
      else tasks.push(...this.#action(task).reverse());
    }
    return list;
  }

  /** A node outside action lists (a menu or a menu choice). `wanted` is the name from which its id is derived. */
  node(kind: string, draft: Omit<DraftNode, "id" | "kind">, wanted = draft.name): DraftNode {
    const made = { ...draft, kind, id: this.#ids.next(wanted, kind) };
    this.nodes.set(made.id, made);
    return made;
  }

  /** Reads the next action of a list; returns its nested lists. */
  #action(task: Task): Task[] {
    const { list, actions } = task;
    const index = task.index++;
    const [key, value] = singleEntry(actions[index]) ?? [NO_ACTION, actions[index] ?? null];
    const body: ArchyMap = isMap(value) && key !== NO_ACTION ? value : { [key]: value };
    const path = [...task.path, index, key];
    const name = getText(body, "name") ?? "";
    const info = actionOf(key);
    if (info?.loopEnd && list.loop) {
      list.items.push({ loopEnd: info.loopEnd, loop: list.loop });
      return [];
    }
    if (isStop(key, body)) {
      list.items.push({ stop: true });
      return [];
    }
    if (info?.jump && this.#isPlainJump(body, info.jump)) {
      list.items.push({ jump: body });
      return [];
    }
    const following = singleEntry(actions[index + 1]);
    const next = following && isMap(following[1]) ? following[1] : {};
    if (key === "updateData" && following?.[0] === "endTask" && this.context.ownOutcome && !("outputPath" in next)) {
      const outcome = endingOutcome(body, this.context.ownOutcome);
      if (outcome !== undefined) {
        task.index++;
        const node = this.node("end", { name, path, properties: { outcome }, transitions: [] });
        list.items.push({ node: node.id });
        return [];
      }
    }
    const call =
      key === "callCommonModule"
        ? liftCall(body, following?.[0] === "switch" ? next : undefined, this.context.contractOf)
        : undefined;
    if (call) {
      if (call.outputs) task.index++;
      const node = this.node("callModule", { name, path, properties: call.properties, transitions: [] });
      const switchPath = [...task.path, index + 1, "switch"];
      const outputs = call.outputs ?? [{ transition: NEXT, actions: [], path: [], natural: true as const }];
      return this.#follow(task, node, { outputs, path: call.outputs ? switchPath : path });
    }
    const { properties, outputs } = unnest(key, body, this.context.pathsOf(key, body));
    const jumps = info?.jump !== undefined && this.context.reaches(body);
    const shown = jumps ? without(properties, info.jump as string) : properties;
    const node = this.node(key, { name, path, properties: shown, transitions: [] });
    if (jumps) {
      list.items.push({ node: node.id });
      node.transitions.push({ name: NEXT, to: { jump: body } });
      return [];
    }
    return this.#follow(task, node, { outputs, path });
  }

  /** Whether a jump has no properties besides its target. Such a jump becomes a transition, not a node. */
  #isPlainJump(body: ArchyMap, property: string): boolean {
    return tellingKeys(body).every((key) => key === "name" || key === property) && this.context.reaches(body);
  }

  #follow(task: Task, node: DraftNode, o: { outputs: readonly Output[]; path: ArchyPath }): Task[] {
    const { list } = task;
    list.items.push({ node: node.id });
    const rest = { list, index: list.items.length };
    const nested: Task[] = [];
    for (const output of o.outputs) {
      if (output.actions.length === 0 && !output.body) {
        node.transitions.push({ name: output.transition, to: rest, ...(output.natural ? {} : { implicit: true }) });
        continue;
      }
      const loop: Loop | undefined = output.body ? { head: node.id, done: rest } : list.loop;
      const inner: ActionList = {
        items: [],
        after: output.body ? node.id : rest,
        ...(loop ? { loop } : {}),
        under: { node: node.id, transition: output.transition },
      };
      this.lists.push(inner);
      node.transitions.push({ name: output.transition, to: { list: inner, index: 0 } });
      nested.push({ list: inner, actions: output.actions, path: [...o.path, ...output.path], index: 0 });
    }
    return nested;
  }
}

/**
 * Kind of a node for an item that is not an action because none of its keys, or more than one, is the key of an action.
 */
const NO_ACTION = "unknown";

/** Whether an action is an unnamed end, which compilation writes to end a path inside a list. */
function isStop(key: string, body: ArchyMap): boolean {
  return (key === "endTask" || key === "endState") && tellingKeys(body).join() === "none" && body["none"] === true;
}

export function without(properties: ArchyMap, key: string): ArchyMap {
  const { [key]: _left, ...rest } = properties;
  return rest;
}

/** The reference to the target of a jump: `targetTaskRef`, `targetMenuRef`, `targetStateRef`. */
export function jumpTarget(body: ArchyMap): string | undefined {
  const found = ["targetTaskRef", "targetMenuRef", "targetStateRef"].map((key) => getText(body, key));
  return found.find((text) => text !== undefined);
}

/** The actions of a container or of a menu's task. */
export function actionsOf(body: ArchyMap | undefined): readonly ArchyValue[] {
  return Array.isArray(get(body, "actions")) ? getList(body, "actions") : [];
}
