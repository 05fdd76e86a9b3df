import { parseDiagnostic } from "@genesys-flows/architect";
import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { changes, FLOW, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type PulumiResult, type Workspace } from "../harness/workspace.ts";
import { editInArchitect } from "./architect.ts";

jest.setTimeout(5 * 60_000);

const NAMES = ["Billing", "Complaints", "Orders", "Parcels", "Returns", "Surveys", "Vouchers"];
const keys = NAMES.map((name) => name.toLowerCase());
const SORRY = "We have a problem. Please call again.";
const WHEN = String.raw`20\S+Z`;

/** Somebody works in Architect on flows of a stack. The tests follow one another. */
describe("changes outside the stack", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    const callers = NAMES.map((name) => [`inbound/${name.toLowerCase()}.yaml`, callerOfErrorHandler(name)]);
    const module = "modules/common-error-handler.yaml";
    workspace = await createWorkspace({
      flows: { [module]: flows[module], ...Object.fromEntries(callers) },
      organisation,
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  /** What the terminal shows below one flow, in the part of the output that has text there. */
  function reportOn(result: PulumiResult, key: string): string[] {
    const part = result.output.split(`genesyscloud:index:Flow (${key}):\n`)[1] ?? "";
    const block = part.split(/\n\n|\n {2}\S/)[0] ?? "";
    const text = block.replaceAll(/^ {4}/gm, "");
    const note = parseDiagnostic(text.replace(/^warning: /, "").trimEnd());
    // The engine puts the severity before a message, but for information.
    const shown = note ? `${note.severity === "warning" ? "warning: " : ""}${note.message}` : text;
    return shown.split("\n");
  }
  const outputsOf = async (key: string) =>
    (await workspace.deployment()).resources.find(({ type, urn }) => type === FLOW && urn.endsWith(`::${key}`))
      ?.outputs;
  const PUBLISHED = [
    expect.stringMatching(
      `^warning: The flow 'Complaints' was changed outside this stack: published by Ann at ${WHEN}, version 1.0 → 2.0.$`,
    ),
    `  ~ on a fault, the flow says: "${SORRY}" -> "Sorry."`,
  ];
  const RENAMED = expect.stringMatching(
    `^warning: The flow 'Returns' was changed outside this stack: renamed from 'Returns' to 'Returns \\(old\\)' by Ann at ${WHEN}\\.$`,
  );
  const DELETED = expect.stringMatching(
    `^warning: The flow 'Billing' \\(\\S+\\) was deleted outside this stack by Ann at ${WHEN}\\. The next update creates it again, with a new id\\.$`,
  );
  const CHECKED_OUT = expect.stringMatching(
    `^The flow 'Orders' is checked out by user Ann, with a draft \\(version 2.0\\) saved at ${WHEN}.$`,
  );
  const due = { complaints: "update", returns: "update", billing: "create" };

  test("a refresh without any reads the flows by pages, and says nothing", async () => {
    const { result, requests } = await during(platform, () =>
      workspace.succeed([
        "refresh",
        "--yes",
        "--skip-preview",
        "--expect-no-changes",
        "--parallel",
        "2",
        "--stack",
        "dev",
      ]),
    );
    expect(result.output).not.toContain("Diagnostics:");
    const reads = lines(requests).filter((line) => line.startsWith("GET /api/v2/flows"));
    // One page, which also shows the inventory the flows with the stack's ownership mark; before the page is read, it searches for them.
    const listed = reads.filter((line) => line === "GET /api/v2/flows").length;
    expect(listed).toBeGreaterThanOrEqual(1);
    expect(listed).toBeLessThanOrEqual(2);
    // Two flows at a time: one look for the first two, or as many looks as there are flows before anything is listed.
    expect(reads.length).toBeLessThanOrEqual(5);
  });

  test("a preview without a refresh reports each after one listing, and leaves it", async () => {
    await editInArchitect(platform, { flow: "Complaints", change: "publish", replace: { [SORRY]: "Sorry." } });
    await editInArchitect(platform, { flow: "Returns", change: "rename", to: "Returns (old)" });
    await editInArchitect(platform, { flow: "Billing", change: "delete" });
    await editInArchitect(platform, { flow: "Orders", change: "draft", replace: { [SORRY]: "Half a sentence" } });
    const before = await workspace.exportState();

    const { result, requests } = await during(platform, () => workspace.preview());
    expect(changes(result)).toEqual({});
    const [published] = PUBLISHED;
    expect(reportOn(result, "complaints")).toEqual([
      published,
      "This update leaves the change as it is. Take it into the source, or overwrite it with the source (onDrift: overwrite):",
      "  npm run flowctl -- take complaints --stack dev",
      "  npm run pulumi -- up --refresh --stack dev",
    ]);
    expect(reportOn(result, "returns")[0]).toEqual(RENAMED);
    expect(reportOn(result, "billing")).toEqual([
      expect.stringMatching(
        /^warning: The flow 'Billing' \(\S+\) was deleted outside this stack by Ann at \S+Z\. This update does not recreate it\./,
      ),
      "  npm run pulumi -- up --refresh --stack dev",
    ]);
    expect(reportOn(result, "orders")).toEqual([
      expect.stringMatching(`^Somebody saved version 2.0 of the flow at ${WHEN} but did not publish it\\.`),
    ]);
    expect(lines(requests).filter((line) => line === "GET /api/v2/flows")).toHaveLength(1);

    const report = await workspace.script("pulumi", ["preview", "--stack", "dev"]);
    expect(report.stdout).toMatch(
      /^Nothing changes; 2 flows were changed in Architect after the last update, 1 flow was deleted outside\s+this stack\.\n/,
    );
    expect(report.stdout).toContain("\nChanged outside this stack:\n  Complaints: The flow 'Complaints'");
    const offline = await workspace.script("pulumi", ["preview", "--offline", "--stack", "dev"]);
    expect(offline.stdout).toBe("Nothing changes. Preview of dev, embedded organisation.\n");
    expect(await workspace.exportState()).toBe(before);
  });

  test("a preview with a refresh reports each and what an update would do, and keeps the state", async () => {
    const before = await workspace.exportState();

    const result = await workspace.succeed(["preview", "--refresh", "--stack", "dev"]);
    expect(reportOn(result, "complaints")).toEqual([
      ...PUBLISHED,
      "An update overwrites the change (onDrift: overwrite in the last update). To keep it, first take it into the source:",
      "  npm run flowctl -- take complaints --write --stack dev",
    ]);
    expect(reportOn(result, "returns")).toEqual([
      RENAMED,
      "An update restores the name (onDrift: overwrite in the last update).",
    ]);
    expect(reportOn(result, "billing")).toEqual([DELETED]);
    expect(reportOn(result, "orders")).toEqual([CHECKED_OUT]);
    // The two, and the inventory, which gets another id of Billing.
    expect(result.output).toMatch(/\+ 1 to create\n\s+~ 3 to update/);
    // What a pipeline asks every night.
    const asked = await workspace.pulumi(["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev"]);
    expect(asked.code).not.toBe(0);
    expect(reportOn(asked, "complaints").slice(0, 2)).toEqual(PUBLISHED);
    expect(await workspace.exportState()).toBe(before);
  });

  test("a refresh reports the same and updates the state; the draft changes nothing", async () => {
    const before = await outputsOf("orders");
    const refresh = ["refresh", "--yes", "--skip-preview", "--stack", "dev"];
    const result = await workspace.succeed(refresh);
    expect(reportOn(result, "complaints").slice(0, 2)).toEqual(PUBLISHED);
    expect(reportOn(result, "returns")[0]).toEqual(RENAMED);
    expect(reportOn(result, "billing")).toEqual([DELETED]);
    expect(reportOn(result, "orders")).toEqual([CHECKED_OUT]);

    expect(await outputsOf("complaints")).toMatchObject({
      publishedVersion: "2.0",
      publishedBy: "Ann",
      drift: expect.stringMatching(`^published by Ann at ${WHEN}, version 1.0 → 2.0: onFault changed$`),
      released: { version: "1.0" },
    });
    expect(await outputsOf("returns")).toMatchObject({ name: "Returns (old)", publishedVersion: "1.0" });
    expect(await outputsOf("billing")).toBeUndefined();
    expect(await outputsOf("orders")).toEqual(before);
    const taken = await outputsOf("complaints");
    const again = await workspace.succeed(refresh);
    expect(reportOn(again, "complaints").slice(0, 2)).toEqual(PUBLISHED);
    expect(await outputsOf("complaints")).toEqual(taken);
  });

  let commands: string[][] = [];

  test("an update is refused where onDrift is `fail`, as its preview says, with the command that decides", async () => {
    workspace.configure({ "genesys-flows:flows": Object.fromEntries(keys.map((key) => [key, { onDrift: "fail" }])) });
    const preview = await workspace.previewRefused();
    expect(changes(preview)).toEqual(due);
    for (const key of ["complaints", "returns"]) {
      expect(preview.output).toMatch(new RegExp(`flows/inbound/${key}\\.yaml:1:1 error drift: `));
    }
    expect(preview.output.match(/The change blocks an update \(onDrift: fail\)\./g)).toHaveLength(2);

    const up = ["up", "--yes", "--skip-preview", "--continue-on-error", "--stack", "dev", "--policy-pack", "policies"];
    const result = await workspace.pulumi(up);
    expect(result.code).not.toBe(0);
    const [headline, difference, ...rest] = reportOn(result, "complaints");
    expect([headline?.replace("error:", "warning:"), difference]).toEqual(PUBLISHED);
    expect(rest[0]).toMatch(/^This update does not overwrite the change \(onDrift: fail\)\. Take it into the source:/);
    commands = ["complaints", "returns"].map((key) => {
      const line = reportOn(result, key).at(-1) ?? "";
      const [, args = ""] = /^ {2}npm run pulumi -- (.*)$/.exec(line) ?? [];
      return args.replaceAll("'", "").split(" ");
    });
    expect(await platform.versions()).toMatchObject({ Complaints: "2.0", "Returns (old)": "1.0" });
  });

  test("those commands let an update publish over it, restore the name and create the flow again", async () => {
    for (const command of commands) await workspace.succeed(command);
    const { result } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(reportOn(result, "complaints")).toEqual([
      ...PUBLISHED,
      "The update overwrites the change (onDrift: overwrite). Version 2.0 stays in the flow's history.",
    ]);
    expect(reportOn(result, "returns")).toEqual([RENAMED, "The update restores the name (onDrift: overwrite)."]);
    expect(await platform.versions()).toMatchObject({
      Billing: "1.0",
      Complaints: "3.0",
      // Its content is that of version 1.0: only the name is restored.
      Returns: "1.0",
      Orders: "1.0",
    });
    expect(JSON.stringify(await platform.body("Complaints"))).toContain(SORRY);

    const after = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(changes(after.result)).toEqual({});
    expect(lines(writesAmong(after.requests))).toEqual([]);
  });

  test("a flow that is checked out with a draft is not published by an update that changes it", async () => {
    workspace.edit("flows/inbound/orders.yaml", SORRY, "Please call again later.");
    const { result, published } = await during(platform, () => workspace.upRefused({ skipPreview: true }));
    expect(reportOn(result, "orders").join("\n")).toMatch(/is checked out by user Ann, with a draft \(version 2\.0\)/);
    expect(published).toEqual([]);
    expect((await platform.flow("Orders")).savedVersion?.id).toBe("2.0");
  });
});
