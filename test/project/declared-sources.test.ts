import { declaredSources } from "@genesys-flows/project";
import { load, makeProject, removeProjects, writeFiles } from "./harness.ts";

afterEach(removeProjects);

test("a project declares its queues, its program, and what the program imports from the project", async () => {
  const root = makeProject({
    "index.ts": 'import * as pulumi from "@pulumi/pulumi";\nimport { hours } from "./resources/hours.ts";\n',
    "resources/hours.ts": 'export { name } from "../names.ts";\nexport const hours = await import("./late.ts");\n',
    "resources/late.ts": 'import "../index.ts";\n',
    "names.ts": 'export const name = "x";\n',
    "other.ts": "export const unused = 1;\n",
    "flows/queues.yaml": "queues: {Sales: {description: New, acwTimeoutMs: 1000}, Elsewhere: {existing: true}}\n",
  });
  const found = declaredSources(await load(root));
  expect(found.map(({ key, title }) => [key, title])).toEqual([
    ["queue:Sales", 'queue "Sales"'],
    ["file:index.ts", "program index.ts"],
    ["file:names.ts", "program names.ts"],
    ["file:resources/hours.ts", "program resources/hours.ts"],
    ["file:resources/late.ts", "program resources/late.ts"],
  ]);
  // The order of a queue's settings and the ends of lines are no difference.
  writeFiles(root, {
    "names.ts": 'export const name = "x";\r\n',
    "flows/queues.yaml": "queues: {Elsewhere: {existing: true}, Sales: {acwTimeoutMs: 1000, description: New}}\n",
  });
  expect(declaredSources(await load(root))).toEqual(found);
  writeFiles(root, { "names.ts": 'export const name = "y";\n' });
  expect(declaredSources(await load(root))[2]?.digest).not.toBe(found[2]?.digest);
});
