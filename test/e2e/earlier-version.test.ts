import { cpSync, readdirSync, rmSync } from "node:fs";
import { keptFiles } from "../../packages/project/kept/files.ts";
import { layOut, versions } from "../earlier/files.ts";
import { changes, lines } from "./harness/assertions.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** What is in `.genesys` and is not kept for a later run to read, or is of another program. */
const OTHERS = ["locks", "pulumi-home", "tls"];

/** The project of an earlier version, with its state and its organisation, and the program of this one. */
describe.each(versions)("a project of version %s", (version) => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: {}, organisation: "name: Unused\n" });
    layOut(version, workspace.root);
    rmSync(workspace.backend, { recursive: true });
    cpSync(workspace.path(".genesys", "state"), workspace.backend, { recursive: true });
    // These are of runs that were killed, and are tested alone.
    for (const left of ["creating", "publishing", "unfinished-change.json"])
      rmSync(workspace.path(".genesys", left), { recursive: true });
  });
  afterAll(() => workspace?.dispose());

  test("has nothing to publish with this one", async () => {
    const platform = await workspace.organisation();
    const since = await platform.latestRequest();
    expect(changes(await workspace.preview())).toEqual({});
    expect(changes(await workspace.up({ skipPreview: true }))).toEqual({});
    const changing = lines(await platform.requests(since)).filter((line) => !line.startsWith("GET"));
    expect(new Set(changing)).toEqual(new Set(["POST /oauth/token"]));
  });

  test("shows a changed module against the document that the version compiled", async () => {
    workspace.edit("flows/modules/pin-authentication.yaml", "Please enter your", "Please key in your");
    const { code, output } = await workspace.script("pulumi", ["preview", "--stack", "dev"]);
    expect(output).toContain("- Please enter your four-digit PIN.");
    expect(code).toBe(0);
  });

  test("changes nothing while notes of a later version are there, and says so once", async () => {
    const platform = await workspace.organisation();
    const since = await platform.latestRequest();
    workspace.write(".genesys/publishing/dev/note.json", '{"format": "genesys-flows/note/2"}');
    workspace.edit("flows/queues.yaml", "queues:", "queues:\n  Returns: {}");
    const byPulumi = await workspace.upRefused({ skipPreview: true });
    expect(byPulumi.output).toContain("Run the update with the version that wrote it.");
    const { code, output } = await workspace.script("pulumi", ["up", "--yes", "--skip-preview", "--stack", "dev"]);
    expect(output.match(/note\.json cannot be read/g)).toHaveLength(1);
    expect(code).toBe(1);
    expect(lines(await platform.requests(since))).toEqual([]);
    workspace.remove(".genesys/publishing/dev/note.json");
  });

  test("keeps nothing that docs/versions.md does not list", () => {
    const listed = keptFiles.flatMap(({ files }) => files.map((file) => file.split("/")));
    const known = listed.flatMap(([folder, name]) => (folder === ".genesys" ? name : []));
    expect(readdirSync(workspace.path(".genesys")).filter((name) => ![...known, ...OTHERS].includes(name))).toEqual([]);
  });
});
