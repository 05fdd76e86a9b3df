import { flowTypes } from "../../archy/flow-types.ts";
import type { ArchyPath } from "../../archy/types.ts";
import { getMap, getText, singleEntry } from "../../archy/values.ts";
import { type DataActionCall, dataActionCall, memberType } from "../../definition/variable-types.ts";
import type { DataActionContract, FlowNode, ModuleContract } from "../../graph/types.ts";
import { didYouMean } from "../../suggest.ts";
import type { Check, Report } from "../check.ts";
import { assignable, misfit, type Types } from "../data-types.ts";
import { placeOfNode } from "../place.ts";
import type { Subject } from "../subject.ts";
import { variableTypes } from "../variable-table.ts";

/** Compares calls of modules with the contracts of the modules, where these are known. */
export const moduleCalls: Check = {
  codes: ["incompatible-module", "module-in-module", "type-mismatch", "unknown-input", "unknown-output"],
  run(subject, report) {
    const types: Types = { typeOf: variableTypes(subject), parse: subject.parse };
    for (const node of subject.graph.nodes.values()) {
      if (node.kind !== "callModule" && node.kind !== "callCommonModule") continue;
      checkNesting(subject, node, report);
      const contract = subject.contractOf(node);
      if (contract) new Call(node, contract, { subject, report, types }).check();
    }
  },
};

/** The platform does not allow a module to call a module (reference/archy.md §c). */
function checkNesting({ graph }: Subject, node: FlowNode, report: Report): void {
  if (graph.type !== "commonModule") return;
  const module = getText(node.properties, "module") ?? node.name;
  const message = `The module '${graph.name}' calls the module '${module}'; a common module cannot call another.`;
  const hint = "Call both modules from the flow, one after the other.";
  report("module-in-module", { message, hint, ...placeOfNode(node) });
}

class Call {
  readonly #node: FlowNode;
  readonly #contract: ModuleContract;
  readonly #subject: Subject;
  readonly #report: Report;
  readonly #types: Types;

  constructor(node: FlowNode, contract: ModuleContract, o: { subject: Subject; report: Report; types: Types }) {
    this.#node = node;
    this.#contract = contract;
    this.#subject = o.subject;
    this.#report = o.report;
    this.#types = o.types;
  }

  check(): void {
    this.#channel();
    this.#inputs();
    this.#outputs();
  }

  #channel(): void {
    const { type } = this.#subject.graph;
    const { channels, name, unread } = this.#contract;
    if (unread?.has("channels") || channels.length === 0 || channels.includes(type) || type === "commonModule") return;
    const serves = channels.map((channel) => flowTypes[channel].title).join(", ");
    this.#report("incompatible-module", {
      message: `The module '${name}' does not serve the channel of this ${flowTypes[type].title}.`,
      hint: `It serves: ${serves}. Add ${type} to the module's channels.`,
      ...this.#at(),
    });
  }

  #inputs(): void {
    for (const [name, value] of Object.entries(getMap(this.#node.properties, "inputs") ?? {})) {
      const type = memberType(this.#contract.inputs, name);
      if (type === undefined) {
        this.#unknown("unknown-input", name, this.#contract.inputs);
        continue;
      }
      const wrong = misfit(value, type, this.#types);
      if (!wrong) continue;
      const message = `The input '${name}' is of type ${type}, but ${wrong.found}.`;
      const wrapper = singleEntry(value)?.[0];
      const place = this.#at("inputs", name, ...(wrapper === undefined ? [] : [wrapper]));
      this.#report("type-mismatch", { message, hint: wrong.hint, ...place });
    }
  }

  #outputs(): void {
    for (const [name, binding] of Object.entries(getMap(this.#node.properties, "outputs") ?? {})) {
      const type = memberType(this.#contract.outputs, name);
      if (type === undefined) {
        this.#unknown("unknown-output", name, this.#contract.outputs);
        continue;
      }
      const variable = getText(binding, "var");
      const declared = variable === undefined ? undefined : this.#types.typeOf(variable);
      if (declared === undefined || assignable(type, declared)) continue;
      const message = `The output '${name}' is of type ${type}, but '${variable}' is declared as ${declared}.`;
      this.#report("type-mismatch", {
        message,
        hint: `Bind it to a variable of type ${type}.`,
        ...this.#at("outputs", name),
      });
    }
  }

  #unknown(code: "unknown-input" | "unknown-output", name: string, members: ModuleContract["inputs"]): void {
    const what = code === "unknown-input" ? "input" : "output";
    if (this.#contract.unread?.has(`${what}s`)) return;
    const known = Object.keys(members);
    const hint = known.length === 0 ? `It has no ${what}s.` : `Its ${what}s: ${known.join(", ")}.`;
    const message = `The module '${this.#contract.name}' has no ${what} '${name}'.`;
    this.#report(code, { message, hint, ...this.#at(what === "input" ? "inputs" : "outputs", name) });
  }

  /** The node; in a document, the place of one binding. */
  #at(...steps: ArchyPath): { node: FlowNode; path?: ArchyPath } {
    const { path } = this.#node;
    if (!path) return { node: this.#node };
    const module = getText(this.#node.properties, "module");
    const below =
      steps.length === 0 || module === undefined ? [] : ["commonModule", module, "ver_latestPublished", ...steps];
    return { node: this.#node, path: [...path, ...below] };
  }
}

/** Compares calls of data actions with their contracts, where these are known. */
export const dataActionCalls: Check = {
  codes: ["data-action-contract"],
  run(subject, report) {
    const { dataActions } = subject.options;
    if (!dataActions) return;
    const types: Types = { typeOf: variableTypes(subject), parse: subject.parse };
    for (const node of subject.graph.nodes.values()) {
      const call = dataActionCall(node.properties);
      const contract = call && dataActions(call.name);
      if (!contract) continue;
      for (const { in: list, is, name, hint } of misfitsOf(call, { contract, types })) {
        const path = node.path && [...node.path, ...call.path, list, name];
        const location = subject.document ? undefined : subject.graph.textPlace?.({ node: node.id, text: name });
        report("data-action-contract", {
          message: `${is}.`,
          hint: `${hint} The contract is in ${contract.source}.`,
          node,
          path,
          location,
        });
      }
    }
  },
};

interface CallMisfit {
  readonly in: "inputs" | "successOutputs";
  readonly name: string;
  readonly is: string;
  readonly hint: string;
}

function misfitsOf(
  { name: action, bindings }: DataActionCall,
  { contract, types }: { contract: DataActionContract; types: Types },
): CallMisfit[] {
  return (["inputs", "successOutputs"] as const).flatMap((list) => {
    const [members, what] = list === "inputs" ? [contract.inputs, "input"] : [contract.outputs, "output"];
    return Object.entries(getMap(bindings, list) ?? {}).flatMap(([name, value]): CallMisfit[] => {
      if (!Object.keys(members).some((known) => known.toLowerCase() === name.toLowerCase())) {
        const hint = didYouMean(name, Object.keys(members), `Its ${what}s`) ?? `It has no ${what} of that name.`;
        return [{ in: list, name, is: `The data action '${action}' has no ${what} '${name}'`, hint }];
      }
      const type = memberType(members, name);
      if (type === undefined) return [];
      if (list === "inputs") {
        const wrong = misfit(value, type, types);
        const is = `The input '${name}' of '${action}' is of type ${type}, but ${wrong?.found}`;
        return wrong ? [{ in: list, name, is, hint: wrong.hint }] : [];
      }
      const variable = getText(value, "var");
      const declared = variable === undefined ? undefined : types.typeOf(variable);
      if (declared === undefined || assignable(type, declared)) return [];
      const is = `The output '${name}' of '${action}' is of type ${type}, but '${variable}' is declared as ${declared}`;
      return [{ in: list, name, is, hint: `Bind it to a variable of type ${type}.` }];
    });
  });
}
