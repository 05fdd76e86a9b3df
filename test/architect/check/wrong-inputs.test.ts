import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formatDiagnostic, kernelCodes } from "@genesys-flows/architect";
import { wrongInputs as wrongDefinitions } from "../definition/wrong-inputs.ts";
import { wrongInputs } from "./wrong-inputs.ts";

const golden = (code: string) => path.join(import.meta.dirname, "golden", `${code}.txt`);
const byCode = Map.groupBy(wrongInputs, ({ code }) => code);

describe("mistakes are found", () => {
  test.each(wrongInputs.map((row) => [`${row.code}: ${row.title}`, row] as const))("%s", (_, { code, found }) => {
    expect(found().map((diagnostic) => diagnostic.code)).toContain(code);
  });
});

describe("findings match their golden frames", () => {
  test.each([...byCode.keys()])("%s", (code) => {
    const shown = (byCode.get(code) ?? []).map(({ title, found }) => {
      const frames = found().filter((diagnostic) => diagnostic.code === code);
      return `# ${title}\n${frames.map(formatDiagnostic).join("\n")}\n`;
    });
    const text = shown.join("\n");
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden(code), text);
    expect(existsSync(golden(code)) && readFileSync(golden(code), "utf8")).toBe(text);
  });
});

test("every code of the kernel has a wrong input", () => {
  const shown = new Set([...byCode.keys(), ...wrongDefinitions.flatMap(({ codes }) => codes)]);
  const codes = Object.entries(kernelCodes).flatMap(([code, { retired }]) => (retired ? [] : code));
  expect(codes.filter((code) => !shown.has(code))).toEqual([]);
});
