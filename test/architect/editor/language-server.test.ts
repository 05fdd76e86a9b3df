import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isDefinition } from "@genesys-flows/architect";
import { files as documented, parts } from "../definition/documented.ts";
import { completions } from "./completions.ts";
import { hovers, problems, right, silent } from "./hovers-and-problems.ts";
import { type Document, LanguageServer, type Position } from "./language-server.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");

/** Every definition of the project and of the tests. */
const files = ["flows", "test/architect/definition/flows"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => [path.join(folder, file), readFileSync(path.join(root, folder, file), "utf8")] as const)
    .filter(([, text]) => isDefinition(text)),
);

const faultless = [
  ...right,
  ...files,
  ...documented.map(({ file, text }) => [`docs/flow-files.md: ${file}`, text] as const),
  ...parts.map(({ title, text }) => [`docs/flow-files.md: ${title}`, text] as const),
];

let server: LanguageServer;
/** Documents with expected problems, all open from the beginning. */
const opened = new Map<string, Document>();

beforeAll(async () => {
  server = await LanguageServer.start();
  for (const [about, text] of [...problems, ...faultless]) opened.set(about, server.open(text));
});

afterAll(() => server.stop());

/** The text without its mark, and where that was. */
function marked(text: string): { text: string; at: Position } {
  const before = text.slice(0, text.indexOf("^")).split("\n");
  return { text: text.replace("^", ""), at: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
}

test.each(completions)("completion: $about", async ({ text: withMark, all, some = [], none = [], writes = {} }) => {
  const { text, at } = marked(withMark);
  const offered = await server.open(text).complete(at);
  const labels = offered.map(({ label }) => label);
  if (all) expect([...labels].sort()).toEqual([...all].sort());
  expect(labels).toEqual(expect.arrayContaining([...some]));
  expect(labels.filter((label) => none.includes(label) || /object|array|\|/.test(label))).toEqual([]);
  const written = Object.fromEntries(offered.map(({ label, insertText }) => [label, insertText]));
  expect(written).toMatchObject(writes);
});

test.each(hovers)("hover: %j", async (withMark, shown) => {
  const { text, at } = marked(withMark);
  const hover = (await server.open(text).hover(at)).replace(/\\/g, "");
  expect(hover).toContain(shown);
  expect(hover).not.toContain("||");
});

test.each(silent)("hover without an explanation: %j", async (withMark) => {
  const { text, at } = marked(withMark);
  expect(await server.open(text).hover(at)).not.toContain("Left(");
});

test.each(problems)("problem: %s", async (about, text, expected) => {
  const found = (await opened.get(about)?.problems())?.map(({ message, range: { start, end } }) => {
    const line = text.split("\n")[start.line] ?? "";
    return [start.line + 1, line.slice(start.character, end.line === start.line ? end.character : undefined), message];
  });
  expect(found).toEqual(expected.map(([line, shown, message]) => [line, shown, expect.stringContaining(message)]));
});

test.each(faultless)("no problem: %s", async (about) => {
  expect(await opened.get(about)?.problems()).toEqual([]);
});

test("every document has its own title", () => {
  expect(opened.size).toBe(problems.length + faultless.length);
});
