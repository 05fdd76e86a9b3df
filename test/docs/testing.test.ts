import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readScript } from "@genesys-flows/conversation/script";
import { givenShape } from "../../packages/conversation/script/given-schema.ts";
import { stepShape } from "../../packages/conversation/script/step-schema.ts";
import { commands } from "../../packages/flowctl/commands.ts";
import { commandLine } from "../flowctl/program.ts";
import { inCheckout } from "../harness/checkout.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

// docs/testing.md as it is written, with the flows of the example.

const page = readFileSync(inCheckout("docs/testing.md"), "utf8");
const [, file = "", text = ""] = /^```yaml\n# (\S+)\n([\s\S]*?)^```/m.exec(page) ?? [];
const folder = temporaryFolder();

test("its first test passes, and fails with what it shows when the PIN is another", async () => {
  const play = async (written: string) => {
    const script = path.join(folder(), "sales.test.yaml");
    writeFileSync(script, written);
    return commandLine(inCheckout("."), "test", script);
  };
  expect(file).toBe("flows/inbound/sales.test.yaml");
  expect(readScript({ file, text })).toMatchObject({ findings: [], script: { flow: "sales" } });
  expect(await play(text)).toMatchObject({ code: 0 });
  const { code, out } = await play(text.replace('pin: "1234"', 'pin: "1235"'));
  expect(code).toBe(1);
  const shown = page.slice(page.indexOf("    FAILED  "), page.indexOf("\n       ...")).split("\n");
  const lines = shown.map((line) => line.slice(4)).filter((line) => line !== "" && !line.startsWith("FAILED"));
  expect(lines.length).toBeGreaterThan(4);
  for (const line of lines) expect(out).toContain(line.replace(/\.\.\.$/, "").trimEnd());
});

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
