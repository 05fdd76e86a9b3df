import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// docs/write-a-policy.md as it is written: its rule in a project, its test in jest.

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/write-a-policy.md"), "utf8");
const files = [...page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```/gm)].map(
  ([, file = "", text = ""]) => [file, text] as const,
);
mkdirSync(join(root, ".genesys"), { recursive: true });
// Inside of the repository, so that its packages are found.
const project = mkdtempSync(join(root, ".genesys", "write-a-policy-"));
const others = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": "config:\n  genesyscloud:region: local\n",
  "flows/sales.yaml": `inboundCall: Sales
onFault: {say: "Please call again.", then: disconnect}
start: queue
nodes:
  queue: {transferToAcd: Sales, on: {failure: sorry}}
  sorry: {playAudio: "Nobody can take your call.", then: bye}
  bye: {disconnect: {}}
`,
};
for (const [file, text] of [...files, ...Object.entries(others)]) {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

afterAll(() => rmSync(project, { recursive: true, force: true }));

test("the page has a rule and its test", () => {
  expect(files.map(([file]) => file)).toEqual([
    "policies/rules/announces-queue.ts",
    "test/policies/rules/announces-queue.test.ts",
  ]);
});

describe("the test of the page", () => {
  for (const [file] of files.filter(([name]) => name.endsWith(".test.ts"))) require(join(project, file));
});

test.each([
  ["policies", 0, /^announces-queue +document +mandatory$/m, "stdout"],
  ["check", 1, /flows\/sales\.yaml:5:3 error announces-queue: Callers wait in a queue/, "stderr"],
] as const)("flowctl %s knows the rule", (command, code, expected, stream) => {
  const main = join(root, "packages/flowctl/main.ts");
  const ended = spawnSync(process.execPath, [main, command], { cwd: project, encoding: "utf8" });
  expect(ended[stream]).toMatch(expected);
  expect(ended.status).toBe(code);
});
