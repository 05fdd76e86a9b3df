import { join } from "node:path";
import { type Diagnostic, formatDiagnostic, placeholders } from "@genesys-flows/architect";
import { type FlowProject, keyOfFile, writeCompiled } from "@genesys-flows/project";
import { rules } from "@genesys-flows/rules";
import { type Gate, readGate } from "../../packages/policies/gate/index.ts";
import { Verdicts } from "../../packages/policies/verdicts.ts";
import { fittingValue, rawFiles } from "../architect/corpus.ts";
import { load, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule } from "../project/samples.ts";
import { after, emptyDefault, exportedCaller, silent } from "./samples.ts";

afterAll(removeProjects);

const GUID = "4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f";
const OTHER = "4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e70";

/** What the program finds in each flow, and what the pack finds in its compiled document. */
async function both(project: FlowProject, gate: Gate): Promise<{ program: string[]; pack: string[] }> {
  const documents = await writeCompiled(project);
  const verdicts = new Verdicts(gate.enforcement);
  const pack = project.flows.flatMap(({ key, settings: { forceUnlock } }) => {
    const path = documents.get(key) as string;
    const { judged } = verdicts.ofFile(join(project.root, path), path, { key, forceUnlock });
    if ("unjudged" in judged) throw new Error(`${key}: ${judged.unjudged}`);
    return judged.findings;
  });
  const raised = new Set<string>(rules.flatMap(({ name, codes = [] }) => [name, ...codes]));
  const program = gate.judge(project).findings.filter(({ code }) => raised.has(code));
  return { program: program.map(shown).sort(), pack: pack.map(shown).sort() };
}

/**
 * A finding without what only the source file has: the text of the line; and, within the node of a definition, the column of a value.
 */
function shown({ location, ...finding }: Diagnostic): string {
  if (!location) return formatDiagnostic(finding);
  const { file, line, column } = location;
  return formatDiagnostic({ ...finding, location: { file, line, column: finding.node === undefined ? column : 1 } });
}

const strict = () => readGate({ folder: makeProject({}) });

/** Each example under the name of its rule, after a comment, so that nothing is in the first line. */
const examples = rules.flatMap(({ name, example }) =>
  example
    ? [[`flows/${name}.yaml`, `# A note\n\n${example.violating.replace(/^(\w+: |\w+:\n {2}name: ).*$/m, `$1${name}`)}`]]
    : [],
);

test("program and pack find the same at the same places", async () => {
  const root = makeProject({
    "flows/check.yaml": checkModule,
    "flows/sales.yaml": `# A note\n${caller("Sales")
      .replace(", error: bye", "")
      .replace(/onFault: .*\n/, "")}`,
    "flows/claims.yaml": exportedCaller(after.switch(emptyDefault), silent),
    "flows/support.yaml": `# A note\n${exportedCaller(after.nothing, "").replace("Claims", "Support")}`,
    ...Object.fromEntries(examples),
  });
  const { program, pack } = await both(await load(root), await strict());
  expect(pack).toEqual(program);
  for (const [file] of examples) expect(program.join("\n")).toContain(`${file}:`);
});

test("an id from a value of the stack is accepted by both, a literal one by neither", async () => {
  const definition = (name: string, id: string) =>
    `inboundCall: ${name}\nvalues: {queue: {type: string, default: x}}\nstart: a\nnodes:\n  a: {setParticipantData: {queue: ${id}}, then: b}\n  b: {disconnect: {}}\n`;
  const exported = (name: string, id: string) =>
    exportedCaller(after.nothing)
      .replace("Claims", name)
      .replace("Thank you.", "x")
      .replace("Handle it", `Handle ${id}`);
  const root = makeProject({
    "flows/given.yaml": definition("Given", `"\${queue}"`),
    "flows/literal.yaml": definition("Literal", `"${OTHER}"`),
    "flows/filled.yaml": exported("Filled", "{{queue}}"),
    "Pulumi.test.yaml": `config:\n  genesys-flows:values: {queue: ${GUID}}\n  genesys-flows:substitutions: {queue: ${GUID}}\n`,
  });
  const { program, pack } = await both(await load(root), await strict());
  expect(pack).toEqual(program);
  expect(program.filter((text) => text.includes("literal-guid"))).toEqual([expect.stringContaining("flow literal")]);
});

const files = rawFiles().filter(({ file }) => /\.ya?ml$/.test(file));
const corpus = files.length > 0 ? test : test.skip;

corpus("so they do in real exports, with their placeholders filled in", async () => {
  const gate = await strict();
  let judged = 0;
  for (const { file, text } of files) {
    const given = placeholders(text, { file }).map(({ key }) => [key, fittingValue(key, text)]);
    const root = makeProject({
      [`flows/${file}`]: text,
      [`flows/${keyOfFile(file)}.options.yaml`]: JSON.stringify({ substitutions: Object.fromEntries(given) }),
    });
    // A file that is no valid flow by itself is never published.
    const project = await load(root).catch(() => undefined);
    if (!project) continue;
    const { program, pack } = await both(project, gate);
    expect({ file, found: pack }).toEqual({ file, found: program });
    judged += 1;
  }
  expect(judged).toBeGreaterThan(files.length / 2);
});
