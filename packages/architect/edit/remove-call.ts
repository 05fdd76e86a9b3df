import type { Referable } from "../archy/container-refs.ts";
import { moduleCalls, sameName } from "../archy/modules.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getList, getText, isMap, singleEntry } from "../archy/values.ts";
import { allActions } from "../archy/visit.ts";
import { jumpTo } from "../compile/channel.ts";
import { variablesRead } from "../definition/variables.ts";
import { switchTests } from "../graph/output-paths.ts";
import type { FlowGraph, FlowNode, ModuleContract } from "../graph/types.ts";
import { lift } from "../lift/lift.ts";
import type { CallEdit } from "./call-plan.ts";
import { partNameOf } from "./call-text.ts";
import { ExportEditor } from "./export-editor.ts";
import { NotEditable, orRefused } from "./source-tree.ts";

interface RemovalPlan {
  readonly module: Pick<ModuleContract, "name" | "outcome">;
  /** Whether to remove the actions in the branches of the outcomes as well. */
  readonly discard?: boolean;
}

/**
 * Removes every call to a module from an export: the call, the switch on its outcome, a task or state that exists only
 * for the call, and the variable that received the outcome. This undoes `insertCall` byte for byte and connects the
 * actions before and after the call. If the branch of an outcome contains other actions, the edit is refused.
 */
export function removeCalls(document: ArchyDocument, plan: RemovalPlan): CallEdit {
  const contract = (name: string) => (sameName(name, plan.module.name) ? plan.module.outcome : undefined);
  const removal = new Removal(document, lift(document, { contract }), plan);
  return orRefused(document.file, () => removal.made());
}

interface Found {
  readonly node: FlowNode | undefined;
  readonly list: ArchyPath;
  readonly index: number;
  /** The call, and the switch on its outcome. */
  readonly size: 1 | 2;
  readonly line: number;
}

class Removal extends ExportEditor {
  readonly #plan: RemovalPlan;

  constructor(document: ArchyDocument, graph: FlowGraph, plan: RemovalPlan) {
    super(document, graph);
    this.#plan = plan;
  }

  made(): CallEdit {
    const calls = this.#calls();
    if (calls.length === 0) return { kind: "unchanged", reason: `The flow does not call '${this.#plan.module.name}'.` };
    const reasons = calls.flatMap((call) => this.#objections(call));
    if (reasons.length > 0) return { kind: "refused", reasons };
    this.remove(this.#gone(calls));
    this.remove(this.#undeclared(calls));
    return { kind: "edited", edits: this.edits() };
  }

  #calls(): Found[] {
    const byPath = new Map([...this.graph.nodes.values()].map((node) => [node.path?.join("/"), node]));
    return moduleCalls(this.doc)
      .filter(({ module }) => sameName(module, this.#plan.module.name))
      .map(({ path, location: { line } }) => {
        const node = byPath.get(path.join("/"));
        const isTested = node !== undefined && getText(node.properties, "outcomeVariable") !== undefined;
        return { node, list: path.slice(0, -2), index: Number(path.at(-2)), size: isTested ? 2 : 1, line };
      });
  }

  #objections(call: Found): string[] {
    const at = `The call on line ${call.line}`;
    const reasons: string[] = [];
    const read = this.#outputsRead(call);
    if (read.length > 0)
      reasons.push(`${at} sets ${read.join(", ")}, which other actions read. Change those actions first.`);
    if (call.size === 2) {
      const branches = this.#branches(call);
      if (branches.every(({ actions }) => actions.length > 0))
        reasons.push(
          `${at} has no outcome that continues with the next action. Without the call, it is unclear which action comes next.`,
        );
      const own = branches.filter(({ actions }) => actions.some((action) => !this.#isOfCall(call, action)));
      for (const { name } of this.#plan.discard ? [] : own)
        reasons.push(`${at} contains actions in the branch '${name}'. Move them, or delete them with --discard.`);
    }
    return reasons;
  }

  /** The variables that only the outputs of a call set and that other actions read. */
  #outputsRead({ node, list, index, size }: Found): string[] {
    const bound = Object.entries((node && get(node.properties, "outputs")) ?? {}).flatMap(
      ([, value]) => getText(value as ArchyValue, "var") ?? [],
    );
    if (bound.length === 0) return [];
    const own = [...list, index, ""].join("/");
    const following = [...list, index + 1, ""].join("/");
    const isOwn = (path: ArchyPath) =>
      `${path.join("/")}/`.startsWith(own) || (size === 2 && `${path.join("/")}/`.startsWith(following));
    const others = [...this.graph.nodes.values()].filter(({ path }) => path && !isOwn(path));
    const read = new Set(
      others.flatMap(({ properties }) => variablesRead(properties)).map((name) => name.toLowerCase()),
    );
    return bound.filter((name) => read.has(name.toLowerCase()));
  }

  /** The branches of the switch on the outcome, with their actions. */
  #branches({ list, index }: Found): { name: string; actions: readonly ArchyValue[] }[] {
    const body = singleEntry(this.valueAt([...list, index + 1]))?.[1];
    if (!isMap(body)) return [];
    const { style, type } = switchTests(body);
    const evaluate = get(get(body, "evaluate"), style);
    const held = type === undefined ? evaluate : get(evaluate, type);
    const cases = getList(held, "cases").map((item, n) => {
      const inner = get(item, "case");
      return { name: getText(get(inner, "value"), "exp") ?? `case ${n + 1}`, actions: getList(inner, "actions") };
    });
    return [...cases, { name: "default", actions: getList(get(held, "default"), "actions") }];
  }

  /**
   * Whether `insertCall` would write this action in a branch: a jump, or an action whose name begins with the module's
   * name.
   */
  #isOfCall({ node }: Found, action: ArchyValue): boolean {
    const [key, body] = singleEntry(action) ?? [];
    const name = getText(body, "name") ?? "";
    const isJump = Object.values(jumpTo).some((jump) => jump?.action === key);
    return (
      isJump ||
      name.startsWith(`${this.#plan.module.name}: `) ||
      (node !== undefined && name.startsWith(`${node.name}: `))
    );
  }

  /**
   * The paths of everything to remove. If a part before the original start is removed, the flow starts at the original
   * start again.
   */
  #gone(calls: readonly Found[]): ArchyPath[] {
    const fronts: Referable[] = [];
    // A call in a branch of another removed call is removed together with that call.
    const outer = calls.filter((call) => !calls.some((other) => isWithin(call, other)));
    const gone = [...Map.groupBy(outer, ({ list }) => list.join("/")).values()].flatMap((inList) => {
      const [first] = inList as [Found, ...Found[]];
      const front = this.#frontOf(first, inList.length);
      if (front) {
        fronts.push(front);
        this.startAt(this.referenceTo(this.#jumpAt([...first.list, first.size]) as Referable), front);
        return [];
      }
      const items = inList.flatMap(({ index, size }) => (size === 2 ? [index, index + 1] : [index]));
      return items.length === this.lengthAt(first.list)
        ? [this.#emptied(first)]
        : items.map((index) => [...first.list, index]);
    });
    return [...gone, ...this.#fronts(fronts)];
  }

  /** The part before the start that exists only for a call: the call, its switch, and the jump to the original start. */
  #frontOf({ list, index, size }: Found, calls: number): Referable | undefined {
    const part = this.parts.all.find(({ path }) => [...path, "actions"].join("/") === list.join("/"));
    const start = this.parts.resolve(getText(this.doc.body, "startUpRef") ?? "");
    if (!part || start?.body !== part.body || calls > 1 || index !== 0) return undefined;
    const name = getText(part.body, "name") ?? "";
    const isNamed = name.replace(/ \d+$/, "") === partNameOf(this.#plan.module.name).replace(/ \d+$/, "");
    const jump = this.#jumpAt([...list, size]);
    const isWhole = this.lengthAt(list) === size + 1;
    const isNamedElsewhere = allActions(this.doc).some(({ body }) =>
      Object.values(body).some((value) => typeof value === "string" && this.parts.resolve(value)?.body === part.body),
    );
    return isNamed && jump && isWhole && !isNamedElsewhere ? part : undefined;
  }

  #jumpAt(path: ArchyPath): Referable | undefined {
    const [key, body] = singleEntry(this.valueAt(path)) ?? [];
    const jump = Object.values(jumpTo).find((one) => one?.action === key);
    const target = jump && getText(body, jump.target);
    return target === undefined ? undefined : this.parts.resolve(target);
  }

  #fronts(fronts: readonly Referable[]): ArchyPath[] {
    const byList = Map.groupBy(fronts, ({ path }) => path.slice(0, -2).join("/"));
    return [...byList.values()].flatMap((parts) => {
      const list = parts[0]?.path.slice(0, -2) ?? [];
      return parts.length === this.lengthAt(list) ? [list] : parts.map(({ path }) => path.slice(0, -1));
    });
  }

  /** The output path that loses its only actions. */
  #emptied({ list, line }: Found): ArchyPath {
    const inside = (path: ArchyPath) => path.every((step, index) => step === list[index]);
    const around = allActions(this.doc).filter(({ path }) => path.length < list.length && inside(path));
    const action = around.at(-1)?.path;
    if (!action)
      throw new NotEditable("Without the call, this list would be empty. Remove the task or state itself.", line);
    let path = list;
    const siblings = () => Object.keys(this.valueAt(path.slice(0, -1)) as ArchyMap).length;
    while (path.length > action.length + 1 && siblings() === 1) path = path.slice(0, -1);
    return path;
  }

  #undeclared(calls: readonly Found[]): ArchyPath[] {
    const list = [this.doc.flowType, "variables"];
    const declared = getList(this.doc.body, "variables");
    const outcomes = new Set(
      calls.flatMap(({ node }) => (node && getText(node.properties, "outcomeVariable")?.toLowerCase()) ?? []),
    );
    const text = JSON.stringify(this.after).toLowerCase();
    const gone = declared.flatMap((item, index) => {
      const [, body] = singleEntry(item) ?? [];
      const name = getText(body, "name")?.toLowerCase();
      if (name === undefined || !outcomes.has(name) || !isPlain(body)) return [];
      return text.split(JSON.stringify(name).slice(1, -1)).length > 2 ? [] : [[...list, index]];
    });
    return gone.length > 0 && gone.length === declared.length ? [list] : gone;
  }
}

/** Whether a call is in a branch of the switch on another call's outcome. */
function isWithin({ list }: Found, other: Found): boolean {
  if (other.size === 1) return false;
  const around = [...other.list, other.index + 1];
  return list.length > around.length && around.every((step, index) => step === list[index]);
}

/** Whether a variable's declaration looks as `insertCall` writes it. */
function isPlain(body: ArchyValue | undefined): boolean {
  const { name: _name, ...rest } = isMap(body) ? body : ({} as ArchyMap);
  return JSON.stringify(rest) === JSON.stringify({ initialValue: { noValue: true }, isInput: false, isOutput: false });
}
