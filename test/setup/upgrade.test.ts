import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Difference, differenceOf, differenceText } from "../../packages/wrapper/upgrade/difference.ts";
import type { Facts } from "../../packages/wrapper/upgrade/facts.ts";
import { layOut } from "../earlier/files.ts";
import { inCheckout } from "../harness/checkout.ts";
import { installOtherProduct } from "../harness/other-product.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";

jest.setTimeout(5 * 60_000);

describe("npm run upgrade", () => {
  let project: string;
  let other: string;

  beforeAll(() => {
    project = newFolder("project");
    layOut("0.1.0", project);
    rmSync(path.join(project, ".genesys"), { recursive: true });
    for (const name of ["Pulumi.yaml", "package.json"]) cpSync(inCheckout(name), path.join(project, name));
    symlinkSync(inCheckout("node_modules"), path.join(project, "node_modules"));
    writeFileSync(
      path.join(project, "flows", "inbound", "line.ts"),
      `import { defineFlow } from "genesys-flows/flows";

export const line = defineFlow({
  inboundCall: "Line",
  onFault: { say: "We have a technical problem.", then: "disconnect" },
  start: "bye",
  nodes: { bye: { disconnect: {} } },
});
`,
    );
    other = newFolder("product");
    installOtherProduct(other);
  });
  afterAll(() => [project, other].forEach(removeFolder));

  test("says nothing of the same product", () => {
    expect(upgrade("--to", inCheckout())).toEqual({
      code: 0,
      output: expect.stringContaining("\n\ndev: 0 flows would be published again.\n"),
    });
  });

  test("names the flows whose documents another compiler makes, and leaves nothing behind", () => {
    change("architect/compile/actions.ts", ": outcome`", ": its outcome`");
    const before = readdirSync(project);
    const { code, output } = upgrade("--to", other);
    expect({ code, output }).toEqual({
      code: 0,
      output: `genesys-flows 9.9.9 (${other}) instead of 0.1.0:

dev: 2 flows would be published again.
  published again  sales: its document differs
  published again  support: its document differs
`,
    });
    expect(readdirSync(project)).toEqual(expect.arrayContaining(before));
    expect(existsSync(path.join(project, ".genesys", "upgrade"))).toBe(false);
  });

  test("ends with 1 where another rule finds errors", () => {
    change("rules/rules/flow-naming.ts", "?? settings.pattern;", '?? settings.pattern ?? "S.*";');
    writeFileSync(path.join(project, "policies", "levels", "dev.yaml"), "");
    const { code, output } = upgrade("--to", other);
    expect(output).toMatch(/ {2}appears {2}flows\/modules\/pin-authentication\.yaml:\d+ error flow-naming: /);
    expect(output).toContain(
      "  The other version finds 4 errors: every update is refused until all errors are corrected.\n",
    );
    expect(code).toBe(1);
  });

  test("refuses a folder without the product", () => {
    expect(upgrade("--to", path.join(project, "flows"))).toEqual({
      code: 2,
      output: expect.stringContaining(`in ${path.join(project, "flows")}. Install a version there`),
    });
  });

  function upgrade(...args: string[]): { code: number | null; output: string } {
    const run = [inCheckout("scripts", "run.mjs"), "upgrade", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, run, { cwd: project, encoding: "utf8" });
    return { code: status, output: `${stdout}${stderr}` };
  }

  function change(file: string, from: string, to: string): void {
    const place = path.join(other, "packages", file);
    const text = readFileSync(place, "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}.`);
    writeFileSync(place, text.replace(from, to));
  }
});

test("a version that npm installs is asked in a copy of the project, which keeps its own files", () => {
  const folder = newFolder("project");
  /** A product that finds what its version says. */
  const product = (version: string) => ({
    "package.json": JSON.stringify({ name: "genesys-flows", version, bin: { "genesys-flows": "./say.mjs" } }),
    "say.mjs": `process.stdout.write(JSON.stringify({ documents: [{ flow: "a", digest: "${version}", modules: [] }], findings: [] }));`,
  });
  const write = (under: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(path.join(folder, under), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, under, name), text);
  };
  const manifest = '{"name": "flows", "private": true}\n';
  write(".", { "Pulumi.yaml": "name: flows\n", "Pulumi.dev.yaml": "", "package.json": manifest });
  write("node_modules/genesys-flows", product("1.0.0"));
  write("next", product("2.0.0"));
  const run = [inCheckout("scripts", "run.mjs"), "upgrade", "--to", `file:${path.join(folder, "next")}`];
  const { status, stdout } = spawnSync(process.execPath, run, { cwd: folder, encoding: "utf8" });
  expect(stdout).toContain("genesys-flows 2.0.0 ");
  expect(stdout).toContain(" instead of 1.0.0:\n\ndev: 1 flow would be published again.\n");
  expect(status).toBe(0);
  expect(readFileSync(path.join(folder, "package.json"), "utf8")).toBe(manifest);
  expect(existsSync(path.join(folder, ".genesys", "upgrade"))).toBe(false);
  removeFolder(folder);
});

describe("what differs between two versions", () => {
  const pin = { flow: "pin", digest: "1", modules: [] };
  const sales = { flow: "sales", digest: "2", modules: ["pin"] };
  const finding = {
    code: "flow-naming",
    severity: "warning",
    message: "No.",
    location: { file: "a.yaml", line: 3 },
  } as const;
  const facts = (o: Partial<Facts> = {}): Facts => ({ documents: [pin, sales], findings: [], ...o });

  const cases: readonly [string, Facts, Facts, Difference][] = [
    ["nothing", facts(), facts(), { published: [], appear: [], go: [], errors: 0 }],
    [
      "a module, which publishes its callers",
      facts(),
      facts({ documents: [{ ...pin, digest: "9" }, sales] }),
      {
        published: [
          { flow: "pin", because: "its document differs" },
          { flow: "sales", because: "it calls pin" },
        ],
        ...{ appear: [], go: [], errors: 0 },
      },
    ],
    [
      "a flow that only the other one has",
      facts({ documents: [pin] }),
      facts(),
      {
        published: [{ flow: "sales", because: "only the other version reads it as a flow" }],
        appear: [],
        go: [],
        errors: 0,
      },
    ],
    [
      "another text of a finding, which is the same finding",
      facts({ findings: [finding] }),
      facts({ findings: [{ ...finding, message: "Not so." }] }),
      { published: [], appear: [], go: [], errors: 0 },
    ],
    [
      "a severity",
      facts({ findings: [finding] }),
      facts({ findings: [{ ...finding, severity: "error" }] }),
      { published: [], appear: [{ ...finding, severity: "error" }], go: [finding], errors: 1 },
    ],
    [
      "mistakes, without documents",
      facts(),
      facts({ documents: undefined, findings: [{ ...finding, severity: "error" }] }),
      { published: undefined, appear: [{ ...finding, severity: "error" }], go: [], errors: 1 },
    ],
  ];
  test.each(cases)("%s", (_, present, other, expected) => {
    expect(differenceOf(present, other)).toEqual(expected);
  });

  test("in words", () => {
    const severity = "error" as const;
    const difference = { published: undefined, appear: [{ ...finding, severity }], go: [finding], errors: 1 };
    expect(differenceText("prod", difference)).toBe(
      [
        "prod: it is unknown which flows would be published again, because they have errors with one of the versions, 1 finding would appear, 1 finding would disappear.",
        "  appears  a.yaml:3 error flow-naming: No.",
        "  disappears  a.yaml:3 warning flow-naming: No.",
        "  The other version finds 1 error: every update is refused until all errors are corrected.",
      ].join("\n"),
    );
  });
});
