import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { givenShape } from "../../packages/conversation/script/given-schema.ts";
import { stepShape } from "../../packages/conversation/script/step-schema.ts";
import { commands } from "../../packages/flowctl/commands.ts";
import { inCheckout } from "../harness/checkout.ts";

// docs/testing.md as it is written, with the flows of the example. Its first test is docs/tasks/test-a-flow.md.

const page = readFileSync(inCheckout("docs/testing.md"), "utf8");

test("its tables have every step, every key of the world and every option", () => {
  const missing = [
    ...Object.keys(stepShape).filter((step) => !page.includes(`\`${step}: `)),
    ...Object.keys(givenShape).filter(
      (key) => !["variables", "dataActions", "tables", "hours"].includes(key) && !page.includes(`\`${key}`),
    ),
    ...(commands.find(({ usage }) => usage.startsWith("test"))?.options ?? [])
      .map(([flag]) => /--\w+/.exec(flag)?.[0] ?? "")
      .filter((option) => !page.includes(option)),
  ];
  expect(missing).toEqual([]);
});

describe("its test in TypeScript", () => {
  const [, name = "", code = ""] = /^```ts\n\/\/ (\S+)\n([\s\S]*?)^```/m.exec(page) ?? [];
  const copy = inCheckout(".genesys", `testing-${process.pid}.test.ts`);
  mkdirSync(path.dirname(copy), { recursive: true });
  writeFileSync(copy, code);
  afterAll(() => rmSync(copy));
  expect(name).toMatch(/^test\/flows\/.*\.test\.ts$/);
  require(copy);
});
