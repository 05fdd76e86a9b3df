import { isFlowType } from "../archy/flow-types.ts";
import { withValueAt } from "../archy/outputs.ts";
import type { ArchyMap, ArchyPath, FlowType } from "../archy/types.ts";
import { getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { readYaml } from "../archy/yaml.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticSink } from "../diagnostic.ts";
import { ERROR } from "../graph/output-paths.ts";
import type { FlowGraph, ModuleContract, NodeId } from "../graph/types.ts";
import { slug } from "../lift/ids.ts";
import { freeName } from "../name-map.ts";
import { didYouMean } from "../suggest.ts";
import { alreadyThere, type CallEdit, type CallPlan, type CallTarget, elsewhere, planProblems } from "./call-plan.ts";
import { endAction, endProblem, outcomesToLead, sayAction } from "./call-text.ts";
import { missingBreak, rewriteEdits } from "./rewrite/rewrite.ts";
import { NotEditable, orRefused, SourceTree } from "./source-tree.ts";
import { flowText } from "./take/definition-edits.ts";

export interface DefinitionSource {
  readonly file: string;
  readonly text: string;
  readonly graph: FlowGraph;
}

/**
 * Inserts a call to a module into a definition: a node that calls it by its key, and transitions to that node.
 * Everything else, including comments and order, stays byte for byte.
 */
export function insertNode(source: DefinitionSource, key: string, plan: CallPlan): CallEdit {
  return orRefused(source.file, () => new Definition(source, key).inserted(plan));
}

/**
 * Removes the nodes of a definition that call a module, and everything that `insertNode` wrote for them. Connects the
 * nodes before and after each call.
 */
export function removeNodes(
  source: DefinitionSource,
  key: string,
  module: Pick<ModuleContract, "name" | "outcome">,
): CallEdit {
  return orRefused(source.file, () => new Definition(source, key).removed(module));
}

/** Makes the nodes of a definition that call one module call a different one. */
export function repointNodes(source: DefinitionSource, from: string, to: string): CallEdit {
  return orRefused(source.file, () => new Definition(source, from).repointed(to));
}

interface WrittenTransition {
  readonly node: NodeId;
  /** The output path; `then` for all paths that `on` does not list. */
  readonly path: string;
  readonly to: NodeId;
  /** Path of the transition's target in the file. */
  readonly at: ArchyPath;
}

/**
 * Where to insert a node: the transitions to redirect, their previous target, and the node next to which the file gets
 * the new lines.
 */
interface Place {
  readonly leading: readonly WrittenTransition[];
  readonly to: NodeId;
  readonly beside: NodeId;
  readonly side: "from" | "to";
}

class Definition {
  readonly #key: string;
  readonly #graph: FlowGraph;
  readonly #tree: SourceTree;
  readonly #data: ArchyMap;
  readonly #nodes: ArchyMap;
  readonly #type: FlowType;

  constructor({ file, text, graph }: DefinitionSource, key: string) {
    const whole = text + missingBreak(text);
    const read = readYaml(whole, { file, sink: new DiagnosticSink(kernelCodes), noPlaceholders: true });
    const data = read?.value;
    const type = isMap(data) ? Object.keys(data).find(isFlowType) : undefined;
    if (!isMap(data) || type === undefined) throw new NotEditable("The file is not a definition.", 1);
    this.#key = key;
    this.#graph = graph;
    this.#tree = new SourceTree(whole);
    this.#data = data;
    this.#nodes = getMap(data, "nodes") ?? {};
    this.#type = type;
  }

  inserted(plan: CallPlan): CallEdit {
    const flow = { type: this.#type, variables: this.#graph.variables };
    const problems = planProblems(plan, flow, (target) => this.#targetProblem(target));
    const place = this.#place(plan);
    const reasons = [...problems, ...("reasons" in place ? place.reasons : [])];
    if (reasons.length > 0 || "reasons" in place) return { kind: "refused", reasons };
    if ("already" in place) return alreadyThere(plan.module);
    const [other] = this.#calls();
    if (other !== undefined && !plan.again)
      return elsewhere(plan.module, this.#tree.lineOf(this.#tree.entry(["nodes", other]).from));
    return this.#insertion(plan, place);
  }

  removed(module: Pick<ModuleContract, "name" | "outcome">): CallEdit {
    const calls = this.#calls();
    if (calls.length === 0) return { kind: "unchanged", reason: `The flow does not call '${module.name}'.` };
    const reasons = calls.flatMap((id) => this.#readOutputs(id));
    const behind = new Map<NodeId, NodeId>();
    for (const id of calls) {
      const to = this.#continuation(id, module);
      if (to === undefined) reasons.push(`Without the node '${id}', it is unclear which node comes next.`);
      else behind.set(id, to);
    }
    if (reasons.length > 0) return { kind: "refused", reasons };
    const final = (id: NodeId): NodeId => {
      const seen = new Set<NodeId>();
      let to = id;
      for (let next = behind.get(to); next !== undefined && !seen.has(to); next = behind.get(to)) {
        seen.add(to);
        to = next;
      }
      return to;
    };
    const gone = this.#goneWith(calls);
    const leading = this.#leadingTo(calls).filter(({ node }) => !gone.has(node));
    const { edits } = this.#edited(this.#led(leading, final));
    const ids = Object.keys(this.#nodes).filter((id) => gone.has(id));
    return { kind: "edited", edits: [...edits, ...ids.map((id) => this.#tree.removal(["nodes", id]))] };
  }

  repointed(to: string): CallEdit {
    const nodes = this.#callNodes();
    if (nodes.length === 0) return { kind: "unchanged", reason: `The flow does not call '${this.#key}'.` };
    return this.#edited(
      nodes.reduce((data, path) => withValueAt(data, [...path, "callModule"], to) as ArchyMap, this.#data),
    );
  }

  #edited(after: ArchyMap): CallEdit & { kind: "edited" } {
    return { kind: "edited", edits: rewriteEdits(this.#tree.text, this.#data, after) };
  }

  /** The file's content with the targets of some transitions changed. */
  #led(transitions: readonly WrittenTransition[], to: (target: NodeId) => NodeId): ArchyMap {
    return transitions.reduce((data, { at, to: was }) => withValueAt(data, at, to(was)) as ArchyMap, this.#data);
  }

  /** Ids of the flow's own nodes that call the module. */
  #calls(): NodeId[] {
    return this.#callNodes().flatMap((path) => (path.length === 2 ? [String(path[1])] : []));
  }

  /** Paths of every node that calls the module, including those in tasks and fragments. */
  #callNodes(): ArchyPath[] {
    return this.#lists().flatMap(({ path, nodes }) =>
      Object.keys(nodes).flatMap((id) => (getText(nodes[id], "callModule") === this.#key ? [[...path, id]] : [])),
    );
  }

  #lists(): { readonly path: ArchyPath; readonly nodes: ArchyMap }[] {
    const parts = ["tasks", "fragments"].flatMap((kind) =>
      Object.entries(getMap(this.#data, kind) ?? {}).map(([name, part]) => ({
        path: [kind, name, "nodes"],
        nodes: getMap(part, "nodes") ?? {},
      })),
    );
    return [{ path: ["nodes"], nodes: this.#nodes }, ...parts];
  }

  #transitions(): WrittenTransition[] {
    return Object.entries(this.#nodes).flatMap(([node, body]) => {
      const then = getText(body, "then");
      const on = Object.entries(getMap(body, "on") ?? {}).flatMap(([path, to]) =>
        typeof to === "string" ? [{ node, path, to, at: ["nodes", node, "on", path] }] : [],
      );
      return then === undefined ? on : [...on, { node, path: "then", to: then, at: ["nodes", node, "then"] }];
    });
  }

  /** Transitions to given nodes, including the start. */
  #leadingTo(ids: readonly NodeId[]): WrittenTransition[] {
    const start = getText(this.#data, "start");
    const first = start === undefined ? [] : [{ node: "", path: "start", to: start, at: ["start"] }];
    return [...first, ...this.#transitions()].filter(({ to }) => ids.includes(to));
  }

  #place({ place }: CallPlan): Place | { readonly already: true } | { readonly reasons: string[] } {
    const calls = new Set(this.#calls());
    if (place.at === "start") {
      const start = getText(this.#data, "start");
      const [first] = Object.keys(this.#nodes);
      if (start === undefined || first === undefined) return { reasons: ["The definition has no `start`."] };
      if (calls.has(start)) return { already: true };
      const leading = [{ node: "", path: "start", to: start, at: ["start"] }];
      return { leading, to: start, beside: first, side: "from" };
    }
    const { node } = place;
    if (!Object.hasOwn(this.#nodes, node)) return { reasons: [this.#unknown(node)] };
    if (place.at === "before") {
      const leading = this.#leadingTo([node]);
      if (leading.some((one) => calls.has(one.node))) return { already: true };
      if (leading.length === 0) return { reasons: [`Nothing leads to the node '${node}'.`] };
      return { leading, to: node, beside: node, side: "from" };
    }
    const own = this.#transitions().filter((one) => one.node === node);
    const path = place.path ?? (own.length === 1 ? own[0]?.path : "then");
    const found =
      own.find((one) => one.path === path) ?? own.find((one) => one.path === "then" && place.path === "next");
    if (!found) {
      const names = own.map((one) => `after:${node}/${one.path}`).join(", ");
      const hint = own.length > 0 ? `Choose one of its transitions: ${names}.` : "The node has no transitions.";
      const which = place.path === undefined ? "that all its output paths share" : `'${place.path}'`;
      return { reasons: [`The node '${node}' has no transition ${which}. ${hint}`] };
    }
    if (calls.has(found.to)) return { already: true };
    return { leading: [found], to: found.to, beside: node, side: "to" };
  }

  #insertion({ module, on, inputs }: CallPlan, { leading, to, beside, side }: Place): CallEdit {
    const tree = this.#tree;
    const id = this.#freeId(slug(this.#key) || "call");
    const more: ArchyMap = {};
    const added = (free: NodeId, body: ArchyMap): NodeId => {
      more[free] = body;
      return free;
    };
    const target = (wanted: CallTarget): NodeId => {
      if (wanted.to === "continue") return to;
      if (wanted.to === "part") return wanted.name;
      const [key = "disconnect"] = singleEntry(endAction(this.#type)) ?? [];
      // All outcomes that end the flow share one end node.
      const end = this.#endNode(key) ?? added(this.#freeId(`${id}-end`), { [key]: {} });
      if (wanted.say === undefined) return end;
      const [action = ""] = singleEntry(sayAction(this.#type, wanted.say)) ?? [];
      return added(this.#freeId(`${id}-say`, more), { [action]: wanted.say, then: end });
    };
    const outcomes = outcomesToLead(module);
    const leads = Object.fromEntries(outcomes.map((outcome) => [outcome, target(on[outcome] ?? { to: "continue" })]));
    const node: ArchyMap = {
      callModule: this.#key,
      ...(Object.keys(inputs).length > 0 && { inputs: { ...inputs } }),
      ...(outcomes.length > 0 ? { on: leads } : { then: to }),
    };
    const lines = tree.entry(["nodes", beside]);
    const nodes = Object.entries({ [id]: node, ...more });
    const texts = nodes.flatMap(([name, body]) => nodeLines(name, body as ArchyMap, lines.indent));
    const { edits } = this.#edited(this.#led(leading, () => id));
    return { kind: "edited", edits: [...edits, tree.insertion(lines[side], texts)] };
  }

  /** The node that ends the flow with the action and does nothing else; undefined if it does not exist. */
  #endNode(action: string): NodeId | undefined {
    return Object.keys(this.#nodes).find((id) => {
      const [key, body] = singleEntry(this.#nodes[id]) ?? [];
      return key === action && (body === null || (isMap(body) && Object.keys(body).length === 0));
    });
  }

  #targetProblem(target: CallTarget): string | undefined {
    if (target.to === "end") return endProblem(this.#type, target.say);
    const isKnown = target.to === "continue" || Object.hasOwn(this.#nodes, target.name);
    return isKnown ? undefined : this.#unknown(target.name);
  }

  #unknown(node: NodeId): string {
    return `The definition has no node '${node}'. ${didYouMean(node, Object.keys(this.#nodes), "Its nodes") ?? ""}`.trim();
  }

  /** The continuation after a removed call: the target of its first outcome. */
  #continuation(id: NodeId, { outcome }: Pick<ModuleContract, "outcome">): NodeId | undefined {
    const [first] = Object.keys(outcome?.outcomes ?? {}).filter((name) => name !== ERROR);
    return getText(getMap(this.#nodes[id], "on"), first ?? "") ?? getText(this.#nodes[id], "then");
  }

  /** The variables that a call sets and that the rest of the file uses. */
  #readOutputs(id: NodeId): string[] {
    const outputs = getMap(this.#nodes[id], "outputs") ?? {};
    const { from, to } = this.#tree.entry(["nodes", id]);
    const rest = (this.#tree.text.slice(0, from) + this.#tree.text.slice(to)).toLowerCase();
    const read = Object.values(outputs).filter((name) => typeof name === "string" && rest.includes(name.toLowerCase()));
    return read.length === 0
      ? []
      : [`The node '${id}' sets ${read.join(", ")}, which the file uses elsewhere. Change those uses first.`];
  }

  /** The nodes to remove with calls: the calls themselves, and the end nodes that `insertNode` wrote only for them. */
  #goneWith(calls: readonly NodeId[]): Set<NodeId> {
    const gone = new Set(calls);
    const own = Object.keys(this.#nodes).filter((id) =>
      calls.some((call) => id === `${call}-end` || id === `${call}-say`),
    );
    for (const id of [...own, ...own]) {
      const sources = this.#leadingTo([id]).map(({ node }) => node);
      if (sources.length > 0 && sources.every((source) => gone.has(source))) gone.add(id);
    }
    return gone;
  }

  #freeId(wanted: string, more: ArchyMap = {}): NodeId {
    const lists = [more, ...this.#lists().map(({ nodes }) => nodes)];
    return freeName(wanted, (id) => lists.some((nodes) => Object.hasOwn(nodes, id)));
  }
}

/** The lines of a node: one line for each key and its value. */
function nodeLines(id: string, body: ArchyMap, indent: number): string[] {
  const space = " ".repeat(indent);
  const keys = Object.entries(body);
  if (keys.length === 1 || Object.values(body).every((value) => !isMap(value) || Object.keys(value).length === 0))
    return [`${space}${flowText(id)}: ${flowText(body)}`];
  return [`${space}${flowText(id)}:`, ...keys.map(([key, value]) => `${space}  ${key}: ${flowText(value)}`)];
}
