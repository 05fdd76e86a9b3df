import type { Referable } from "../archy/container-refs.ts";
import { capital } from "../archy/flow-types.ts";
import { moduleCalls, sameName } from "../archy/modules.ts";
import type { ArchyDocument, ArchyMap } from "../archy/types.ts";
import { getList, getText, singleEntry } from "../archy/values.ts";
import { allActions } from "../archy/visit.ts";
import { unavailableIn } from "../check/checks/action-channel.ts";
import { type Jump, jumpToItem } from "../compile/channel.ts";
import { variableName } from "../definition/actions/control.ts";
import { anInstance } from "../definition/scope.ts";
import type { FlowGraph, ModuleContract } from "../graph/types.ts";
import { slug } from "../lift/ids.ts";
import { freeName } from "../name-map.ts";
import { didYouMean } from "../suggest.ts";
import { type CallPlan, type CallTarget, inputValues } from "./call-plan.ts";
import { callItems, endAction, endProblem, outcomesToLead, sayAction } from "./call-text.ts";
import { ExportEditor } from "./export-editor.ts";

/** A module call in the form of an export: its actions, and the variable that receives the outcome. */
export abstract class CallWriter extends ExportEditor {
  protected readonly plan: CallPlan;

  constructor(document: ArchyDocument, graph: FlowGraph, plan: CallPlan) {
    super(document, graph);
    this.plan = plan;
  }

  /** The call, and the switch on its outcome. */
  protected items(module: ModuleContract): ArchyMap[] {
    const { on, inputs } = this.plan;
    const outcomes = new Map<string, readonly ArchyMap[]>();
    for (const outcome of outcomesToLead(module)) {
      const actions = this.leading(on[outcome] ?? { to: "continue" });
      if (typeof actions !== "string" && actions.length > 0) outcomes.set(outcome, actions);
    }
    const name = this.#freeName(module.name);
    return callItems({ module, name, inputs: inputValues(module, inputs), variable: this.#variable().name, outcomes });
  }

  /** The actions that transfer control to a target, or the reason why no actions can. */
  protected leading(target: CallTarget): ArchyMap[] | string {
    const { flowType } = this.doc;
    if (target.to === "continue") return [];
    if (target.to === "end") {
      const actions = [target.say === undefined ? undefined : sayAction(flowType, target.say), endAction(flowType)];
      return endProblem(flowType, target.say) ?? actions.flatMap((action) => (action ? [this.#named(action)] : []));
    }
    const wanted = target.name.toLowerCase();
    const reachable = this.parts.all.filter(({ item, refId }) => jumpToItem(item) && refId !== undefined);
    const named = reachable.filter(
      ({ body, refId }) => refId === target.name || getText(body, "name")?.toLowerCase() === wanted,
    );
    const [part, second] = named;
    if (!part) {
      const names = reachable.map(({ body, refId }) => getText(body, "name") ?? String(refId));
      return `The flow has no task, menu or state '${target.name}'. ${didYouMean(target.name, names, "It has") ?? ""}`.trim();
    }
    if (second)
      return `Several tasks, menus or states have the name '${target.name}'. Use a refId instead: ${named.map(({ refId }) => refId).join(", ")}.`;
    const jump = jumpToItem(part.item);
    if (!jump) return `No action transfers to a ${part.item}.`;
    const refused = unavailableIn(jump.action, flowType);
    if (refused) return `${capital(anInstance(flowType))} has no action '${jump.action}'. ${refused.hint}`;
    return [this.goTo(part, jump)];
  }

  protected goTo(part: Referable, jump: Jump): ArchyMap {
    const name = `Go to ${getText(part.body, "name") ?? part.refId}`;
    return { [jump.action]: { name, [jump.target]: this.referenceTo(part) } };
  }

  /** An action with a unique name. The ids of other nodes, which are derived from their names, must not change. */
  #named(action: ArchyMap): ArchyMap {
    const [key, body] = singleEntry(action) as readonly [string, ArchyMap];
    return { [key]: { ...body, name: this.#freeName(`${this.plan.module.name}: ${body["name"]}`) } };
  }

  /** The flow's variable for the outcome, and whether it already exists. */
  #variable(): { readonly name: string; readonly isNew: boolean } {
    const { module } = this.plan;
    const from = module.outcome?.from;
    const all = this.graph.variables;
    for (const call of moduleCalls(this.doc)) {
      if (!sameName(call.module, module.name) || from === undefined) continue;
      const bound = Object.entries(call.outputs).find(([name]) => sameName(name, from))?.[1];
      const name = getText(bound, "var");
      if (name !== undefined && /^Flow\./i.test(name) && all.some((one) => sameName(one.name, name)))
        return { name, isNew: false };
    }
    const wanted = `Flow.${variableName(slug(module.name) || "module")}Outcome`;
    const text = this.doc.text.toLowerCase();
    const name = freeName(wanted, (one) => text.includes(one.toLowerCase()), "");
    return { name, isNew: from !== undefined };
  }

  /** Declares the variable, if it is new, after the flow's other variables. */
  protected declareVariable(): void {
    const { name, isNew } = this.#variable();
    const { outcome, outputs } = this.plan.module;
    if (!isNew || !outcome) return;
    const { body, flowType } = this.doc;
    const path = [flowType, "variables"];
    const type = outputs[outcome.from] ?? "string";
    const item: ArchyMap = {
      [`${type}Variable`]: { name, initialValue: { noValue: true }, isInput: false, isOutput: false },
    };
    const next = Object.keys(body).find((key) =>
      /^settings|^(?:menus|tasks|states|bots|startUpTaskActions|startUpTaskVariables|startUpState|periodicState)$/.test(
        key,
      ),
    );
    if ("variables" in body) this.set(path, [...getList(body, "variables"), item]);
    else this.addKey("variables", [item], { before: next ?? "name" });
  }

  #freeName(wanted: string): string {
    return freeNameAmong(allActions(this.doc), wanted);
  }
}

/** A display name that is not used by any of the given actions or parts. */
export function freeNameAmong(all: readonly { readonly body: ArchyMap }[], wanted: string): string {
  const taken = new Set(all.map(({ body }) => getText(body, "name")?.toLowerCase()));
  return freeName(wanted, (name) => taken.has(name.toLowerCase()), " ");
}
