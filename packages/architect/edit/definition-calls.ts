import { stringify } from "yaml";
import { article, capital, flowTypes, isFlowType } from "../archy/flow-types.ts";
import type { ArchyMap, ArchyPath, ArchyValue, FlowType } from "../archy/types.ts";
import { get, getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { readYaml } from "../archy/yaml.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticSink } from "../diagnostic.ts";
import { ERROR } from "../graph/output-paths.ts";
import type { FlowGraph, ModuleContract, NodeId } from "../graph/types.ts";
import { slug } from "../lift/ids.ts";
import { didYouMean } from "../suggest.ts";
import { type CallEdit, type CallPlan, type CallTarget, planProblems } from "./call-plan.ts";
import { endAction, outcomesToLead, sayAction } from "./call-text.ts";
import { NotEditable, SourceTree } from "./source-tree.ts";
import type { TextEdit } from "./text-edits.ts";

/** A definition in YAML, and the graph that it makes. */
export interface DefinitionSource {
  readonly file: string;
  readonly text: string;
  readonly graph: FlowGraph;
}

/**
 * Inserts a call of a module into a definition: a node that calls it by its key, and the transitions that lead there. Comments and
 * order stay, and everything else byte for byte.
 *
 * @returns edits of the definition's text
 */
export function insertNode(source: DefinitionSource, key: string, plan: CallPlan): CallEdit {
  return guarded(source, () => new Definition(source, key).inserted(plan));
}

/** Removes the nodes of a definition that call a module, and what `insertNode` wrote for them. What followed the call follows what came before it. */
export function removeNodes(
  source: DefinitionSource,
  key: string,
  module: Pick<ModuleContract, "name" | "outcome">,
): CallEdit {
  return guarded(source, () => new Definition(source, key).removed(module));
}

/** Makes the nodes of a definition that call a module call another one. */
export function repointNodes(source: DefinitionSource, from: string, to: string): CallEdit {
  return guarded(source, () => new Definition(source, from).repointed(to));
}

function guarded({ file }: DefinitionSource, make: () => CallEdit): CallEdit {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    return { kind: "refused", reasons: [`${file}:${error.line}: ${error.message}`] };
  }
}

/** A transition of a node as the file has it. */
interface WrittenTransition {
  readonly node: NodeId;
  /** The output path; `then` for all that `on` does not name. */
  readonly path: string;
  readonly to: NodeId;
  /** Path of its target in the file. */
  readonly at: ArchyPath;
}

class Definition {
  readonly #key: string;
  readonly #graph: FlowGraph;
  readonly #tree: SourceTree;
  readonly #data: ArchyMap;
  readonly #type: FlowType;

  constructor({ file, text, graph }: DefinitionSource, key: string) {
    const read = readYaml(text, { file, sink: new DiagnosticSink(kernelCodes), noPlaceholders: true });
    const data = read?.value;
    const type = isMap(data) ? Object.keys(data).find(isFlowType) : undefined;
    if (!isMap(data) || type === undefined) throw new NotEditable("The file is not a definition.", 1);
    this.#key = key;
    this.#graph = graph;
    this.#tree = new SourceTree(text);
    this.#data = data;
    this.#type = type as FlowType;
  }

  inserted(plan: CallPlan): CallEdit {
    const problems = planProblems(plan, { type: this.#type, variables: this.#graph.variables });
    const targets = Object.entries(plan.on).flatMap(([outcome, target]) => {
      const wrong = this.#targetProblem(target);
      return wrong === undefined ? [] : [`'${outcome}' cannot lead there. ${wrong}`];
    });
    const place = this.#place(plan);
    const reasons = [...problems, ...targets, ...("reasons" in place ? place.reasons : [])];
    if (reasons.length > 0 || "reasons" in place) return { kind: "refused", reasons };
    if ("already" in place) return { kind: "unchanged", reason: `It already calls '${plan.module.name}' there.` };
    const [other] = this.#calls();
    if (other !== undefined && !plan.again) {
      const line = this.#tree.lineOf(this.#tree.entry(["nodes", other]).from);
      const reason = `It already calls '${plan.module.name}' elsewhere, in line ${line}. --again inserts another call.`;
      return { kind: "refused", reasons: [reason] };
    }
    return { kind: "edited", edits: this.#insertion(plan, place) };
  }

  removed(module: Pick<ModuleContract, "name" | "outcome">): CallEdit {
    const calls = this.#calls();
    if (calls.length === 0) return { kind: "unchanged", reason: `It does not call '${module.name}'.` };
    const reasons = calls.flatMap((id) => this.#readOutputs(id));
    const behind = new Map<NodeId, NodeId>();
    for (const id of calls) {
      const to = this.#continuation(id, module);
      if (to === undefined) reasons.push(`The node '${id}' leads nowhere that could follow without it.`);
      else behind.set(id, to);
    }
    if (reasons.length > 0) return { kind: "refused", reasons };
    const final = (id: NodeId): NodeId => {
      const seen = new Set<NodeId>();
      let to = id;
      while (behind.has(to) && !seen.has(to)) {
        seen.add(to);
        to = behind.get(to) as NodeId;
      }
      return to;
    };
    const gone = this.#goneWith(calls);
    const ids = Object.keys(getMap(this.#data, "nodes") ?? {}).filter((id) => gone.has(id));
    const edits: TextEdit[] = this.#tree.removals(ids.map((id) => this.#tree.entry(["nodes", id])));
    for (const transition of this.#leadingTo(calls)) {
      if (!gone.has(transition.node)) edits.push(this.#retargeted(transition.at, final(transition.to)));
    }
    return { kind: "edited", edits };
  }

  repointed(to: string): CallEdit {
    const nodes = this.#callNodes();
    if (nodes.length === 0) return { kind: "unchanged", reason: `It does not call '${this.#key}'.` };
    return { kind: "edited", edits: nodes.map((path) => this.#retargeted([...path, "callModule"], to)) };
  }

  /** Ids of the flow's own nodes that call the module. */
  #calls(): NodeId[] {
    return this.#callNodes().flatMap((path) => (path.length === 2 ? [String(path[1])] : []));
  }

  /** Paths of every node that calls the module, also in tasks and fragments. */
  #callNodes(): ArchyPath[] {
    const groups: ArchyPath[] = [["nodes"]];
    for (const kind of ["tasks", "fragments"])
      for (const name of Object.keys(getMap(this.#data, kind) ?? {})) groups.push([kind, name, "nodes"]);
    return groups.flatMap((path) => {
      const nodes = path.reduce<ArchyValue | undefined>((value, step) => get(value, String(step)), this.#data);
      const ids = isMap(nodes) ? Object.keys(nodes) : [];
      return ids.filter((id) => getText(get(nodes, id), "callModule") === this.#key).map((id) => [...path, id]);
    });
  }

  #transitions(): WrittenTransition[] {
    const nodes = getMap(this.#data, "nodes") ?? {};
    return Object.entries(nodes).flatMap(([node, body]) => {
      const then = getText(body, "then");
      const on = Object.entries(getMap(body, "on") ?? {}).flatMap(([path, to]) =>
        typeof to === "string" ? [{ node, path, to, at: ["nodes", node, "on", path] }] : [],
      );
      return then === undefined ? on : [...on, { node, path: "then", to: then, at: ["nodes", node, "then"] }];
    });
  }

  /** Transitions and the start that lead to nodes. */
  #leadingTo(ids: readonly NodeId[]): WrittenTransition[] {
    const start = getText(this.#data, "start");
    const first = start === undefined ? [] : [{ node: "", path: "start", to: start, at: ["start"] }];
    return [...first, ...this.#transitions()].filter(({ to }) => ids.includes(to));
  }

  #place(plan: CallPlan):
    | {
        readonly leading: readonly WrittenTransition[];
        readonly to: NodeId;
        readonly beside: NodeId;
        readonly side: "from" | "to";
      }
    | { readonly already: true }
    | { readonly reasons: string[] } {
    const { place } = plan;
    const calls = new Set(this.#calls());
    if (place.at === "start") {
      const start = getText(this.#data, "start");
      const [first] = Object.keys(getMap(this.#data, "nodes") ?? {});
      if (start === undefined || first === undefined) return { reasons: ["It has no `start`."] };
      if (calls.has(start)) return { already: true };
      return {
        leading: this.#leadingTo([start]).filter(({ path, node }) => node === "" && path === "start"),
        to: start,
        beside: first,
        side: "from",
      };
    }
    const nodes = getMap(this.#data, "nodes") ?? {};
    if (!Object.hasOwn(nodes, place.node)) {
      return {
        reasons: [
          `It has no node '${place.node}'. ${didYouMean(place.node, Object.keys(nodes), "Its nodes") ?? ""}`.trim(),
        ],
      };
    }
    if (place.at === "before") {
      const leading = this.#leadingTo([place.node]);
      if (leading.some(({ node }) => calls.has(node))) return { already: true };
      if (leading.length === 0) return { reasons: [`Nothing leads to the node '${place.node}'.`] };
      return { leading, to: place.node, beside: place.node, side: "from" };
    }
    const own = this.#transitions().filter(({ node }) => node === place.node);
    const path = place.path ?? (own.length === 1 ? own[0]?.path : "then");
    const found =
      own.find((one) => one.path === path) ?? own.find((one) => one.path === "then" && place.path === "next");
    if (!found) {
      const names = own.map((one) => one.path);
      const hint =
        names.length > 0
          ? `Name one of its transitions: ${names.map((name) => `after:${place.node}/${name}`).join(", ")}.`
          : "It has none.";
      return {
        reasons: [
          `The node '${place.node}' has no transition ${place.path === undefined ? "that all its paths take" : `'${place.path}'`}. ${hint}`,
        ],
      };
    }
    if (calls.has(found.to)) return { already: true };
    return { leading: [found], to: found.to, beside: place.node, side: "to" };
  }

  #insertion(
    { module, on, inputs }: CallPlan,
    {
      leading,
      to,
      beside,
      side,
    }: { leading: readonly WrittenTransition[]; to: NodeId; beside: NodeId; side: "from" | "to" },
  ): TextEdit[] {
    const tree = this.#tree;
    const id = this.#freeId(slug(this.#key) || "call");
    const more: ArchyMap = {};
    const target = (wanted: CallTarget): NodeId => {
      if (wanted.to === "continue") return to;
      if (wanted.to === "part") return wanted.name;
      const end = this.#endNode() ?? this.#added(more, this.#freeId(`${id}-end`), this.#end());
      if (wanted.say === undefined) return end;
      const [action = ""] = singleEntry(sayAction(this.#type, wanted.say)) ?? [];
      return this.#added(more, this.#freeId(`${id}-say`, more), { [action]: wanted.say, then: end });
    };
    const outcomes = outcomesToLead(module);
    const leads = Object.fromEntries(outcomes.map((outcome) => [outcome, target(on[outcome] ?? { to: "continue" })]));
    const node: ArchyMap = {
      callModule: this.#key,
      ...(Object.keys(inputs).length > 0 && { inputs: { ...inputs } }),
      ...(outcomes.length > 0 ? { on: leads } : { then: to }),
    };
    const first = tree.entry(["nodes", beside]);
    const lines = Object.entries({ [id]: node, ...more }).flatMap(([name, body]) =>
      nodeLines(name, body as ArchyMap, first.indent),
    );
    return [...leading.map(({ at }) => this.#retargeted(at, id)), tree.insertion(first[side], lines)];
  }

  #added(more: ArchyMap, id: NodeId, body: ArchyMap): NodeId {
    more[id] = body;
    return id;
  }

  /** The node that ends the flow and does nothing else, where it has one. */
  #endNode(): NodeId | undefined {
    const [key] = singleEntry(endAction(this.#type)) ?? [];
    const nodes = Object.entries(getMap(this.#data, "nodes") ?? {});
    return nodes.find(([, body]) => {
      const [own, inner] = singleEntry(body) ?? [];
      return own !== undefined && own === key && (inner === null || (isMap(inner) && Object.keys(inner).length === 0));
    })?.[0];
  }

  #end(): ArchyMap {
    const [key = "disconnect"] = singleEntry(endAction(this.#type)) ?? [];
    return { [key]: {} };
  }

  #targetProblem(target: CallTarget): string | undefined {
    const title = article(flowTypes[this.#type].title);
    if (target.to === "end") {
      if (!endAction(this.#type)) return `No export shows how ${title} ends.`;
      return target.say !== undefined && !sayAction(this.#type, target.say)
        ? `${capital(title)} cannot say a text.`
        : undefined;
    }
    const nodes = Object.keys(getMap(this.#data, "nodes") ?? {});
    if (target.to === "continue" || nodes.includes(target.name)) return undefined;
    return `It has no node '${target.name}'. ${didYouMean(target.name, nodes, "Its nodes") ?? ""}`.trim();
  }

  /** Where a call leads that is removed: its first outcome. */
  #continuation(id: NodeId, { outcome }: Pick<ModuleContract, "outcome">): NodeId | undefined {
    const body = get(getMap(this.#data, "nodes"), id);
    const on = getMap(body, "on") ?? {};
    const [first] = Object.keys(outcome?.outcomes ?? {}).filter((name) => name !== ERROR);
    return getText(on, first ?? "") ?? getText(body, "then");
  }

  /** The variables that a call sets and that the rest of the file names. */
  #readOutputs(id: NodeId): string[] {
    const outputs = getMap(get(getMap(this.#data, "nodes"), id), "outputs") ?? {};
    const { from, to } = this.#tree.entry(["nodes", id]);
    const rest = (this.#tree.text.slice(0, from) + this.#tree.text.slice(to)).toLowerCase();
    const read = Object.values(outputs).filter((name) => typeof name === "string" && rest.includes(name.toLowerCase()));
    return read.length === 0
      ? []
      : [`The node '${id}' sets ${read.join(", ")}, which the file names elsewhere. Change that first.`];
  }

  /** The nodes to remove with calls: they themselves, and the ends that `insertNode` wrote for them alone. */
  #goneWith(calls: readonly NodeId[]): Set<NodeId> {
    const gone = new Set(calls);
    const own = Object.keys(getMap(this.#data, "nodes") ?? {}).filter((id) =>
      calls.some((call) => id === `${call}-end` || id === `${call}-say`),
    );
    for (const id of [...own, ...own]) {
      const sources = this.#leadingTo([id]).map(({ node }) => node);
      if (sources.length > 0 && sources.every((source) => gone.has(source))) gone.add(id);
    }
    return gone;
  }

  #retargeted(at: ArchyPath, to: NodeId): TextEdit {
    return { ...this.#tree.scalar(at), text: plain(to) };
  }

  #freeId(wanted: string, more: ArchyMap = {}): NodeId {
    const ids = new Set([...Object.keys(getMap(this.#data, "nodes") ?? {}), ...Object.keys(more)]);
    for (const name of ["tasks", "fragments"])
      for (const part of Object.values(getMap(this.#data, name) ?? {}))
        for (const id of Object.keys(getMap(part, "nodes") ?? {})) ids.add(id);
    let id = wanted;
    for (let n = 2; ids.has(id); n++) id = `${wanted}-${n}`;
    return id;
  }
}

/** A node as lines: its keys one below the other, their values in one line. */
function nodeLines(id: string, body: ArchyMap, indent: number): string[] {
  const space = " ".repeat(indent);
  const keys = Object.entries(body);
  if (keys.length === 1 || Object.values(body).every((value) => !isMap(value) || Object.keys(value).length === 0))
    return [`${space}${plain(id)}: ${flow(body)}`];
  return [`${space}${plain(id)}:`, ...keys.map(([key, value]) => `${space}  ${plain(key)}: ${flow(value)}`)];
}

function flow(value: ArchyValue): string {
  return stringify(value, {
    lineWidth: 0,
    collectionStyle: "flow",
    flowCollectionPadding: false,
    blockQuote: false,
    schema: "core",
  }).trimEnd();
}

function plain(text: string): string {
  return stringify(text, { lineWidth: 0, schema: "core" }).trimEnd();
}
