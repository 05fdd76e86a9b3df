import {
  compile,
  differenceDiagram,
  type FlowGraph,
  lift,
  parseArchy,
  parseDefinition,
  printArchy,
  printable,
  toGraph,
} from "@genesys-flows/architect";
import {
  htmlReport,
  jsonReport,
  markdownReport,
  type Report,
  readReport,
  sarifReport,
  textReport,
} from "@genesys-flows/report";
import { flowChanges } from "../../packages/report/words/flow-changes.ts";
import { callFlow, hangUp, say } from "../architect/documents.ts";
import { mermaidSays } from "../harness/mermaid.ts";
import { sarifMistakes } from "../harness/sarif.ts";
import { active, diagramsOf, githubPages, htmlDocuments, nodesOf, type TreeNode } from "./github-page.ts";
import { hostileReport, hostileTexts, longWord } from "./hostile.ts";
import { emptyReport, flowReport } from "./sample.ts";

jest.setTimeout(120_000);

const texts = { ...hostileTexts, "a word of 100,000 characters": longWord };
const names = Object.keys(texts) as (keyof typeof texts)[];

/** Architect allows no longer name. */
const LONGEST_NAME = 200;

/** A definition with a text as its name, in its description and in what it says. */
function defined(text: string): FlowGraph {
  const plain = withoutPlaceholders(text).replaceAll("${", () => "$${");
  const written = JSON.stringify(plain);
  const file = `inboundCall: ${JSON.stringify(plain.slice(0, LONGEST_NAME))}
description: ${written}
onFault: {say: Sorry., then: disconnect}
start: ask
nodes:
  ask: {playAudio: ${written}, then: bye}
  bye: {disconnect: {}}
`;
  const definition = parseDefinition({ path: "flow.yaml", text: file }, { values: {} });
  return toGraph(definition, { modules: () => undefined });
}

/** An export whose actions have a text as their name. */
function exported(text: string): FlowGraph {
  const name = withoutPlaceholders(text).slice(0, 10_000);
  return lift(callFlow([say(name), say(`${name}.`), hangUp(name)]));
}

/** A placeholder without a value is a mistake, and no report is made of such a flow. */
function withoutPlaceholders(text: string): string {
  return text.replaceAll("{{", "{ {");
}

/** A flow that became hostile, and one that no longer is. */
function changedFlows(text: string): Report {
  const sides = [
    [defined("Sales"), defined(text)],
    [defined(text), defined("Sales")],
    [exported("Hello"), exported(text)],
    [exported(text), exported("Hello")],
  ] as const;
  const flows = sides.map(([before, after], index) =>
    flowReport({
      key: `flow-${index}`,
      name: after.name,
      action: "publish",
      reasons: [{ kind: "renamed", from: before.name, to: after.name }],
      changes: flowChanges(before, after),
      comparison: { available: true, source: "compiled" },
      diagram: differenceDiagram(before, after),
    }),
  );
  return emptyReport({ flows });
}

/** What a terminal, a log or a CI would act on. */
const CONTROLS = new RegExp(
  `[${["\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f", "\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\p{Cs}"].join("")}]`,
  "u",
);
const COMMANDS = /^\s*::|##\[|##vso\[|##teamcity\[/m;

const models: readonly (readonly [string, (text: string) => Report])[] = [
  ["in a model", hostileReport],
  ["in flows that are compiled and changed", changedFlows],
];

describe.each(models)("%s", (_where, make) => {
  const reports = names.map((name) => make(texts[name]));
  const plain = make("plain");

  test.each(names)("%s is a text in a terminal and a CI", (name) => {
    for (const columns of [40, 100]) {
      const shown = textReport(reports[names.indexOf(name)] as Report, { columns });
      expect(CONTROLS.exec(shown)).toBeNull();
      expect(COMMANDS.exec(shown)).toBeNull();
    }
  });

  test("JSON and SARIF have every text as it is", () => {
    for (const report of reports) {
      expect(readReport(jsonReport(report))).toEqual(report);
      const log = JSON.parse(sarifReport(report));
      expect(sarifMistakes(log)).toEqual([]);
      expect(log.runs[0].results).toHaveLength(report.findings.length);
    }
  });

  test("Markdown has no link, mention or element of them, and Mermaid draws each diagram", () => {
    const comments = reports.flatMap(markdownReport);
    expect(CONTROLS.exec(comments.join(""))).toBeNull();
    const pages = githubPages(comments);
    expect(pages.flatMap(({ page }) => active(page))).toEqual([]);
    const diagrams = pages.flatMap(({ tree }) => diagramsOf(tree));
    expect(diagrams).toEqual(reports.flatMap(({ flows }) => flows.flatMap(({ diagram }) => diagram?.trimEnd() ?? [])));
    expect(mermaidSays(diagrams).filter((answer) => answer !== null)).toEqual([]);
  });

  test("HTML has no element, script, address or handler of them", () => {
    const [expected, ...documents] = htmlDocuments([plain, ...reports].map((report) => htmlReport(report))).map(
      elementsOf,
    );
    for (const found of documents) {
      expect(found.names.filter((name) => !expected?.names.includes(name))).toEqual([]);
      expect(found.scripts).toBe(expected?.scripts);
      expect(found.handlers).toEqual(expected?.handlers);
      expect(
        found.addresses.filter(
          (address) =>
            !expected?.addresses.includes(address) && /^\s*(javascript|data|https?|ftp):|e\.example/i.test(address),
        ),
      ).toEqual([]);
    }
  });
});

test("the words of a change have each text", () => {
  for (const name of names) {
    const [first = ""] = printable(withoutPlaceholders(texts[name])).split("\n");
    const said = changedFlows(texts[name]).flows.map(({ changes }) =>
      changes.map(({ values }) => values?.to).join("\n"),
    );
    expect(said[0]).toContain(first);
  }
});

test("a definition with each text compiles to a document that is read back", () => {
  for (const name of names) {
    const { document } = compile({ graph: defined(texts[name]) });
    const read = lift(parseArchy(printArchy(document), { file: "compiled.yaml" }));
    expect(read.name).toBe(defined(texts[name]).name);
  }
});

/** What elements a page consists of, and what they could do. */
function elementsOf(page: TreeNode) {
  const elements = [...nodesOf(page)].flatMap(({ node }) => (node.tagName === undefined ? [] : [node]));
  const attributes = elements.flatMap(({ properties }) => Object.entries(properties ?? {}));
  return {
    names: [...new Set(elements.map(({ tagName }) => tagName))].toSorted(),
    scripts: elements.filter(({ tagName }) => tagName === "script").length,
    handlers: [...new Set(attributes.map(([name]) => name).filter((name) => /^on/i.test(name)))].toSorted(),
    addresses: attributes
      .filter(([name]) => /^(href|src|action|formAction|data)$/i.test(name))
      .map(([, value]) => `${value}`),
  };
}
