import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { CodeInfo } from "../../../packages/architect/check/codes.ts";
import { diagnosticsDocument } from "../../../packages/architect/check/document.ts";
import { codes, isDiagnosticCode } from "../../../packages/architect/index.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const table = path.join("architect", "check", "codes");

/** Ways in which sources report: `sink.error("code", ...)`, `fail(pass, "code", ...)`, `{code: "code"}`. */
const reports =
  /(?:\b(?:error|warning|note|fail|warn|report|problem)\(\s*(?:[\w.#]+,\s*)?|\bcode: |\bcode === |\b(?:missing|unused): |[?:] |\[)"([a-z]+(?:-[a-z]+)*)"/g;

function sources(folder: string): { file: string; text: string }[] {
  return readdirSync(path.join(root, "packages", folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
    .map((file) => path.join(folder, file))
    .filter((file) => !file.startsWith(table))
    .map((file) => ({ file, text: readFileSync(path.join(root, "packages", file), "utf8") }));
}

const all = [...sources("architect"), ...sources("project")];

describe("the table of codes", () => {
  test("has every code that a source reports", () => {
    const unknown = all.flatMap(({ file, text }) =>
      [...text.matchAll(reports)].flatMap(([whole, code = ""]) =>
        isDiagnosticCode(code) || !/error\(|warning\(|note\(|fail\(|warn\(|report\(|problem\(|code: /.test(whole)
          ? []
          : `${file}: ${code}`,
      ),
    );
    expect(unknown).toEqual([]);
  });

  test("has no code that no source reports, unless it is retired", () => {
    const quoted = new Set(
      all.flatMap(({ text }) => [...text.matchAll(/"([a-z]+(?:-[a-z]+)*)"/g)].map(([, code]) => code)),
    );
    const reported = Object.entries<CodeInfo>(codes).filter(([, { retired }]) => !retired);
    expect(reported.flatMap(([code]) => (quoted.has(code) ? [] : code))).toEqual([]);
  });

  test.each(Object.entries<CodeInfo>(codes))("%s: says what it is and what to do, in sentences", (_code, info) => {
    expect(info.title).toMatch(/^[A-Z'].*[^.]$/);
    expect(info.explanation).toMatch(/^[A-Z'].*\.$/);
    expect(info.fix).toMatch(/^[A-Z'].*\.$/);
    expect(info.example).not.toBe("");
  });

  test("is what docs/diagnostics.md says; else: node packages/architect/scripts/write-diagnostics.ts", () => {
    expect(readFileSync(path.join(root, "docs", "diagnostics.md"), "utf8")).toBe(diagnosticsDocument());
  });
});
