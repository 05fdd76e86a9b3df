import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  contractOf,
  type Diagnostic,
  DiagnosticError,
  parseArchy,
  parseDefinition,
  toGraphInParts,
} from "@genesys-flows/architect";
import { judgeFlow, sourceSubject, strictest } from "@genesys-flows/rules";
import { findingsIn } from "@genesys-flows/rules/testing";
import { parse, stringify } from "yaml";
import { expectGolden } from "../../project/harness.ts";
import { ruleNamed } from "../rule-named.ts";
import { definitionMutants } from "./definition-mutants.ts";
import { brokenInDefinition, noticedAfterError as noticed, readNode, type Written } from "./definition-oracle.ts";

const flows = join(import.meta.dirname, "../../../flows");
const read = (path: string) => readFileSync(join(flows, path), "utf8").replace(/"\$\{\w+\}"/g, "3");
const modules = {
  "pin-authentication": read("modules/pin-authentication.yaml"),
  "common-error-handler": read("modules/common-error-handler.yaml"),
};
const outcomes = { "pin-authentication": ["success", "failure"], "common-error-handler": ["completed"] };
const rule = ruleNamed("module-call-transitions");

const contracts = new Map(
  Object.entries(modules).map(([key, text]) => [
    key,
    contractOf(parseDefinition({ path: `${key}.yaml`, text }, { values: {} })),
  ]),
);

/** The calls in which the rule finds something, and whether the kernel refuses the flow anyway. */
function judge(flow: Written): { found: Set<string | undefined>; isRefused: boolean } {
  const text = stringify(flow);
  try {
    return { found: nodesOf(findingsIn({ text, modules }, rule)), isRefused: false };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const definition = parseDefinition({ path: "flow.yaml", text }, { values: {} });
    const { graph } = toGraphInParts(definition, { modules: (key) => contracts.get(key) });
    const document = parseArchy("inboundCall: {name: none}", { file: "none" });
    const subject = sourceSubject({ key: "flow", origin: "definition", graph, document });
    return { found: nodesOf(judgeFlow("flow", () => subject, strictest([rule]))), isRefused: true };
  }
}

const nodesOf = (list: readonly Diagnostic[]) => new Set(list.map(({ node }) => node));

describe.each(["sales", "support"])("every single edit of a transition of %s", (name) => {
  const flow = parse(read(`inbound/${name}.yaml`)) as Written;
  const judged = definitionMutants(flow).map((mutant) => ({
    ...mutant,
    broken: brokenInDefinition(mutant.flow, outcomes),
    ...judge(mutant.flow),
  }));

  test("the flow itself is not broken", () => {
    expect([brokenInDefinition(flow, outcomes).size, judge(flow).found.size]).toEqual([0, 0]);
  });

  test("each broken call is found, and nothing else", () => {
    const wrong = judged.flatMap(({ edit, broken, found }) => {
      const missed = [...broken].filter(([node]) => !found.has(node)).map(([node, why]) => `missed ${node}: ${why}`);
      const extra = [...found].filter((node) => !broken.has(node ?? "")).map((node) => `not broken: ${node}`);
      return [...missed, ...extra].map((what) => `${edit}: ${what}`);
    });
    expect(wrong).toEqual([]);
  });

  test("the edits of calls that break nothing, each with what happens after an error", () => {
    const broken = judged.filter((one) => one.broken.size > 0);
    const refused = judged.filter(({ isRefused }) => isRefused);
    const survivors = judged.flatMap(({ edit, flow: edited, broken: by }) => {
      const id = edit.split(":")[0] ?? "";
      if (by.size > 0 || readNode(edited.nodes[id] ?? {}).kind !== "callModule") return [];
      const traces = noticed(edited, id);
      return `${edit}  |  ${traces.join("; or ")}  |  ${reasonOf(edit, traces)}`;
    });
    const summary = `${judged.length} edits: ${broken.length} break a call, each is found; ${refused.length} are also errors of the kernel.`;
    const table = [
      summary,
      "",
      "Edits of calls that break nothing: edit | what is noticed after an error | why it is none",
      ...survivors,
    ];
    expectGolden(import.meta.dirname, name, table.join("\n"));
  });
});

/** Why an edit breaks nothing that the rule is about. */
function reasonOf(edit: string, traces: readonly string[]): string {
  if (!/error/.test(edit)) return "a named outcome may lead anywhere, as long as a failure leads elsewhere";
  const swapped = edit.includes("<->") ? "which outcome is the good one is in the names only; " : "";
  if (traces.some((trace) => trace.includes("transfer"))) {
    return `${swapped}the caller is handed over; whether that is allowed without success is not judged`;
  }
  if (traces.some((trace) => trace.startsWith("say"))) return `${swapped}heard; whether the words fit is not judged`;
  return `${swapped}the flow leaves the last word to the module after each outcome`;
}
