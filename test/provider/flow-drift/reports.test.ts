import { callDocument } from "../harness/documents.ts";
import { type LoggedMessage, type Plain, textAsset } from "../harness/plugin.ts";
import { FLOW, lasting, noted, sceneOfTests } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
});

const document = (o: Parameters<typeof callDocument>[0] = {}) => ({ document: textAsset(callDocument(o)) });
const edit = (change: string, more: Plain = {}) => scene.organisation.edit({ change, by: "Ann", ...more });
const outputs = () => stack.get(FLOW, "sales").outputs;

/** The one message that a refresh leaves on the screen, its lines. */
async function reportOf(refresh: Promise<unknown>): Promise<string[]> {
  stack.plugin.log.length = 0;
  await refresh;
  const messages = lasting(stack.plugin);
  expect(messages).toHaveLength(1);
  return (messages[0] as string).split("\n");
}
const severities = (): number[] =>
  stack.plugin.log.filter((entry: LoggedMessage) => !entry.ephemeral).map((entry) => entry.severity);
const [INFO, WARNING] = [1, 2];

/** Runs `work` while the organisation refuses what `fault` says. */
async function under<T>(fault: Plain, work: () => Promise<T>): Promise<T> {
  const { entities } = await scene.organisation.api<{ entities: { id: string }[] }>("POST", "/_local/faults", {
    faults: [fault],
  });
  try {
    return await work();
  } finally {
    for (const { id } of entities) await scene.organisation.api("DELETE", `/_local/faults/${id}`);
  }
}

describe("a refresh", () => {
  test("of a flow that was published outside: who and when, then what, then what to do", async () => {
    await stack.up(FLOW, "sales", document());
    await edit("publish", { replace: { "Welcome.": "Good morning.", "We have a problem.": "Sorry." } });
    const [headline, ...rest] = await reportOf(stack.refresh(FLOW, "sales"));
    expect(headline).toMatch(
      /^The flow 'Sales' was changed outside this stack: published by Ann at 20\S+Z, version 1\.0 → 2\.0\.$/,
    );
    expect(rest).toEqual([
      '  ~ on a fault, the flow says: "We have a problem." -> "Sorry."',
      '  ~ greet says: "Welcome." -> "Good morning."',
      "An update overwrites the change (onDrift: overwrite in the last update). To keep it, first take it into the source:",
      "  npm run flowctl -- take sales --write --stack dev",
    ]);
    expect(severities()).toEqual([WARNING]);
    expect(noted(stack.plugin)).toEqual([expect.objectContaining({ code: "drift", severity: "warning" })]);
    expect(outputs()).toMatchObject({
      digest: "",
      publishedVersion: "2.0",
      publishedBy: "Ann",
      drift: expect.stringMatching(/^published by Ann at \S+, version 1\.0 → 2\.0: greet changed, onFault changed$/),
      released: { name: "Sales", version: "1.0", publishedBy: "Local client" },
    });
  });

  test("says nothing else the second time, and keeps the state", async () => {
    await stack.up(FLOW, "sales", document());
    await edit("publish", { replace: { "Welcome.": "Good morning." } });
    await stack.refresh(FLOW, "sales");
    const before = structuredClone(stack.get(FLOW, "sales"));
    const later = await scene.run({ after: stack });
    await later.refresh(FLOW, "sales");
    expect(later.get(FLOW, "sales")).toEqual(before);
    expect(lasting(later.plugin)).toEqual([expect.stringContaining('"Welcome." -> "Good morning."')]);
  });

  test("compares with what this stack published, also when somebody publishes a second time", async () => {
    await stack.up(FLOW, "sales", document());
    await edit("publish", { replace: { "Welcome.": "Good morning." } });
    await stack.refresh(FLOW, "sales");
    await edit("publish", { replace: { "Good morning.": "Good evening." } });
    const lines = await reportOf(stack.refresh(FLOW, "sales"));
    expect(lines[0]).toMatch(/published by Ann at \S+, version 1\.0 → 3\.0\.$/);
    expect(lines[1]).toBe('  ~ greet says: "Welcome." -> "Good evening."');
    expect(outputs()).toMatchObject({ digest: "", publishedVersion: "3.0", released: { version: "1.0" } });
  });

  test("shows at most a screen of a large change", async () => {
    const actions = Array.from({ length: 30 }, (_, n) => `- playAudio: {name: say${n}, audio: {tts: Line ${n}.}}`);
    const large = callDocument().replace("- disconnect", `${actions.join("\n          ")}\n          - disconnect`);
    await stack.up(FLOW, "sales", { document: textAsset(large) });
    await edit("publish", { replace: { Line: "Row" } });
    const lines = await reportOf(stack.refresh(FLOW, "sales"));
    expect(lines).toHaveLength(1 + 20 + 1 + 2);
    expect(lines.slice(20, 22)).toEqual(['  ~ say19 says: "Line 19." -> "Row 19."', "  and 10 more"]);
    expect(outputs()["drift"]).toMatch(/: say0 changed, .*, say5 changed, and 24 more$/);
  });

  test("says so when there is no relevant difference", async () => {
    await stack.up(FLOW, "sales", document());
    await edit("publish", { replace: {} });
    const lines = await reportOf(stack.refresh(FLOW, "sales"));
    expect(lines[1]).toBe("  The versions have no relevant differences.");
    expect(outputs()["drift"]).toMatch(/version 1\.0 → 2\.0$/);
  });

  test.each<[string, Plain, RegExp]>([
    [
      "a permission is missing",
      {
        when: { operation: "postFlowsExportJobs" },
        do: { error: { status: 403, code: "missing.permissions", message: "Missing architect:jobExport:create." } },
      },
      /The versions cannot be compared: .*architect:jobExport:create/,
    ],
    [
      "the stack's version was deleted",
      {
        when: { operation: "postFlowsExportJobs" },
        do: { job: { messages: [{ type: "Error", text: "There is no version 1.0." }] } },
      },
      /The versions cannot be compared: export job \S+ failed: There is no version 1\.0\.$/,
    ],
  ])("does not fail when the versions cannot be compared: %s", async (_, fault, text) => {
    await stack.up(FLOW, "sales", document());
    await edit("publish", { replace: { "Welcome.": "Good morning." } });
    const lines = await under(fault, () => reportOf(stack.refresh(FLOW, "sales")));
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(text);
    expect(outputs()["drift"]).toMatch(/^published by Ann at \S+, version 1\.0 → 2\.0$/);
  });

  test("of a renamed flow: both names; the published version stays known, and an update restores the name", async () => {
    await stack.up(FLOW, "sales", document());
    const { id, outputs: before } = structuredClone(stack.get(FLOW, "sales"));
    await edit("rename", { to: "Sales (old)" });
    expect(await reportOf(stack.refresh(FLOW, "sales"))).toEqual([
      expect.stringMatching(
        /^The flow 'Sales' was changed outside this stack: renamed from 'Sales' to 'Sales \(old\)' by Ann at 20\S+Z\.$/,
      ),
      "An update restores the name (onDrift: overwrite in the last update).",
    ]);
    expect(outputs()).toMatchObject({
      ...{ name: "Sales (old)", digest: before["digest"], publishedVersion: "1.0" },
      // Without what the audits say: they forget it, and a refresh would then find a change.
      drift: "renamed from 'Sales' to 'Sales (old)'",
    });

    const step = await stack.preview(FLOW, "sales", document());
    expect(step).toMatchObject({ operation: "update", detailedDiff: { name: "update" } });
    await stack.up(FLOW, "sales", document());
    expect(await scene.organisation.flowsNamed("Sales*")).toMatchObject([{ id, name: "Sales" }]);
    expect(outputs()).toMatchObject({ name: "Sales" });
    expect(Object.keys(outputs())).not.toContain("drift");
    expect(Object.keys(outputs())).not.toContain("released");
  });

  test("of a flow that was renamed and renamed back: as if nothing had been", async () => {
    await stack.up(FLOW, "sales", document());
    const before = structuredClone(stack.get(FLOW, "sales"));
    await edit("rename", { to: "Sales (old)" });
    await stack.refresh(FLOW, "sales");
    await scene.organisation.edit({ change: "rename", by: "Ann", to: "Sales", flow: renamed });
    await stack.refresh(FLOW, "sales");
    expect(stack.get(FLOW, "sales")).toEqual(before);
    expect((await stack.up(FLOW, "sales", document())).operation).toBe("same");
  });
  const renamed = { type: "inboundCall", name: "Sales (old)" };

  test("of a flow that was renamed and published: both", async () => {
    await stack.up(FLOW, "sales", document());
    await edit("publish", { replace: { "Welcome.": "Good morning." } });
    await edit("rename", { to: "Sales (old)" });
    const lines = await reportOf(stack.refresh(FLOW, "sales"));
    expect(lines[0]).toMatch(
      /renamed from 'Sales' to 'Sales \(old\)' by Ann at \S+Z; published by Ann at \S+, version 1\.0 → 2\.0\.$/,
    );
    expect(lines[1]).toBe('  ~ greet says: "Welcome." -> "Good morning."');
    expect(lines).toHaveLength(4);
  });

  test("of a deleted flow: its name and id; an update creates it again", async () => {
    await stack.up(FLOW, "sales", document());
    const { id } = stack.get(FLOW, "sales");
    await edit("delete");
    expect(await reportOf(stack.refresh(FLOW, "sales"))).toEqual([
      expect.stringMatching(
        `^The flow 'Sales' \\(${id}\\) was deleted outside this stack by Ann at 20\\S+Z\\. The next update creates it again, with a new id\\.$`,
      ),
    ]);
    expect(severities()).toEqual([WARNING]);
    expect(await stack.up(FLOW, "sales", document())).toMatchObject({
      operation: "create",
      outputs: { publishedVersion: "1.0" },
    });
    expect(stack.get(FLOW, "sales").id).not.toBe(id);
  });

  test("of a flow that is checked out: who, which draft, since when; the state stays", async () => {
    await stack.up(FLOW, "sales", document());
    const before = structuredClone(stack.get(FLOW, "sales"));
    await edit("checkout");
    expect(await reportOf(stack.refresh(FLOW, "sales"))).toEqual(["The flow 'Sales' is checked out by user Ann."]);
    await edit("draft", { replace: { "Welcome.": "Half a sentence" } });
    expect((await reportOf(stack.refresh(FLOW, "sales")))[0]).toMatch(
      /^The flow 'Sales' is checked out by user Ann, with a draft \(version 2\.0\) saved at 20\S+Z\.$/,
    );
    expect(severities()).toEqual([INFO]);
    expect(noted(stack.plugin)).toEqual([expect.objectContaining({ code: "locked", severity: "note" })]);
    expect(stack.get(FLOW, "sales")).toEqual(before);
  });

  test("of flows that nobody touched says nothing", async () => {
    await stack.up(FLOW, "sales", document());
    stack.plugin.log.length = 0;
    await stack.refresh(FLOW, "sales");
    expect(lasting(stack.plugin)).toEqual([]);
  });
});
