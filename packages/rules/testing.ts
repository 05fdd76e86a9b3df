import {
  type ArchyDocument,
  compile,
  contractOf,
  type Diagnostic,
  type FlowGraph,
  isDefinition,
  lift,
  type ModuleContract,
  moduleContract,
  parseArchy,
  parseDefinition,
  type Scalar,
  type SourceMapEntry,
  toGraph,
} from "@genesys-flows/architect";
import { compiledSubject, type FlowSubject, sourceSubject } from "./flow-subject.ts";
import { judgeFlow } from "./judge.ts";
import { kernelFindings } from "./kernel-codes.ts";
import { type Enforcement, type Rule, strictest } from "./rule.ts";

export interface JudgedText {
  /** The text of a flow file: a definition in YAML, or an export. */
  readonly text: string;
  /** The texts of the modules that it calls, by key. */
  readonly modules?: Readonly<Record<string, string>>;
  /** Settings of the rule; the others have their defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * What a rule finds in a flow file, at level `mandatory`. Judges the file as the program does and its compiled document as the
 * policy pack does.
 * @throws Error when the two differ; DiagnosticError for a file with mistakes
 */
export function findingsIn({ text, modules = {}, settings = {} }: JudgedText, rule: Rule): Diagnostic[] {
  const enforcement = strictest([rule]);
  const rules = enforcement.rules.map((one) => ({ ...one, settings: rule.settings.parse(settings) as never }));
  const judge = (subject: FlowSubject, by: Enforcement) => [
    ...judgeFlow("flow", () => subject, by),
    ...kernelFindings("flow", () => subject, by),
  ];
  const { source, compiled } = subjectsIn(text, modules);
  const [found, published] = [source, compiled].map((subject) => judge(subject, { ...enforcement, rules })) as [
    Diagnostic[],
    Diagnostic[],
  ];
  const told = (list: readonly Diagnostic[]) => list.map(({ code, node, message }) => `${code} ${node}: ${message}`);
  if (told(found).join("\n") !== told(published).join("\n")) {
    throw new Error(
      `The rule ${rule.name} judges the file and its compiled document differently.\nfile:\n${told(found).join("\n")}\ndocument:\n${told(published).join("\n")}`,
    );
  }
  return found;
}

/**
 * Asserts what a rule finds in a flow file, for a rule's tests.
 * @param expected for each finding a part of its message; none for a file that follows the rule
 * @throws Error with what the rule found instead
 */
export function expectFindings(flow: string | JudgedText, rule: Rule, expected: readonly string[] = []): void {
  const found = findingsIn(typeof flow === "string" ? { text: flow } : flow, rule);
  const fits =
    found.length === expected.length && expected.every((part, index) => found[index]?.message.includes(part));
  if (fits) return;
  const shown = found.map(({ message, node }) => `- ${node === undefined ? "" : `${node}: `}${message}`);
  throw new Error(
    `The rule ${rule.name} found ${found.length === 0 ? "nothing" : `\n${shown.join("\n")}\n`}, expected ${expected.length === 0 ? "nothing" : `\n${expected.map((part) => `- ...${part}...`).join("\n")}`}`,
  );
}

/** A flow file as the program and as the policy pack look at it. */
export function subjectsIn(
  text: string,
  modules: Readonly<Record<string, string>> = {},
): { source: FlowSubject; compiled: FlowSubject } {
  const contracts = new Map(Object.entries(modules).map(([key, module]) => [key, contractIn(module)]));
  const named = (name: string) =>
    [...contracts.values()].find((contract) => contract.name.toLowerCase() === name.toLowerCase());
  const file = "flow.yaml";
  const isSource = isDefinition(text);
  let graph: FlowGraph;
  let document: ArchyDocument;
  let sourceMap: readonly SourceMapEntry[] = [];
  let filledIn: readonly Scalar[] | undefined;
  if (isSource) {
    const definition = parseDefinition({ path: file, text }, { values: {} });
    graph = toGraph(definition, { modules: (key) => contracts.get(key) });
    ({ document, sourceMap } = compile({ graph, file }));
    ({ filledIn } = definition);
  } else {
    document = parseArchy(text, { file });
    graph = lift(document, { contract: (name) => named(name)?.outcome });
  }
  const origin = isSource ? "definition" : "export";
  const outcomes = [...contracts.values()].map(({ name, outcome }) => ({ module: name, ...(outcome && { outcome }) }));
  const onFault = graph.onFault?.location ?? graph.location;
  return {
    source: sourceSubject({ key: "flow", origin, graph, document, filledIn, contractOf: named }),
    compiled: compiledSubject(document, {
      key: "flow",
      facts: {
        key: "flow",
        origin,
        file,
        nodes: sourceMap,
        calls: outcomes,
        ...(filledIn && { filledIn }),
        onFaultLocation: { file, line: onFault?.line ?? 1 },
      },
    }),
  };
}

function contractIn(text: string): ModuleContract {
  if (!isDefinition(text)) return moduleContract(parseArchy(text, { file: "module.yaml" }));
  const contract = contractOf(parseDefinition({ path: "module.yaml", text }, { values: {} }));
  if (!contract) throw new Error("The text of a module is the definition of another flow.");
  return contract;
}
