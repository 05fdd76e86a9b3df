import { existsSync, readFileSync } from "node:fs";
import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { changes } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { exemptViolations } from "../harness/exemptions.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const KEPT = "# What everybody should know of this stack.";

/** Flows that people made, taken into a project (`flowctl adopt`). */
describe("adopting", () => {
  let maker: Workspace;
  let workspace: Workspace;
  let platform: Organisation;
  let errorHandler: string;
  let late: string;

  // Another project makes the flows; their exports, published by a person, are flows that nobody manages.
  beforeAll(async () => {
    maker = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "complaints.yaml": callerOfErrorHandler("Desk Complaints"),
        "returns.yaml": callerOfErrorHandler("Desk Returns"),
      },
      organisation,
    });
    const source = await maker.organisation();
    await maker.up({ skipPreview: true });
    workspace = await createWorkspace({ flows: { "queues.yaml": flows["queues.yaml"] }, organisation });
    platform = await workspace.organisation();
    for (const name of ["Common error handler", "Desk Complaints", "Desk Returns"]) {
      await platform.publish((await source.export(name)).replaceAll(/managed by [^"\n]*[0-9a-f]{64}/g, "by hand"));
    }
    errorHandler = (await platform.flow("Common error handler")).id;
    workspace.edit("Pulumi.dev.yaml", /^/, `${KEPT}\n`);
  });
  afterAll(async () => {
    await workspace?.dispose();
    await maker?.dispose();
  });

  test("one flow by its id: export and import entry are written, and what to do next is said", async () => {
    const output = await workspace.flowctl(["adopt", "error-handler", errorHandler]);

    expect(output).toContain(
      `adopted: error-handler, 'Common error handler' (${errorHandler}), version 1.0, written to flows/modules/error-handler.yaml`,
    );
    expect(output).toContain("Next: npm run pulumi -- up --stack dev");
    expect(readFileSync(workspace.path("flows/modules/error-handler.yaml"), "utf8")).toContain("Common error handler");
    const config = readFileSync(workspace.path("Pulumi.dev.yaml"), "utf8");
    expect(config).toContain(KEPT);
    expect(config).toContain(`error-handler:\n      import: ${errorHandler}\n      importedVersion: "1.0"\n`);
  });

  test("a file that already has the key is not overwritten, and the message says what the update will do with it", async () => {
    const file = workspace.path("flows/modules/error-handler.yaml");
    const before = [readFileSync(file, "utf8"), readFileSync(workspace.path("Pulumi.dev.yaml"), "utf8")];
    expect(await workspace.flowctl(["adopt", "error-handler", errorHandler])).toContain(
      "flows/modules/error-handler.yaml already existed and was not overwritten. It was exported from version 1.0, the live version. If you have changed the file since then, the next update publishes it.",
    );
    expect([readFileSync(file, "utf8"), readFileSync(workspace.path("Pulumi.dev.yaml"), "utf8")]).toEqual(before);

    workspace.write("flows/inbound/desk-returns.yaml", "# Not written by an export.\n");
    await expect(workspace.flowctl(["adopt", "--prefix", "desk"])).rejects.toThrow(
      /desk-returns\.yaml already has the key 'desk-returns' and was not overwritten.*Nothing was written/s,
    );
    workspace.remove("flows/inbound/desk-returns.yaml");
    expect(existsSync(workspace.path("flows/inbound/desk-complaints.yaml"))).toBe(false);
  });

  test("all flows whose names begin alike; adopted flows are skipped", async () => {
    const output = await workspace.flowctl(["adopt", "--prefix", "desk "]);
    expect(output).toMatch(/adopted: desk-complaints, .* written to flows\/inbound\/desk-complaints\.yaml/);
    expect(output).toMatch(/adopted: desk-returns, .* written to flows\/inbound\/desk-returns\.yaml/);
    expect(await workspace.flowctl(["adopt", "--prefix", "common"])).toContain("already adopted as 'error-handler'");
  });

  test("the next update adopts them without publishing, and the one after has nothing to do", async () => {
    await exemptViolations(workspace); // an empty path of the exports is against the rules
    const { result, published } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({
      "error-handler": "import",
      "desk-complaints": "import",
      "desk-returns": "import",
    });
    expect(published).toEqual([]);
    expect(await platform.versions()).toEqual({
      "Common error handler": "1.0",
      "Desk Complaints": "1.0",
      "Desk Returns": "1.0",
    });
    const again = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(changes(again.result)).toEqual({});
    expect(again.published).toEqual([]);
  });

  test("a change of the adopted module reaches its adopted callers", async () => {
    const returns = readFileSync(workspace.path("flows/inbound/desk-returns.yaml"), "utf8");
    late = await platform.publish(returns.replaceAll("Desk Returns", "Late complaints"));
    workspace.edit("flows/modules/error-handler.yaml", "An error has occurred.", "Something went wrong.");
    const { published } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([...published].sort()).toEqual(["Common error handler", "Desk Complaints", "Desk Returns"]);
    expect(await platform.modulesHeld("Desk Returns")).toEqual([expect.objectContaining({ version: "2.0" })]);
  });

  test("a caller that holds an older version of a module is adopted with its snapshot, pinned, and the output says so", async () => {
    const output = await workspace.flowctl(["adopt", "late", late]);
    expect(output).toContain("It holds version 1.0 of 'Common error handler'; version 2.0 is published.");
    expect(output).toContain("Pulumi.dev.yaml has `pin: true` for the flow, so adopting the flow publishes nothing.");
    await exemptViolations(workspace);

    const { result, published } = await during(platform, () => workspace.up());
    expect(changes(result)).toEqual({ late: "import" });
    expect(published).toEqual([]);
    const held =
      "Held back (pin): the flow keeps its snapshot of 'Common error handler' at version 1.0, although the module has changed.";
    expect(result.output).toContain(held);
    expect(result.output).toContain("but version 2.0 is published. The flow still runs 1.0.");
    const later = await workspace.preview();
    expect(changes(later)).toEqual({});
    expect(later.output).toContain(held);
  });

  test("without the pin it is published with the module's published version", async () => {
    workspace.edit("Pulumi.dev.yaml", /\n +pin: true/, "");
    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(changes(result)).toEqual({ late: "update" });
    expect(published).toEqual(["Late complaints"]);
    expect(await platform.modulesHeld("Late complaints")).toEqual([expect.objectContaining({ version: "2.0" })]);
  });

  describe("a flow that somebody publishes between the export and the first update", () => {
    const file = "flows/inbound/desk-opening.yaml";
    const version = async () => (await platform.versions())["Desk Opening"];
    let id: string;

    beforeAll(async () => {
      const text = readFileSync(workspace.path("flows/inbound/desk-returns.yaml"), "utf8");
      const opening = text.replaceAll("Desk Returns", "Desk Opening");
      id = await platform.publish(opening);
      await workspace.flowctl(["adopt", "desk-opening", id]);
      await exemptViolations(workspace);
      await platform.publish(opening.replace(/description: .*/, "description: Changed by somebody."));
      await workspace.succeed([
        "config",
        "set",
        "--path",
        "genesys-flows:flows.desk-opening.onDrift",
        "fail",
        "--stack",
        "dev",
      ]);
    });

    test("the preview and the update refuse to publish over it, again and again", async () => {
      const report = /'Desk Opening' was changed outside this stack: published .*, version 1\.0 → 2\.0\./;
      expect((await workspace.previewRefused()).output).toMatch(report);
      for (const _run of [1, 2]) {
        const { output } = await workspace.upRefused({ skipPreview: true });
        expect(output).toMatch(report);
        expect(output).toContain("This update does not overwrite the change (onDrift: fail).");
      }
      expect(await version()).toBe("2.0");
    });

    test("adopting again keeps the file, and says how to use the live version instead; that is adopted without publishing", async () => {
      const output = await workspace.flowctl(["adopt", "desk-opening", id]);
      expect(output).toContain(
        `${file} already existed and was not overwritten. It was exported from version 1.0; version 2.0 is live now.`,
      );
      const advice = `delete the file and adopt again: npm run flowctl -- adopt desk-opening ${id} --stack dev`;
      expect(output).toContain(advice);
      workspace.remove(file);
      expect(await workspace.flowctl(["adopt", "desk-opening", id])).toContain(`version 2.0, written to ${file}`);
      await exemptViolations(workspace);
      const { published } = await during(platform, () => workspace.up());
      expect(published).toEqual([]);
      expect(await version()).toBe("2.0");
    });
  });

  test.each([
    [["adopt", "x", "no-such-id"], "returned 404"],
    [["adopt", "x"], "Give a key and the id of a flow"],
    [["adopt", "--prefix", "x", "--stack", "nowhere"], "There is no Pulumi.nowhere.yaml"],
  ])("%j is refused with the reason", async (args, text) => {
    await expect(workspace.flowctl(args)).rejects.toThrow(text);
  });
});
