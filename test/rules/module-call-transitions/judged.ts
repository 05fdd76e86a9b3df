import {
  type ArchyDocument,
  compile,
  contractOf,
  defineFlow,
  parseArchy,
  parseDefinition,
  toGraph,
} from "@genesys-flows/architect";
import { compiledSubject, judgeFlow, sourceSubject, strictest } from "@genesys-flows/rules";
import { findingsIn } from "@genesys-flows/rules/testing";
import { parse } from "yaml";
import { ruleNamed } from "../rule-named.ts";

const rule = ruleNamed("module-call-transitions");
const enforcement = strictest([rule]);

type Modules = Readonly<Record<string, string>>;

/** What the rule finds in a flow file, each as \`node: message\`. */
export function judged(text: string, modules: Modules = {}): string[] {
  return findingsIn({ text, modules }, rule).map(({ node, message }) => `${node}: ${message}`);
}

/** What it finds in the same definition in TypeScript. */
export function judgedInTypeScript(text: string, modules: Modules): string[] {
  const contracts = new Map(
    Object.entries(modules).map(([key, module]) => [
      key,
      contractOf(parseDefinition({ path: `${key}.yaml`, text: module }, { values: {} })),
    ]),
  );
  const graph = toGraph(defineFlow(parse(text) as never), { modules: (key) => contracts.get(key) });
  const { document } = compile({ graph, file: "flow.ts" });
  const subject = sourceSubject({ key: "flow", origin: "definition", graph, document });
  return judgeFlow("flow", () => subject, enforcement).map(({ node, message }) => `${node}: ${message}`);
}

/** What it finds in a document that a foreign program publishes. */
export function judgedBare(text: string): string[] {
  const document: ArchyDocument = parseArchy(text, { file: "document" });
  const found = judgeFlow("bare", () => compiledSubject(document, { key: "bare" }), enforcement);
  return found.map(({ node, message }) => `${node}: ${message}`);
}
