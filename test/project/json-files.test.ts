import { filesByKey } from "../../packages/flowctl/reading/flow-folder.ts";
import { load, makeProject, removeProjects, textOfMistakes, writeFiles } from "./harness.ts";
import { exported } from "./samples.ts";

afterEach(removeProjects);

/** A definition as a tool writes it: the type is not the first key. */
const hours = {
  $schema: "../docs/flow-file.schema.json",
  start: "hours",
  inboundCall: "Opening hours",
  numbers: ["+13175550130"],
  onFault: { say: "We are sorry.", then: "disconnect" },
  nodes: { hours: { playAudio: "We are here from eight to six.", then: "hang-up" }, "hang-up": { disconnect: {} } },
};
const layouts = { indented: 2, "with tabs": "\t", "in one line": undefined } as const;

test.each(Object.entries(layouts))("a definition in JSON, %s, is the flow that it is in YAML", async (_, layout) => {
  const json = await load(makeProject({ "flows/hours.json": JSON.stringify(hours, undefined, layout) }));
  const { $schema: _schema, ...keys } = hours;
  const lines = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  const yaml = await load(makeProject({ "flows/hours.yaml": lines.join("") }));
  expect(json.flows.map(({ file }) => file)).toEqual(["flows/hours.json"]);
  expect(json.flows.map(({ key, digest, numbers }) => ({ key, digest, numbers }))).toEqual(
    yaml.flows.map(({ key, digest, numbers }) => ({ key, digest, numbers })),
  );
});

test("an export in JSON has its options beside it", async () => {
  const { parse } = await import("yaml");
  const root = makeProject({
    "flows/claims_v2-0.json": JSON.stringify(parse(exported("Claims", '"Sales"')), undefined, 2),
    "flows/claims.options.yaml": 'numbers: ["+13175550120"]\n',
  });
  const { flows } = await load(root);
  expect(flows).toMatchObject([{ key: "claims", origin: "export", numbers: ["+13175550120"] }]);
});

test("each kind of flow file is found by every reader, and what is no flow file by none", async () => {
  const root = makeProject({ "flows/hours.json": JSON.stringify(hours), "flows/tsconfig.json": "{}" });
  writeFiles(root, {
    "flows/a.yaml": JSON.stringify({ ...hours, inboundCall: "A", numbers: [] }),
    "flows/b.yml": JSON.stringify({ ...hours, inboundCall: "B", numbers: [] }),
    "flows/package.json": "{}",
    "flows/imported/x.yaml": exported("X"),
  });
  const { flows, warnings } = await load(root);
  expect(warnings).toEqual([]);
  expect(new Map(flows.map(({ key, file }) => [key, file]))).toEqual(
    new Map([...filesByKey(root, "flows")].filter(([, file]) => !/package|tsconfig/.test(file))),
  );
});

describe("mistakes", () => {
  test.each([
    [
      "a mistake has its place",
      { "hours.json": JSON.stringify({ ...hours, nodes: { hours: { playAudo: "x" } } }, undefined, 2) },
      /^flows\/hours\.json:14:8 error unknown-action: .*'playAudo'.*\n.*"playAudo": "x".*\n.*\^{8}/m,
    ],
    ["JSON that ends too early", { "hours.json": '{"inboundCall": "A",\n' }, /hours\.json:\d+:\d+ error not-yaml/],
    [
      "JSON that is not a flow",
      { "data.json": '{"a": 1, "b": 2}' },
      /data\.json:1:\d+ error not-archy: .*\n[\s\S]*Move any other file to another folder/,
    ],
    ["a list", { "data.json": "[1]" }, /data\.json:1:1 error not-archy: .*a list/],
    ["a key in two files", { "a.json": JSON.stringify(hours), "a.yaml": exported("A") }, /two files|Two files|'a'/],
    [
      "options in JSON",
      { "a.options.json": "{}" },
      /a\.options\.json is not read.*\n[\s\S]*Rename it to a\.options\.yaml/,
    ],
  ])("%s", async (_, files, message) => {
    const under = Object.fromEntries(Object.entries(files).map(([name, text]) => [`flows/${name}`, text]));
    expect(await textOfMistakes(makeProject(under))).toMatch(message);
  });
});
