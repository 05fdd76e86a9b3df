import { callDocument } from "../harness/documents.ts";
import { type Plain, type PluginError, textAsset } from "../harness/plugin.ts";
import { errorOf, FLOW, lasting, sceneOfTests } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
});

const document = (o: Parameters<typeof callDocument>[0] = {}) => ({ document: textAsset(callDocument(o)) });
const edit = (change: string, more: Plain = {}) => scene.organisation.edit({ change, by: "Ann", ...more });
const publishOutside = () => edit("publish", { replace: { "Welcome.": "Good morning." } });
const live = async () => {
  const { name, publishedVersion } = await scene.organisation.flow(stack.get(FLOW, "sales").id);
  return { name, version: publishedVersion?.id };
};

/** A person's edit right before the organisation meets a call of the run. */
async function editBefore(operation: string, change: Plain, work: () => Promise<unknown>): Promise<void> {
  const flow = { type: "inboundCall", name: "Sales" };
  const { entities } = await scene.organisation.api<{ entities: { id: string }[] }>("POST", "/_local/faults", {
    faults: [{ when: { operation, client: "local" }, do: { edit: { flow, by: "Ann", ...change } } }],
  });
  try {
    await work();
  } finally {
    for (const { id } of entities) await scene.organisation.api("DELETE", `/_local/faults/${id}`);
  }
}

const changes: Readonly<Record<string, { make: () => Promise<void>; reported: string; found: Plain; after: Plain }>> = {
  published: {
    make: publishOutside,
    reported: "published by Ann at",
    found: { name: "Sales", version: "2.0" },
    after: { name: "Sales", version: "3.0" },
  },
  renamed: {
    make: () => edit("rename", { to: "Sales (old)" }),
    reported: "renamed from 'Sales' to 'Sales (old)'",
    found: { name: "Sales (old)", version: "1.0" },
    after: { name: "Sales", version: "2.0" },
  },
};
const command = "npm run pulumi -- config set --stack dev --path 'genesys-flows:flows.sales.onDrift' overwrite";

describe.each(Object.keys(changes))("onDrift, of a flow that was %s outside", (what) => {
  const change = changes[what] as (typeof changes)[string];

  test.each(["refreshed once", "refreshed twice", "not refreshed"])("decides: %s", async (when) => {
    await stack.up(FLOW, "sales", document());
    await change.make();
    if (when !== "not refreshed") await stack.refresh(FLOW, "sales");
    if (when === "refreshed twice") await stack.refresh(FLOW, "sales");
    const wanted = document({ text: "Hello." });

    await stack.preview(FLOW, "sales", { ...wanted, onDrift: "fail" });
    expect(lasting(stack.plugin).join("\n")).toMatch(/The change blocks an update \(onDrift: fail\)/);
    const error = await errorOf(() => stack.up(FLOW, "sales", { ...wanted, onDrift: "fail" }));
    expect(error.message).toContain(change.reported);
    expect(error.message).toContain("This update does not overwrite the change (onDrift: fail).");
    expect(error.message.split("\n").at(-1)?.trim()).toBe(command);
    expect(await live()).toEqual(change.found);

    stack.plugin.log.length = 0;
    const step = await stack.up(FLOW, "sales", { ...wanted, onDrift: "overwrite" });
    expect(await live()).toEqual(change.after);
    expect(step.outputs).toMatchObject({ name: "Sales", publishedVersion: change.after["version"] });
    for (const gone of ["drift", "released"]) expect(Object.keys(step.outputs)).not.toContain(gone);
    expect(lasting(stack.plugin).join("\n")).toContain(change.reported);
    expect((await stack.up(FLOW, "sales", { ...wanted, onDrift: "overwrite" })).operation).toBe("same");
  });
});

test("the error says what differs, and what becomes of it", async () => {
  await stack.up(FLOW, "sales", document());
  await publishOutside();
  const error = await errorOf(() => stack.up(FLOW, "sales", { ...document({ text: "Hello." }), onDrift: "fail" }));
  expect(error.message.split("\n")).toEqual([
    expect.stringMatching(
      /^The flow 'Sales' was changed outside this stack: published by Ann at \S+, version 1\.0 → 2/,
    ),
    '  ~ greet says: "Welcome." -> "Good morning."',
    "This update does not overwrite the change (onDrift: fail). Take it into the source:",
    "  npm run flowctl -- take sales --write --stack dev",
    "Or overwrite the change by setting `onDrift: overwrite`:",
    `  ${command}`,
  ]);
  await stack.up(FLOW, "sales", { ...document({ text: "Hello." }), onDrift: "overwrite" });
  expect(lasting(stack.plugin).join("\n")).toContain(
    '\n  ~ greet says: "Welcome." -> "Good morning."\nThe update overwrites the change (onDrift: overwrite). Version 2.0 stays in the flow\'s history.',
  );
});

test("a source with the new name has no conflict", async () => {
  await stack.up(FLOW, "sales", document());
  await edit("rename", { to: "Sales (old)" });
  await stack.refresh(FLOW, "sales");
  const step = await stack.up(FLOW, "sales", { ...document({ name: "Sales (old)" }), onDrift: "fail" });
  expect(step.outputs).toMatchObject({ name: "Sales (old)", publishedVersion: "2.0" });
});

test("after the refresh of the same run the same decision is not repeated; another one is reported", async () => {
  await stack.up(FLOW, "sales", document());
  await publishOutside();
  stack.plugin.log.length = 0;
  await stack.refresh(FLOW, "sales");
  expect(lasting(stack.plugin)).toHaveLength(1);
  await stack.preview(FLOW, "sales", document());
  expect(lasting(stack.plugin)).toHaveLength(1);
  await stack.preview(FLOW, "sales", { ...document(), onDrift: "fail" });
  expect(lasting(stack.plugin)).toHaveLength(2);
  expect(lasting(stack.plugin)[1]).toMatch(
    /outside this stack: [^\n]*\n {2}~ greet says: .*\nThe change blocks an update/,
  );
  const error = await errorOf(() => stack.up(FLOW, "sales", { ...document({ text: "Hello." }), onDrift: "fail" }));
  expect(error.message).toMatch(
    /outside this stack: [^\n]*\n {2}~ greet says: .*\nThis update does not overwrite the change/,
  );
});

test("a second publish by somebody else after a refresh does not count as this stack's", async () => {
  await stack.up(FLOW, "sales", { ...document(), onDrift: "fail" });
  await publishOutside();
  await stack.refresh(FLOW, "sales");
  await edit("publish", { replace: { "Good morning.": "Good evening." } });
  const error = await errorOf(() => stack.up(FLOW, "sales", { ...document({ text: "Hello." }), onDrift: "fail" }));
  expect(error.message).toContain('"Welcome." -> "Good evening."');
  expect(await live()).toEqual({ name: "Sales", version: "3.0" });
});

test("what a killed run published over after a refresh is taken over", async () => {
  await stack.up(FLOW, "sales", document());
  await publishOutside();
  await stack.refresh(FLOW, "sales");
  const killed = await scene.run({ after: stack });
  await killed.up(FLOW, "sales", { ...document({ text: "Hello." }), onDrift: "overwrite" });
  const step = await stack.up(FLOW, "sales", { ...document({ text: "Hello." }), onDrift: "fail" });
  expect(step.outputs).toMatchObject({ publishedVersion: "3.0" });
  expect(Object.keys(step.outputs)).not.toContain("drift");
  expect(await live()).toEqual({ name: "Sales", version: "3.0" });
});

test("a version that is published while the lock blocks the update is not published over", async () => {
  await stack.up(FLOW, "sales", document());
  await edit("checkout");
  const wanted = { ...document({ text: "Hello." }), forceUnlock: true, onDrift: "fail" };
  const publish = { change: "publish", replace: { "Welcome.": "Good morning." } };
  await editBefore("postFlowsActionsUnlock", publish, async () => {
    const error = await errorOf(() => stack.up(FLOW, "sales", wanted));
    expect(error.message).toMatch(
      /published by Ann at \S+, version 1\.0 → 2\.0.*This update does not overwrite the change/s,
    );
  });
  expect(await live()).toEqual({ name: "Sales", version: "2.0" });
});

test("a draft that goes live when its lock is removed, after a copy of it was saved, is not drift", async () => {
  await stack.up(FLOW, "sales", document());
  await edit("draft", { replace: { "Welcome.": "Good morning." } });
  const wanted = { ...document({ text: "Hello." }), forceUnlock: true, onDrift: "fail" };
  await editBefore("postFlowsActionsUnlock", { change: "publish" }, () => stack.up(FLOW, "sales", wanted));
  expect(lasting(stack.plugin).join()).toContain("A copy of the draft is in .genesys/drafts/");
  expect((await live()).version).toBe(stack.get(FLOW, "sales").outputs["publishedVersion"]);
});

test("what somebody publishes right after this stack is not published over by the next update", async () => {
  await stack.up(FLOW, "sales", document());
  const wanted = { ...document({ text: "Hello." }), onDrift: "fail" };
  // Their edit removes the ownership mark.
  const publish = { change: "publish", replace: { "managed by": "once managed by", "Hello.": "Good morning." } };
  await editBefore("getFlowsJob", publish, async () => {
    const error = await errorOf(() => stack.up(FLOW, "sales", wanted));
    expect((error as PluginError).partial?.reasons).toEqual([
      expect.stringMatching(
        /'Sales' was published, but .*somebody else published the flow in the meantime.*by Ann.*`onDrift` determines/,
      ),
    ]);
  });
  const error = await errorOf(() => stack.up(FLOW, "sales", wanted));
  // The publish job of the failed update proves that version 2.0 is this stack's: only Ann's change is reported.
  expect(error.message).toMatch(
    /published by Ann at \S+, version 2\.0 → 3\.0\.\n.*This update does not overwrite the change/s,
  );
  expect(error.message).toContain('~ greet says: "Hello." -> "Good morning."');
  expect(await live()).toEqual({ name: "Sales", version: "3.0" });
  await stack.up(FLOW, "sales", { ...wanted, onDrift: "overwrite" });
  expect(await live()).toEqual({ name: "Sales", version: "4.0" });
});
