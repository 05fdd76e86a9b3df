import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { adopt } from "../../packages/flowctl/commands/adopt/adopt.ts";
import { importedVersionOf, withImports } from "../../packages/flowctl/commands/adopt/config.ts";
import { ServedOrganisation } from "../harness/served-organisation.ts";
import { greeter } from "../local-org/flows/documents.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { running } from "./program.ts";

const FLOWS = "genesys-flows:flows";
const config = (flow: string) => `# Kept.\nconfig:\n  ${FLOWS}:\n    sales: ${flow}\n`;
const entry = (text: string) => parse(text).config[FLOWS].sales;

describe("the entry of an adopted flow in the config of a stack", () => {
  test.each([
    ["nothing yet", "# Kept.\n", "1.0", { import: "a", importedVersion: "1.0" }],
    ["an older version", config('{import: a, importedVersion: "1.0"}'), "2.0", { import: "a", importedVersion: "2.0" }],
    ["a version that is not known any more", config('{import: b, importedVersion: "1.0"}'), undefined, { import: "a" }],
    ["other settings", config("{onDrift: fail}"), "1.0", { onDrift: "fail", import: "a", importedVersion: "1.0" }],
  ])("%s", (_what, before, importedVersion, expected) => {
    const after = withImports(before, [{ key: "sales", flow: { id: "a" }, importedVersion, pin: false }]);
    expect(entry(after)).toEqual(expected);
    expect(after).toContain("# Kept.");
  });

  test.each([
    ["of that flow", config('{import: a, importedVersion: "1.0"}'), "1.0"],
    ["of another flow under the key", config('{import: b, importedVersion: "1.0"}'), undefined],
    ["that is a number", config("{import: a, importedVersion: 1.0}"), undefined],
    ["of an entry by hand", config("{import: a}"), undefined],
    ["of an empty file", "", undefined],
  ])("the version %s", (_what, text, expected) => {
    expect(importedVersionOf(text, { key: "sales", id: "a" })).toBe(expected);
  });
});

describe("adopt KEY ID, with a file of that key", () => {
  const organisations: ServedOrganisation[] = [];
  afterEach(async () => {
    await Promise.all(organisations.splice(0).map((organisation) => organisation.close()));
    removeProjects();
  });

  const file = "flows/modules/greeter.yaml";

  /** A project with an organisation that has a published module. */
  async function project(files: Record<string, string> = {}) {
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": "config:\n  genesyscloud:region: local\n",
      "local/organisation.yaml": "organisation: {name: Test}\n",
      ...files,
    });
    const seed = join(root, "local/organisation.yaml");
    const organisation = new ServedOrganisation({ file: join(root, ".genesys/orgs/example-dev.sqlite") });
    organisations.push(organisation);
    const { client } = await organisation.start({ seed });
    const { id } = await client.published(greeter());
    const run = () => running(root, (context) => adopt({ stack: "dev", key: "greeter", id }, context));
    const imports = () => parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")).config[FLOWS];
    return { root, id: String(id), client, run, imports };
  }

  test("names the version that it was exported from, and how to use a newer one", async () => {
    const { root, id, client, run, imports } = await project();
    expect(await run()).toMatchObject({ code: 0, err: "" });
    expect(imports()).toEqual({ greeter: { import: id, importedVersion: "1.0" } });
    const same = await run();
    expect(same.out).toContain(
      "It was exported from version 1.0, the live version. If you have changed the file since then, the next update publishes it.",
    );
    expect(same.out).not.toContain("delete the file");

    await client.published(greeter({ say: "Good day." }));
    const later = await run();
    expect(later.out.split("\n").slice(0, 2)).toEqual([
      `adopted: greeter, 'Greeter' (${id}): ${file} already existed and was not overwritten. It was exported from version 1.0; ` +
        "version 2.0 is live now. If the two differ, `onDrift` decides what the next update does.",
      `  To use version 2.0, delete the file and adopt again: npm run flowctl -- adopt greeter ${id} --stack dev`,
    ]);
    expect(imports()).toEqual({ greeter: { import: id, importedVersion: "1.0" } });

    rmSync(join(root, file));
    expect((await run()).out).toContain(`version 2.0, written to ${file}`);
    expect(imports()).toEqual({ greeter: { import: id, importedVersion: "2.0" } });
    expect(readFileSync(join(root, file), "utf8")).toContain("Good day.");
  });

  test("not written by an export: no version is written, and the message says what the next update publishes", async () => {
    const { root, id, run, imports } = await project({ "flows/greeter.yaml": greeter({ say: "Hello." }) });
    const { out } = await run();
    expect(out).toContain(
      "flows/greeter.yaml already existed and was not overwritten. Version 1.0 is live. If the file differs from it, the next update overwrites that version with the file.",
    );
    expect(imports()).toEqual({ greeter: { import: id } });
    expect(existsSync(join(root, file))).toBe(false);
  });
});
