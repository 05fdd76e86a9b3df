import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  compile,
  DiagnosticSink,
  type FlowGraph,
  formatDiagnostic,
  kernelCodes,
  parseDefinition,
  toGraph,
} from "@genesys-flows/architect";
import { actionsDocument } from "../../../packages/architect/definition/actions/document.ts";
import { blocks, files, page, parts } from "./documented.ts";

const docs = path.join(import.meta.dirname, "../../../docs");

describe("the examples of docs/flow-files.md", () => {
  const modules = new Map<string, FlowGraph>();

  const warningsOf = (file: string, text: string) => {
    const warnings = new DiagnosticSink(kernelCodes);
    const definition = parseDefinition({ path: file, text }, { values: {} });
    const graph = toGraph(definition, { modules: (name) => modules.get(name)?.module, warnings });
    modules.set(path.basename(file, ".yaml"), graph);
    expect(compile({ graph }).document.name).toBe(definition.name);
    return warnings.all.map(formatDiagnostic);
  };

  test.each(
    [...files].sort((a) => (a.text.includes("\ncommonModule") ? -1 : 1)).map((file) => [file.file, file.text] as const),
  )("%s", (file, text) => {
    expect(warningsOf(file, text)).toEqual([]);
  });

  test.each(parts.map(({ title, text }) => [title, text] as const))("%s", (_, text) => {
    warningsOf("part.yaml", text);
  });

  test("those in TypeScript run, and compile", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "flow-files-"));
    const kernel = path.join(import.meta.dirname, "../../../packages/architect/index.ts");
    writeFileSync(path.join(folder, "package.json"), '{"type": "module"}');
    const names = blocks.flatMap(({ language, text }, index) => {
      if (language !== "ts") return [];
      const name = path.join(folder, `${index}.ts`);
      writeFileSync(name, text.replaceAll('"genesys-flows/flows"', JSON.stringify(kernel)));
      return [name];
    });
    const code = `
      const { compile, toGraph } = await import(${JSON.stringify(kernel)});
      const titles = [];
      for (const name of ${JSON.stringify(names)}) {
        const exported = Object.values(await import(name)).flatMap((value) => ("nodes" in value ? [value] : Object.values(value)));
        const modules = (key) => exported.filter((each) => each.key === key).map((each) => toGraph(each, { modules: () => undefined }).module)[0];
        for (const written of exported) {
          const flow = written.written?.fill({}).definition ?? written;
          titles.push(compile({ graph: toGraph(flow, { modules }) }).document.name);
        }
      }
      console.log(JSON.stringify(titles));`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual(["Billing line", "Returns line", "Survey offer", "Service line Vienna"]);
  });

  test("every block is one of these", () => {
    const known = blocks.filter(
      ({ language, text }) => language === "ts" || /^# (flows\/|nodes\n|beside nodes\n)/.test(text),
    );
    expect(blocks.filter((block) => !known.includes(block))).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(13);
  });

  test("say every key of a flow file", () => {
    for (const key of ["tasks", "fragments", "periodic", "contactList", "worktype", "channels", "formerly"]) {
      expect(page).toContain(`\`${key}\``);
    }
  });
});

test("docs/actions.md is up to date; else: npm run generate", () => {
  expect(readFileSync(path.join(docs, "actions.md"), "utf8")).toBe(actionsDocument());
});
