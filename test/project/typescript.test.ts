import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { makeProject, removeProjects } from "./harness.ts";

afterEach(removeProjects);

const kernel = join(import.meta.dirname, "../../packages/architect/index.ts");
const project = join(import.meta.dirname, "../../packages/project/index.ts");

const definitions = {
  "flows/modules/greeting.ts": `
import { defineModule } from ${JSON.stringify(kernel)};
export const greeting = defineModule({
  commonModule: "Greeting",
  channels: ["inboundCall"],
  start: "hello",
  nodes: { hello: { playAudio: "Hello.", then: "done" }, done: { end: "completed" } },
});
`,
  "flows/branches.ts": `
import { defineFlows } from ${JSON.stringify(kernel)};
import { greeting } from "./modules/greeting.ts";
export const branches = defineFlows({ north: "+13175550150", south: "+13175550151" }, (number, key) => ({
  inboundCall: \`Branch \${key}\`,
  numbers: [number],
  onFault: { say: "Sorry.", then: "disconnect" },
  start: "greet",
  nodes: {
    greet: { callModule: greeting, on: { completed: "bye", error: "bye" } },
    bye: { disconnect: {} },
  },
}));
`,
};

/** Loads a project on Node itself, which imports TypeScript as it is. */
function loaded(files: Record<string, string>): { out: string; err: string } {
  const root = makeProject({ "package.json": '{"type": "module"}', ...files });
  const code = `
    const { loadProject, sidecarOf } = await import(${JSON.stringify(project)});
    const found = await loadProject({ root: ${JSON.stringify(root)} }).catch((e) => ({ text: e.message }));
    console.log(JSON.stringify(found.text ?? found.flows.map((f) => [f.key, f.file, f.name, f.modules, f.numbers, sidecarOf(f).nodes[0].file])));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  return { out: stdout.trim(), err: stderr };
}

test("modules and flows come from what files export, flows of a table by its keys", () => {
  const { out, err } = loaded(definitions);
  expect(err).toBe("");
  expect(JSON.parse(out)).toEqual([
    ["greeting", "flows/modules/greeting.ts", "Greeting", [], [], "flows/modules/greeting.ts"],
    ["north", "flows/branches.ts", "Branch north", ["greeting"], ["+13175550150"], "flows/branches.ts"],
    ["south", "flows/branches.ts", "Branch south", ["greeting"], ["+13175550151"], "flows/branches.ts"],
  ]);
});

test("files that fail or export nothing are reported with the others", () => {
  const { out } = loaded({
    "flows/broken.ts": 'throw new Error("out of order");\n',
    "flows/empty.ts": "export const number = 1;\n",
  });
  expect(JSON.parse(out).split("\n")).toEqual([
    "flows/broken.ts:1:7 error typescript-failed: The file cannot be run: out of order",
    '  1 | throw new Error("out of order");',
    "    |       ^",
    "  hint: For more details, run it on its own: node <file>.",
    "",
    "flows/empty.ts:1:1 error no-flow-exported: The file exports no flow.",
    "  hint: Export the result of defineFlow or defineModule.",
  ]);
});

test("a flow takes the values that it declares from the stack, and says which is missing", () => {
  const { out } = loaded({
    "flows/service.ts": `
import { defineFlow, value } from ${JSON.stringify(kernel)};
export const service = defineFlow({
  inboundCall: "Service \${place}",
  values: { place: { type: "string", default: "Vienna" }, queue: { type: "string" } },
  onFault: { say: "Sorry.", then: "disconnect" },
  start: "to-queue",
  nodes: { "to-queue": { transferToAcd: value("queue"), on: { failure: "bye" } }, bye: { disconnect: {} } },
});
`,
  });
  expect(JSON.parse(out)).toMatch(/^flows\/service\.ts:\d+:\d+ error missing-value: .*queue/);
});

/** The findings of one file with some flows in it, as a person reads them. */
function mistakesOf(text: string): string {
  const { out } = loaded({ "flows/sales.ts": text });
  return JSON.parse(out);
}

const head = `import { defineFlow, defineFlows } from ${JSON.stringify(kernel)};\n`;

test("a mistake of a definition is shown at its place in the file", () => {
  const text = mistakesOf(`${head}
export const sales = defineFlow({
  inboundCall: "Sales", // a { in a comment
  start: "queue",
  nodes: {
    queue: {
      transferToAcd: { queue: "Sales", prioriti: 3 },
      on: { failure: "bye" },
    },
    "bye": { disconnect: {} },
  },
} as any);
`);
  expect(text.split("\n").slice(0, 4)).toEqual([
    "flows/sales.ts:8:40 error unknown-property: 'transferToAcd' has no property 'prioriti'. (flow sales, node queue)",
    '  8 |       transferToAcd: { queue: "Sales", prioriti: 3 },',
    "    |                                        ^^^^^^^^",
    "  hint: Did you mean 'priority'?",
  ]);
});

test("a mistake in flows of a table is shown where they are made, not at the call", () => {
  const text = mistakesOf(`${head}
const queues = { north: "North", south: "South" };
export const flows = defineFlows(queues, (queue, key) => ({
  inboundCall: \`Branch \${key}\`,
  start: "queue",
  nodes: {
    queue: { transferToAdc: queue, on: { failure: "bye" } },
    bye: { disconnect: {} },
  },
}) as any);
`);
  expect(text).toMatch(/^flows\/sales\.ts:8:14 error unknown-action: The action 'transferToAdc' does not exist/);
  expect(text).toContain("Did you mean 'transferToAcd'?");
});

test.each([
  [
    "syntax",
    "export const a = {\n  b: = 1,\n};\n",
    /^flows\/sales\.ts:2:\d+ error typescript-failed: .*\n {2}2 \| {3}b: = 1,\n/,
  ],
  [
    "syntax that types do not have",
    "export const a = 1;\nenum B { C }\n",
    /^flows\/sales\.ts:2:1 error typescript-failed: /,
  ],
  [
    "an import of nothing",
    'const a = 1;\nimport { x } from "./missing.ts";\n',
    /^flows\/sales\.ts:2:\d+ error typescript-failed: /,
  ],
  ["a name that is not defined", "\n\nexport const a = b.c;\n", /^flows\/sales\.ts:3:\d+ error typescript-failed: /],
])("a file that cannot be run is shown with its line: %s", (_, text, expected) => {
  expect(mistakesOf(text)).toMatch(expected);
});
