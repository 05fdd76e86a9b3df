import { actionOf } from "../archy/actions/index.ts";
import type { Referable } from "../archy/container-refs.ts";
import { flowTypes } from "../archy/flow-types.ts";
import { moduleCallOf, moduleCalls, sameName } from "../archy/modules.ts";
import { outputPlaces } from "../archy/outputs.ts";
import { parseArchy } from "../archy/parse.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { getList, getText, isMap, singleEntry } from "../archy/values.ts";
import { allActions, holdsActions } from "../archy/visit.ts";
import { unavailableIn } from "../check/checks/action-channel.ts";
import { pathAlong } from "../compile/actions.ts";
import { jumpToItem } from "../compile/channel.ts";
import { reachable } from "../graph/reach.ts";
import type { FlowGraph, FlowNode, OutcomeContract } from "../graph/types.ts";
import { lift } from "../lift/lift.ts";
import { didYouMean } from "../suggest.ts";
import { alreadyThere, type CallEdit, type CallPlan, elsewhere, planProblems } from "./call-plan.ts";
import { partNameOf } from "./call-text.ts";
import { CallWriter, freeNameAmong } from "./call-writer.ts";
import { NotEditable, orRefused } from "./source-tree.ts";
import { type TextEdit, withEdits } from "./text-edits.ts";

/**
 * Inserts a call to a module into an export: the call, the switch on its outcome with its branches, and the variable
 * that receives the outcome. Everything else stays byte for byte. If the flow starts at a menu, or at a task or state
 * that other actions also enter, a task or state is inserted before it.
 */
export function insertCall(document: ArchyDocument, plan: CallPlan): CallEdit {
  const contract = (name: string) => (sameName(name, plan.module.name) ? plan.module.outcome : undefined);
  const graph = lift(document, { contract });
  return orRefused(document.file, () => {
    const insertion = new Insertion(document, graph, plan);
    const reasons = insertion.problems();
    if (reasons.length > 0) return { kind: "refused", reasons };
    const made = insertion.made();
    return made.kind === "edited" && !isReached(document, made.edits, { graph, contract })
      ? {
          kind: "refused",
          reasons: ["An action there would be unreachable: the action before it ends the flow or continues elsewhere."],
        }
      : made;
  });
}

/** Whether the inserted call is reachable. It is the only new node that calls a module. */
function isReached(
  document: ArchyDocument,
  edits: readonly TextEdit[],
  { graph, contract }: { readonly graph: FlowGraph; readonly contract: (name: string) => OutcomeContract | undefined },
): boolean {
  const after = lift(parseArchy(withEdits(document.text, edits), { file: document.file }), { contract });
  const isCall = (node: FlowNode | undefined) => node?.kind === "callModule" || node?.kind === "callCommonModule";
  const calls = (of: FlowGraph) => [...reachable(of)].filter((id) => isCall(of.nodes.get(id))).length;
  return calls(after) > calls(graph);
}

/** A place in a list of actions. */
interface Slot {
  readonly list: ArchyPath;
  /** The index of the inserted action. */
  readonly index: number;
}

class Insertion extends CallWriter {
  made(): CallEdit {
    const { place, module } = this.plan;
    const slot = place.at === "start" ? this.#start() : this.#beside(place);
    if ("reasons" in slot) return { kind: "refused", reasons: slot.reasons };
    if ("front" in slot)
      return this.#isCall(this.#listOf(slot.front), 0) ? alreadyThere(module) : this.#inFront(slot.front);
    if ("under" in slot) return this.#elsewhere() ?? this.#edited(() => this.set(slot.under, this.items(module)));
    const list = this.valueAt(slot.list) as readonly ArchyValue[];
    if (this.#isCall(list, slot.index) || this.#isCall(list, slot.index - 1) || this.#endsCall(list, slot.index))
      return alreadyThere(module);
    const elsewhere = this.#elsewhere();
    if (elsewhere) return elsewhere;
    if (list.length === 0)
      throw new NotEditable("The flow starts with an empty list of actions.", this.doc.locate(slot.list).line);
    return this.#edited(() => this.insertAt(slot.list, slot.index, this.items(module)));
  }

  problems(): string[] {
    return planProblems(this.plan, { type: this.doc.flowType, variables: this.graph.variables }, (target) => {
      const actions = this.leading(target);
      return typeof actions === "string" ? actions : undefined;
    });
  }

  #edited(change: () => void): CallEdit {
    change();
    this.declareVariable();
    return { kind: "edited", edits: this.edits() };
  }

  #elsewhere(): CallEdit | undefined {
    const { module, again } = this.plan;
    const other = moduleCalls(this.doc).find((call) => sameName(call.module, module.name));
    return other && !again ? elsewhere(module, other.location.line) : undefined;
  }

  #start(): Slot | { front: Referable } | { reasons: string[] } {
    const { body, flowType } = this.doc;
    const { startUp } = flowTypes[flowType];
    if (startUp === "actions") return { list: [flowType, "startUpTaskActions"], index: 0 };
    if (startUp === "state") return { list: [flowType, "startUpState", "actions"], index: 0 };
    const part = this.parts.resolve(getText(body, "startUpRef") ?? "");
    if (!part) return { reasons: ["The flow does not specify where it starts."] };
    if (part.item === "menu" || this.#isEnteredElsewhere(part)) {
      const isMadeInFront = part.item !== "menu" && this.#isCall(this.#listOf(part), 0);
      if (!isMadeInFront) return { front: part };
    }
    return { list: [...part.path, "actions"], index: 0 };
  }

  /** Whether an action jumps to a part or calls it. */
  #isEnteredElsewhere(part: Referable): boolean {
    return allActions(this.doc).some(({ body }) =>
      Object.entries(body).some(
        ([key, value]) =>
          /^target[A-Z]\w*Ref$/.test(key) && typeof value === "string" && this.parts.resolve(value)?.body === part.body,
      ),
    );
  }

  #beside(place: Exclude<CallPlan["place"], { at: "start" }>): Slot | { under: ArchyPath } | { reasons: string[] } {
    const node = this.graph.nodes.get(place.node);
    if (!node?.path) {
      const hint = didYouMean(place.node, this.graph.nodes.keys(), "Its nodes") ?? "`flowctl diagram` shows its nodes.";
      return { reasons: [`The flow has no node '${place.node}'. ${hint}`] };
    }
    const [list, index] = [node.path.slice(0, -2), Number(node.path.at(-2))];
    const isAction = holdsActions(list) && list.at(-1) !== "choices";
    if (!isAction) {
      const hint = "Specify an action, or insert at the start.";
      const reason = `The node '${node.id}' is a menu or a menu choice, so no action can be inserted next to it. ${hint}`;
      return { reasons: [reason] };
    }
    if (place.at === "before") return { list, index };
    const size = node.kind === "callModule" && getText(node.properties, "outcomeVariable") !== undefined ? 2 : 1;
    if (place.path === undefined) {
      const ends =
        node.kind === "end" || actionOf(node.kind)?.terminal === true || actionOf(node.kind)?.jump !== undefined;
      return ends
        ? {
            reasons: [
              `Nothing follows the node '${node.id}': it ends the flow or continues elsewhere. Insert the call before it.`,
            ],
          }
        : { list, index: index + size };
    }
    if (place.path === pathAlong(node)) return { list, index: index + size };
    const body = this.valueAt(node.path);
    const places = isMap(body) && size === 1 ? outputPlaces(node.kind, body) : [];
    const found = places.find(({ name }) => name === place.path);
    if (!found) {
      const names = places.map(({ name }) => name);
      const hint = didYouMean(place.path, names, "Its output paths") ?? "";
      const reason = `The node '${node.id}' has no output path '${place.path}' that can contain an action. ${hint}`;
      return { reasons: [reason.trim()] };
    }
    const actions = [...node.path, ...found.at, "actions"];
    return this.lengthAt(actions) > 0 ? { list: actions, index: 0 } : { under: actions };
  }

  #listOf(part: Referable): readonly ArchyValue[] {
    return getList(part.body, "actions");
  }

  #isCall(list: readonly ArchyValue[], index: number): boolean {
    const [key, body] = singleEntry(list[index]) ?? [];
    const call = key === "callCommonModule" && isMap(body) ? moduleCallOf(body) : undefined;
    return call !== undefined && sameName(call.module, this.plan.module.name);
  }

  /** Whether the action before an index is the switch on a call's outcome. */
  #endsCall(list: readonly ArchyValue[], index: number): boolean {
    return singleEntry(list[index - 1])?.[0] === "switch" && this.#isCall(list, index - 2);
  }

  #inFront(part: Referable): CallEdit {
    const elsewhere = this.#elsewhere();
    if (elsewhere) return elsewhere;
    const { flowType } = this.doc;
    const kind = part.item === "state" ? "state" : "task";
    const jump = jumpToItem(part.item);
    const refused = jump && unavailableIn(jump.action, flowType);
    const refId = part.refId;
    if (!jump || refused || refId === undefined || (kind === "task" && part.item === "bot"))
      return {
        kind: "refused",
        reasons: [`Nothing can be inserted before the ${part.item} that it starts with. ${refused?.hint ?? ""}`.trim()],
      };
    const key = `${kind}s`;
    const name = freeNameAmong(this.parts.all, partNameOf(this.plan.module.name));
    const own = `${name}_${this.#freeNumber()}`;
    const actions = [...this.items(this.plan.module), this.goTo(part, jump)];
    const item: ArchyMap = { [kind]: { name, refId: own, actions } };
    return this.#edited(() => {
      this.startAt(`/${flowType}/${key}/${kind}[${own}]`, part);
      const count = this.lengthAt([flowType, key]);
      if (count > 0) this.insertAt([flowType, key], count, [item]);
      else this.addKey(key, [item], { after: String(part.path[1]) });
    });
  }

  /** A number that is not the end of any refId in the flow. */
  #freeNumber(): number {
    const numbers = this.parts.all.map(({ refId }) => Number(/_(\d+)$/.exec(refId ?? "")?.[1] ?? 0));
    const tasks = [...this.doc.text.matchAll(/refId: .*_(\d+)["']?\s*$/gm)].map((match) => Number(match[1]));
    return Math.max(0, ...numbers, ...tasks) + 1;
  }
}
