import { declaredSources } from "@genesys-flows/project";
import { makeProject, removeProjects, writeFiles } from "./harness.ts";

afterEach(removeProjects);

test("a project declares its queues, its program, and what the program imports from the project", () => {
  const root = makeProject({
    "index.ts": 'import * as pulumi from "@pulumi/pulumi";\nimport { hours } from "./resources/hours.ts";\n',
    "resources/hours.ts": 'export { name } from "../names.ts";\nexport const hours = await import("./late.ts");\n',
    "resources/late.ts": 'import "../index.ts";\n',
    "names.ts": 'export const name = "x";\n',
    "other.ts": "export const unused = 1;\n",
  });
  const queues = { Sales: { description: "New", acwTimeoutMs: 1000 } };
  const found = declaredSources({ root, queues });
  expect(found.map(({ key, title }) => [key, title])).toEqual([
    ["queue:Sales", 'queue "Sales"'],
    ["file:index.ts", "program index.ts"],
    ["file:names.ts", "program names.ts"],
    ["file:resources/hours.ts", "program resources/hours.ts"],
    ["file:resources/late.ts", "program resources/late.ts"],
  ]);
  // The order of a queue's settings and the ends of lines are no difference.
  writeFiles(root, { "names.ts": 'export const name = "x";\r\n' });
  expect(declaredSources({ root, queues: { Sales: { acwTimeoutMs: 1000, description: "New" } } })).toEqual(found);
  writeFiles(root, { "names.ts": 'export const name = "y";\n' });
  expect(declaredSources({ root, queues })[2]?.digest).not.toBe(found[2]?.digest);
});
