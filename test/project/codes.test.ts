import { readFileSync } from "node:fs";
import path from "node:path";
import { codes } from "../../packages/project/index.ts";
import { diagnosticsDocument } from "../../scripts/lib/diagnostics-document.ts";

describe("the table of codes", () => {
  test.each(Object.entries(codes))("%s: says what it is and what to do, in sentences", (_code, info) => {
    expect(info.title).toMatch(/^[A-Z'].*[^.]$/);
    expect(info.explanation).toMatch(/^[A-Z'].*\.$/);
    expect(info.fix).toMatch(/^[A-Z'].*\.$/);
    expect(info.example).not.toBe("");
  });

  test("is what docs/diagnostics.md says; else: node scripts/lib/write-diagnostics.ts", () => {
    const file = path.join(import.meta.dirname, "..", "..", "docs", "diagnostics.md");
    expect(readFileSync(file, "utf8")).toBe(diagnosticsDocument());
  });
});
