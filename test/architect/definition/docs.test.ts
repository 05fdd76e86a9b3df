import { readFileSync } from "node:fs";
import path from "node:path";
import {
  compile,
  DiagnosticSink,
  type FlowGraph,
  formatDiagnostic,
  parseDefinition,
  toGraph,
} from "../../../packages/architect/index.ts";

const page = readFileSync(path.join(__dirname, "../../../docs/flow-files.md"), "utf8");

/** The flow files of the page: fenced YAML whose first line names a file. */
const files = [...page.matchAll(/```yaml\n# (flows\/\S+\.yaml)\n([\s\S]*?)```/g)].map(([, file = "", text = ""]) => ({
  file,
  key: path.basename(file, ".yaml"),
  text,
}));

describe("the flows of docs/flow-files.md", () => {
  const modules = new Map<string, FlowGraph>();

  test.each(
    [...files].sort((a) => (a.text.startsWith("commonModule") ? -1 : 1)).map((file) => [file.file, file] as const),
  )("%s", (_, { file, key, text }) => {
    const warnings = new DiagnosticSink();
    const definition = parseDefinition({ path: file, text }, { values: {} });
    const graph = toGraph(definition, { modules: (name) => modules.get(name)?.module, warnings });
    modules.set(key, graph);
    expect(compile({ graph }).document.name).toBe(definition.name);
    expect(warnings.all.map(formatDiagnostic)).toEqual([]);
  });

  test("are all there", () => {
    expect(files.length).toBeGreaterThanOrEqual(7);
  });
});
