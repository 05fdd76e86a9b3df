import {
  compile,
  contractOf,
  type Diagnostic,
  isDefinition,
  lift,
  type ModuleContract,
  moduleContract,
  parseArchy,
  parseDefinition,
  type SourceMapEntry,
  sameName,
  toGraph,
} from "@genesys-flows/architect";
import { compiledSubject, type FlowSubject, type SourceFlow, sourceSubject } from "./flow-subject.ts";
import { judgeFlow, kernelFindings } from "./judge.ts";
import { type Enforcement, type Rule, strictest } from "./rule.ts";

/** A flow file for a test of a rule. */
export interface JudgedText {
  /** The content of a flow file: a definition in YAML, or an export. */
  readonly text: string;
  /** The content of the called modules' files, by key. */
  readonly modules?: Readonly<Record<string, string>>;
  /** Settings of the rule; the defaults apply to missing settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * A rule's findings for a flow file, at level `mandatory`. Checks the file as the program does, and its compiled
 * document as the policy pack does.
 * @throws Error if the findings differ; DiagnosticError if the file has errors
 */
export function findingsIn({ text, modules = {}, settings = {} }: JudgedText, rule: Rule): Diagnostic[] {
  const enforcement = strictest([rule]);
  const rules = enforcement.rules.map((one) => ({ ...one, settings: rule.settings.parse(settings) as never }));
  const judge = (subject: FlowSubject, by: Enforcement) => [
    ...judgeFlow("flow", () => subject, by),
    ...kernelFindings("flow", () => subject, by),
  ];
  const { source, compiled } = subjectsIn(text, modules);
  const found = judge(source, { ...enforcement, rules });
  const told = (list: readonly Diagnostic[]) =>
    list.map(({ code, node, message }) => `${code} ${node}: ${message}`).join("\n");
  const [file, document] = [told(found), told(judge(compiled, { ...enforcement, rules }))];
  if (file === document) return found;
  throw new Error(
    `The rule ${rule.name} has different findings for the file and its compiled document.\nfile:\n${file}\ndocument:\n${document}`,
  );
}

/**
 * Asserts a rule's findings for a flow file; for tests of the rule.
 * @param expected part of the message of each finding; empty for a file that follows the rule
 * @throws Error with the actual findings
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

/** A flow file as seen by the program and by the policy pack. */
export function subjectsIn(
  text: string,
  modules: Readonly<Record<string, string>> = {},
): { source: FlowSubject; compiled: FlowSubject } {
  const contracts = new Map(Object.entries(modules).map(([key, module]) => [key, contractIn(module)]));
  const named = (name: string) => [...contracts.values()].find((contract) => sameName(contract.name, name));
  const read = isDefinition(text) ? definitionIn(text, (key) => contracts.get(key)) : exportIn(text, named);
  const { graph, document, origin, nodes, filledIn } = read;
  const { line = 1 } = graph.onFault?.location ?? graph.location ?? {};
  const facts = {
    ...{ key: "flow", origin, file: FILE, nodes, onFaultLocation: { file: FILE, line } },
    calls: [...contracts.values()].map(({ name, outcome }) => ({ module: name, ...(outcome && { outcome }) })),
    ...(filledIn && { filledIn }),
  };
  return {
    source: sourceSubject({ key: "flow", origin, graph, document, filledIn, contractOf: named }),
    compiled: compiledSubject(document, { key: "flow", facts }),
  };
}

const FILE = "flow.yaml";

type Contract = (module: string) => ModuleContract | undefined;
type Read = Pick<SourceFlow, "graph" | "document" | "origin" | "filledIn"> & { nodes: readonly SourceMapEntry[] };

function definitionIn(text: string, modules: Contract): Read {
  const definition = parseDefinition({ path: FILE, text }, { values: {} });
  const graph = toGraph(definition, { modules });
  const { document, sourceMap: nodes } = compile({ graph, file: FILE });
  return { graph, document, origin: "definition", nodes, filledIn: definition.filledIn };
}

function exportIn(text: string, named: Contract): Read {
  const document = parseArchy(text, { file: FILE });
  const graph = lift(document, { contract: (name) => named(name)?.outcome });
  return { graph, document, origin: "export", nodes: [] };
}

function contractIn(text: string): ModuleContract {
  if (!isDefinition(text)) return moduleContract(parseArchy(text, { file: "module.yaml" }));
  const contract = contractOf(parseDefinition({ path: "module.yaml", text }, { values: {} }));
  if (!contract) throw new Error("The text of a module must be the definition of a module.");
  return contract;
}
