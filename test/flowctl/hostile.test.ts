import { linkSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, exportedCaller, handlerModule } from "../policies/samples.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, stack } from "../project/samples.ts";
import { commandLine } from "./program.ts";

afterEach(removeProjects);

const NAME = '"Sa\\eles\\u202E\\x9B"';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const files = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": stack("genesyscloud:region: local"),
  "flows/check.yaml": checkModule,
  "flows/sales.yaml": caller("Sales"),
};
const claims = exportedCaller(after.nothing);

describe("control characters of files", () => {
  test("are escaped by every command that prints for a person, and in JSON", async () => {
    const root = makeProject({
      ...files,
      "a.yaml": caller("Sales").replace(/^inboundCall: .*$/m, `inboundCall: ${NAME}`),
      "check.yaml": checkModule,
      "b.yaml": caller("Other"),
      "wrong.yaml": `inboundCall: ${NAME}\nstart: "x\\e"\nnodes: {a: {disconnect: {}}} # \u202e\u001b\n`,
    });
    for (const args of [
      ["diff", "b.yaml", "a.yaml"],
      ["diff", "b.yaml", "a.yaml", "--format", "json"],
      ["diff", "b.yaml", "a.yaml", "--format", "mermaid"],
      ["diagram", "a.yaml"],
      ["check", "wrong.yaml"],
      ["check", "wrong.yaml", "--format", "json"],
      ["check", "wrong.yaml", "--format", "sarif"],
      ["check", "wrong.yaml", "--format", "github"],
      ["check", "no\u001bwhere.yaml"],
      ["no\u001bthing"],
    ]) {
      const { code, out, err } = await commandLine(root, ...args);
      expect([args, code, `${out}${err}`]).toEqual([args, expect.any(Number), expect.not.stringMatching(CONTROLS)]);
      expect(out + err).not.toBe("");
    }
    const { out } = await commandLine(root, "diff", "b.yaml", "a.yaml", "--format", "json");
    expect(JSON.stringify(JSON.parse(out))).toContain("\u202e");
  });

  test("stay unchanged in a document", async () => {
    const root = makeProject({
      ...files,
      "a.yaml": caller("Sales").replace(/^inboundCall: .*$/m, `inboundCall: ${NAME}`),
      "check.yaml": checkModule,
    });
    expect((await commandLine(root, "compile", "a.yaml")).out).toContain("\u202e");
  });
});

describe("an input file", () => {
  const refused = "is the input file";

  test("is not overwritten under any of its names without --force", async () => {
    const root = makeProject({
      ...files,
      "exports/claims.yaml": claims,
      ...Object.fromEntries(["exports", "lifted"].map((folder) => [`${folder}/handler.yaml`, handlerModule])),
    });
    symlinkSync(join(root, "exports"), join(root, "linked"));
    symlinkSync("claims.yaml", join(root, "exports", "symbolic.yaml"));
    linkSync(join(root, "exports", "claims.yaml"), join(root, "exports", "hard.yaml"));
    for (const out of [
      "exports/claims.yaml",
      "./exports/../exports/claims.yaml",
      join(root, "exports/claims.yaml"),
      "linked/claims.yaml",
      "exports/symbolic.yaml",
      "exports/hard.yaml",
    ]) {
      for (const command of ["lift", "compile", "diagram"]) {
        const { code, err } = await commandLine(root, command, "exports/claims.yaml", "--out", out);
        expect([command, out, code, err]).toEqual([command, out, 2, expect.stringContaining(refused)]);
      }
    }
    expect(readFileSync(join(root, "exports/claims.yaml"), "utf8")).toBe(claims);
    const drawn = ["diagram", "flows/sales.yaml", "--against", "exports/claims.yaml", "--out", "exports/claims.yaml"];
    expect((await commandLine(root, ...drawn)).code).toBe(2);
    expect((await commandLine(root, "lift", "exports/claims.yaml", "--out", "lifted/claims.yaml")).code).toBe(0);
    expect(
      (await commandLine(root, "lift", "exports/claims.yaml", "--out", "exports/claims.yaml", "--force")).code,
    ).toBe(0);
    expect(readFileSync(join(root, "exports/claims.yaml"), "utf8")).toMatch(/^inboundCall: Claims$/m);
  }, 120_000);
});

describe("files in flows/ that belong to no flow", () => {
  const project = {
    ...files,
    "flows/inbound/sales.csv": "{}",
    "flows/notes.txt": "",
    "flows/inbound/noextension": "",
    "flows/.hidden": "",
    "flows/README.md": "",
    "flows/modules/README": "",
    "flows/types.d.ts": "",
  };

  test("are named once in a note, which fails nothing", async () => {
    const root = makeProject(project);
    const { code, out, err } = await commandLine(root, "check", "--strict");
    expect(code).toBe(0);
    expect(err).toContain(
      "flows/inbound/noextension:1:1 note unknown-file: flows/inbound/noextension, flows/inbound/sales.csv, flows/notes.txt are not flow files: they are skipped.",
    );
    expect(err.match(/unknown-file/g)).toHaveLength(1);
    expect(err).not.toMatch(/hidden|README|types\.d/);
    expect(out).toMatch(/^2 flows, no errors/);
  });

  test("hide no warning and no note of another flow when one has a mistake", async () => {
    const root = makeProject({
      ...files,
      "flows/broken.yaml": "inboundCall: [\n",
      "flows/other.yaml":
        "inboundCall: Other\nstart: a\nnodes:\n  a: {setParticipantData: {x: =Uper(Call.Ani), y: =Rot13(Call.Ani)}, then: b}\n  b: {disconnect: {}}\n",
    });
    const { out } = await commandLine(root, "check", "--format", "json");
    const found = JSON.parse(out).findings.map(({ code }: { code: string }) => code);
    expect(found).toEqual(expect.arrayContaining(["not-yaml", "misspelt-function", "unknown-function"]));
  });

  test("are named next to mistakes too, and flows are counted", async () => {
    const root = makeProject({
      ...project,
      "flows/wrong.yaml": "inboundCall: Wrong\nstart: nowhere\nnodes: {}\n",
      "flows/broken.yaml": "inboundCall: [\n",
    });
    const { code, out } = await commandLine(root, "check", "--format", "json");
    expect(code).toBe(1);
    const { flows, errors, notes, findings } = JSON.parse(out);
    expect({ flows, notes, anyErrors: errors > 0 }).toEqual({ flows: 4, notes: 2, anyErrors: true });
    expect(findings.some((finding: { code: string }) => finding.code === "unknown-file")).toBe(true);
    expect(JSON.parse((await commandLine(root, "check", "flows/sales.yaml", "--format", "json")).out)).toMatchObject({
      flows: 1,
      errors: 0,
    });
    expect((await commandLine(root, "check", "flows/sales.yaml")).out).toBe(
      "No errors in these files, but other files in the project have errors.\n",
    );
  });

  test("a file alone counts as a flow, whatever is wrong with it", async () => {
    const root = makeProject({ ...files, "exports/a.yaml": claims, "exports/b.yaml": "inboundCall: [\n" });
    expect(JSON.parse((await commandLine(root, "check", "exports", "--format", "json")).out)).toMatchObject({
      flows: 2,
    });
  });
});

test.each([
  ["nonsense --help", /error: unknown command 'nonsense'/],
  ["chek --help", /unknown command 'chek'\n\(Did you mean check\?\)/],
  ["chek -h", /Did you mean check/],
  ["--help chek", /Did you mean check/],
  ["help chek", /Did you mean check/],
  ["org statsu --help", /unknown command 'statsu'\n\(Did you mean status\?\)/],
])("flowctl %s is wrong use", async (line, message) => {
  const { code, out, err } = await commandLine(makeProject(files), ...line.split(" "));
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(message);
});

test.each(["--help", "-h", "help", "check --help", "org --help", "org status --help", "help check"])(
  "flowctl %s helps",
  async (line) => {
    const { code, out } = await commandLine(makeProject(files), ...line.split(" "));
    expect([code, out]).toEqual([0, expect.stringContaining("Usage: flowctl")]);
  },
);
