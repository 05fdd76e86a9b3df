import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { assertReady } from "../../packages/wrapper/health/before-run.ts";
import { freeBytes } from "../../packages/wrapper/system/system-failure.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

jest.mock("../../packages/wrapper/system/system-failure.ts", () => {
  const actual = jest.requireActual("../../packages/wrapper/system/system-failure.ts");
  return { ...actual, freeBytes: jest.fn(actual.freeBytes) };
});
jest.mock("node:fs", () => {
  const actual = jest.requireActual("node:fs");
  return { ...actual, writeFileSync: jest.fn(actual.writeFileSync) };
});
const free = jest.mocked(freeBytes);

const folder = temporaryFolder();
const at = (...parts: string[]) => path.join(folder(), ...parts);
const organisation = () => at(".genesys", "orgs", "genesys-flows-dev.sqlite");

const ready =
  (args: readonly string[], env: Record<string, string> = {}) =>
  () =>
    assertReady({
      project: folder(),
      state: at(".genesys", "state"),
      projectName: "genesys-flows",
      stack: "dev",
      env,
      args,
    });

/** A stack that was deployed to the organisation `a`. */
beforeEach(() => {
  const stacks = at(".genesys", "state", ".pulumi", "stacks", "genesys-flows");
  mkdirSync(stacks, { recursive: true });
  const flow = { type: "genesyscloud:index/flow:Flow", outputs: { organizationId: "a" } };
  const latest = { resources: [{ type: "pulumi:pulumi:Stack", outputs: {} }, flow] };
  writeFileSync(path.join(stacks, "dev.json"), JSON.stringify({ version: 3, checkpoint: { latest } }));
  configure("  genesyscloud:region: local");
  deploy(organisation(), "a");
});
afterEach(() =>
  free.mockReset().mockImplementation(jest.requireActual("../../packages/wrapper/system/system-failure.ts").freeBytes),
);

function configure(...lines: string[]): void {
  writeFileSync(at("Pulumi.dev.yaml"), `config:\n${lines.join("\n")}\n`);
}

function deploy(file: string, id: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec(`CREATE TABLE organisation (id TEXT, name TEXT); INSERT INTO organisation VALUES ('${id}', 'Test')`);
  database.close();
}

test("a stack whose files are intact may run", () => {
  for (const command of ["up", "preview", "refresh", "destroy", "import"]) expect(ready([command])).not.toThrow();
});

test("a state that cannot be written is refused before an update begins; a preview may read it", () => {
  const refused = jest.mocked(writeFileSync).mockImplementationOnce((file) => {
    throw Object.assign(new Error("read-only file system"), { code: "EROFS", path: String(file) });
  });
  expect(ready(["up"])).toThrow(
    /^The state of this stack cannot be written. Nothing was done. .*genesys-flows\/.writable-\d+ is on a read-only file system. Mount it/,
  );
  refused.mockReset().mockImplementation(jest.requireActual("node:fs").writeFileSync);
  for (const command of ["up", "preview"]) expect(ready([command])).not.toThrow();
});

test.each([
  ["removed", () => rmSync(organisation())],
  ["emptied", () => truncateSync(organisation(), 0)],
])("an organisation that was %s is missed, also when nothing is to be updated", (_how, damage) => {
  damage();
  const text = new RegExp(
    `embedded organisation of this stack is gone: ${organisation()} .* belongs to organisation a\\..*` +
      "`npm run flowctl -- org restore COPY --stack dev`.*`npm run pulumi -- stack rm dev --force --yes --preserve-config`, then `npm start`",
  );
  for (const command of ["up", "preview", "pre", "refresh", "destroy"]) expect(ready([command])).toThrow(text);
  // These start with a new state.
  for (const args of [["stack", "rm", "dev"], ["stack", "export"], ["cancel"], ["up", "--help"]])
    expect(ready(args)).not.toThrow();
});

test("a new organisation is distinguished from the one that the stack was deployed to", () => {
  rmSync(organisation());
  deploy(organisation(), "b");
  expect(ready(["up"])).toThrow(
    /organisation is 'Test' \(b\), but the state of this stack belongs to organisation a\./,
  );
});

test("the configuration names the file", () => {
  rmSync(organisation());
  const own = at("elsewhere", "own.sqlite");
  deploy(own, "a");
  for (const line of [
    "genesyscloud:localOrganisation: elsewhere/own.sqlite # ours",
    `"genesyscloud:localOrganisation": "${own}"`,
  ]) {
    configure("  genesyscloud:region: local", `  ${line}`);
    expect(ready(["up"])).not.toThrow();
  }
});

test("a stack on a real organisation has no file", () => {
  rmSync(organisation());
  expect(ready(["up"], { GENESYSCLOUD_REGION: "us-east-1" })).not.toThrow();
  expect(ready(["up", "--config", "genesyscloud:region=us-east-1"])).not.toThrow();
  configure("  genesyscloud:region: eu-central-1");
  expect(ready(["up"])).not.toThrow();
  expect(ready(["up"], { GENESYSCLOUD_REGION: "local" })).toThrow(/is gone/);
});

test("a file instead of a folder that a run needs", () => {
  writeFileSync(at(".genesys", "creating"), "");
  expect(ready(["up"])).toThrow(`${at(".genesys", "creating")} is a file, but a folder is expected there.`);
});

test("a full disk is reported before anything is done", () => {
  free.mockReturnValue(0);
  expect(ready(["up"])).toThrow(
    /^The disk of .* has 0 KB left, but a run needs 257 KB\. Nothing was done\. Free some space there/,
  );
  expect(ready(["stack", "rm"])).not.toThrow();
  free.mockReturnValue(undefined);
  expect(ready(["up"])).not.toThrow();
});

test("the check creates nothing", () => {
  rmSync(at(".genesys", "orgs"), { recursive: true });
  expect(ready(["up"])).toThrow(/is gone/);
  expect(existsSync(at(".genesys", "orgs"))).toBe(false);
});
