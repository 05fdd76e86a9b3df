import { readFileSync } from "node:fs";
import { DiagnosticError } from "@genesys-flows/architect";
import { type FlowSubject, judgeFlow, kernelFindings, rules, strictest } from "@genesys-flows/rules";
import { subjectsIn } from "@genesys-flows/rules/testing";
import { inCheckout } from "../../harness/checkout.ts";

const read = (file: string) => readFileSync(inCheckout("flows", file), "utf8").replace('"${maxPinAttempts}"', "3");
const modules = {
  "pin-authentication": read("modules/pin-authentication.yaml"),
  "common-error-handler": read("modules/common-error-handler.yaml"),
};

const enforcement = strictest(rules);

function told(subject: FlowSubject): string[] {
  const found = [
    ...judgeFlow("flow", () => subject, enforcement),
    ...kernelFindings("flow", () => subject, enforcement),
  ];
  return found.map(({ code, node, message }) => `${code} ${node}: ${message}`);
}

/** Undefined for an edit that the kernel refuses: there is no compiled document. */
function formsOf(text: string) {
  try {
    return subjectsIn(text, modules);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** The flow with each named transition led to each other node. */
function edits(text: string): string[] {
  const ids = [...subjectsIn(text, modules).source.graph.nodes.keys()];
  const targets = [...text.matchAll(/(?<=(?:failure|timeout|success|error|completed|then|"yes"|"no"): )[\w-]+/g)];
  return targets.flatMap(({ 0: target, index }) =>
    ids.filter((id) => id !== target).map((id) => text.slice(0, index) + id + text.slice(index + target.length)),
  );
}

test.each(["inbound/sales.yaml", "inbound/support.yaml", "modules/pin-authentication.yaml"])(
  "%s: every rule judges each edit alike in the source and in the compiled document",
  (file) => {
    let judged = 0;
    for (const text of edits(read(file))) {
      const forms = formsOf(text);
      if (!forms) continue;
      expect(told(forms.compiled)).toEqual(told(forms.source));
      judged++;
    }
    expect(judged).toBeGreaterThan(10);
  },
);
