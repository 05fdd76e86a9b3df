import { rules, scopesOf } from "@genesys-flows/rules";
import { subjectsIn } from "@genesys-flows/rules/testing";
import { after, exportedCaller } from "../../policies/samples.ts";

/** A flow that violates one rule, whose name is its key. */
export interface ViolatingFlow {
  readonly rule: string;
  /** The text of its file, a definition or an export. */
  readonly text: string;
  /** The document of it, as a resource publishes it. */
  readonly document: string;
}

/** For rules whose example violates nothing by itself. */
const texts: Readonly<Record<string, string>> = {
  "module-call-transitions": exportedCaller(after.nothing),
  "flow-naming": "inboundCall: Claims\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n",
  "no-force-unlock": "inboundCall: Claims\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n",
};

/** A flow for each rule on documents. @throws Error for a rule without one */
export function violatingFlows(): ViolatingFlow[] {
  return rules
    .filter((rule) => scopesOf(rule).includes("document"))
    .map(({ name: rule, example }) => {
      const violating = texts[rule] ?? example?.violating;
      if (violating === undefined) throw new Error(`The rule ${rule} has no example; add a flow for it here.`);
      const name = rule === "flow-naming" ? "Flow naming" : rule;
      const text = violating.replace(/^(\w+: |\w+:\n {2}name: ).*$/m, `$1${name}`);
      const document = subjectsIn(text).compiled.parts.document?.text;
      if (document === undefined) throw new Error(`The flow for ${rule} has no document.`);
      return { rule, text, document };
    });
}

/** Settings by which the flow of `flow-naming` violates it, and no other flow does. */
export const naming = { pattern: "^[a-z-]+$" };
