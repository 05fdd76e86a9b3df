import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mistakes } from "./load.ts";
import { wrongInputs } from "./wrong-inputs.ts";

const golden = path.join(import.meta.dirname, "golden", "wrong-inputs.txt");

describe("mistakes in a definition", () => {
  test.each(wrongInputs.map((row) => [row.title, row] as const))("%s", (_, { text, codes, values }) => {
    const found = [...mistakes(text, values).matchAll(/^(?:\S+ )?error ([a-z-]+):/gm)].map(([, code]) => code);
    expect(found.sort()).toEqual([...codes].sort());
  });

  test("read as their golden frames", () => {
    const shown = wrongInputs.map(({ title, text, values }) => `# ${title}\n${mistakes(text, values)}\n`).join("\n");
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden, shown);
    expect(shown).toBe(readFileSync(golden, "utf8"));
  });
});
