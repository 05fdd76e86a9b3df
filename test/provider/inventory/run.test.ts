import { renameSuspicions } from "../../../packages/provider/resources/inventory/leaving.ts";
import { inventoryOf } from "../../../packages/provider/resources/inventory/values.ts";
import { DesiredStack } from "../../../packages/provider/run/desired.ts";
import { proofOfRun, StackRun } from "../../../packages/provider/run/stack-run.ts";

const flow = (key: string, o: object = {}) => ({
  key,
  name: key.toUpperCase(),
  type: "inboundCall" as const,
  file: `flows/${key}.yaml`,
  document: undefined,
  modules: [],
  names: [],
  numbers: {},
  emailAddresses: {},
  formerly: [],
  ...o,
});
const desired = new DesiredStack({
  flows: [flow("module", { type: "commonModule" }), flow("caller", { modules: ["module"] }), flow("export")],
  provides: ["queue:Sales"],
  external: ["queue:Overflow"],
});
const operation = (name: string) => ({
  urn: { text: "", project: "p", stack: "dev", type: "t", name },
  signal: new AbortController().signal,
});
const failing = (message: string) => () => {
  throw new Error(message);
};

describe("a preview of a program that declared its stack", () => {
  test("collects what every check refuses, the same reason once", async () => {
    const run = new StackRun();
    run.begin({ desired, preview: true });
    await run.judge({ operation: operation("caller"), code: "organisation" }, failing("No connection."));
    await run.judge({ operation: operation("module"), code: "organisation" }, failing("No connection."));
    await run.judge({ operation: operation("export"), code: "drift" }, failing("It was published\nby Ann."));
    run.warn({ operation: operation("inventory"), code: "not-checked" }, "Pools were not checked.");
    expect(run.findings.errors).toBe(2);
    expect(run.findings.text()).toBe(`error organisation: No connection.
    It affects 2 flows: flows/caller.yaml, flows/module.yaml.

flows/export.yaml:1:1 error drift: It was published
    by Ann. (flow export)

warning not-checked: Pools were not checked.`);
  });

  test.each([
    ["an update", { desired, preview: false }],
    ["a foreign program", undefined],
  ])("%s refuses at once", async (_what, begun) => {
    const run = new StackRun();
    if (begun) run.begin(begun);
    await expect(run.judge({ operation: operation("caller"), code: "platform" }, failing("No."))).rejects.toThrow(
      "No.",
    );
    expect(() => run.refuse({ operation: operation("caller"), code: "platform", hint: "Do so." }, "No.")).toThrow(
      "No.\nDo so.",
    );
  });

  test("knows what comes from outside, whatever its case", () => {
    expect(desired.isExternal("queue:overflow")).toBe(true);
    expect(desired.provides("queue:SALES")).toBe(true);
    expect(desired.provides("queue:Overflow")).toBe(false);
  });
});

describe("the proof at the end of an update", () => {
  const known = (o: object = {}) => ({ version: "1.0", digest: "d1", held: {}, digests: {}, pinned: false, ...o });
  const proven = (callers: Record<string, object>, module: object = { version: "2.0", digest: "d2" }) => {
    const run = new StackRun();
    run.begin({ desired, preview: false });
    run.held.set("module", known(module));
    for (const [key, o] of Object.entries(callers)) run.held.set(key, known(o));
    return proofOfRun(run).map(({ flow: of, message, hint }) => `${of}: ${message} ${hint}`);
  };

  test.each([
    ["holds the published version", { caller: { held: { MODULE: "2.0" }, digests: { module: "d2" } } }],
    ["holds its content under an older version", { caller: { held: { MODULE: "1.0" }, digests: { module: "d2" } } }],
    ["is pinned", { caller: { held: { MODULE: "1.0" }, digests: { module: "d1" }, pinned: true } }],
    ["was not looked at, as by --target", {}],
  ])("finds nothing where the caller %s", (_what, callers) => {
    expect(proven(callers)).toEqual([]);
  });

  test("names a caller that holds an older version, and one that is not linked to the module", () => {
    expect(
      proven({
        caller: { held: { MODULE: "1.0" }, digests: { module: "d1" } },
        export: { held: { MODULE: "1.0" } },
      }),
    ).toEqual([
      "caller: The flow 'CALLER' holds version 1.0 of the module 'MODULE', but version 2.0 is published. The flow still runs 1.0. Run the update again to publish the flow.",
      "export: The flow 'EXPORT' holds version 1.0 of the module 'MODULE', but version 2.0 is published. The flow still runs 1.0. The flow is not linked to the module 'module' of this stack. Call the module by its current name.",
    ]);
  });
});

describe("a flow that leaves while another one of its type is added", () => {
  const with1 = (key: string, name: string) =>
    inventoryOf({ flows: { [key]: { id: "f", name, type: "inboundCall" } } });
  const hints = (name: string) =>
    renameSuspicions({ before: with1("old", "Sales"), after: with1("export", name) }, new StackRun());

  test("may be the same flow with another file name: the hint says how to keep it", () => {
    expect(hints("Sales desk")).toEqual([expect.stringContaining("add `formerly: [old]` to export")]);
  });

  test("is kept where its name stays, so there is no hint", () => {
    expect(hints("Sales")).toEqual([]);
  });
});
