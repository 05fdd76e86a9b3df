import { accountOf, buildReport, type EngineRun } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();
const TIME = "2026-01-02T03:04:05.678Z";
const COMPONENT = "genesys-flows:index:SharedModule";

/** A flow of the project with its component, from one version to another. */
function flow(key: string, before: string | undefined, after: string | undefined, over: Partial<StepGiven> = {}) {
  const facts = (version: string) => ({ name: key, type: "inboundCall", digest: `digest ${version}` });
  const state = (version: string) => ({
    id: `id-${key}`,
    inputs: facts(version),
    outputs: { ...facts(version), publishedVersion: version },
  });
  const op = before === undefined ? "create" : after === undefined ? "delete" : before === after ? "same" : "update";
  const step = { key, op, parent: key, ...(before && { old: state(before) }), ...(after && { new: state(after) }) };
  const component = { key, op: op === "update" ? "same" : op, type: COMPONENT };
  return [
    { ...component, ...(before && { old: {} }), ...(after && { new: {} }) },
    { ...step, diffs: ["outline"], ...over },
  ];
}
/** The stack, whose outputs an update that succeeds registers. */
const stack = { key: "genesys-flows-dev", op: "same", type: "pulumi:pulumi:Stack", old: {} } as const;
const outputs = { sourceDigests: { sales: "s", other: "" } };

const account = async (run: EngineRun, plan?: string) =>
  accountOf(run, await buildReport(run, { root: folder() }), { time: TIME, ...(plan !== undefined && { plan }) });
const runs = async (steps: readonly StepGiven[], o: Parameters<typeof runOf>[1]) =>
  Object.entries((await account(runOf(steps, o)))?.flows ?? {}).map(([key, { publishedVersion, digest }]) => [
    key,
    publishedVersion,
    digest,
  ]);

test("an update that succeeded: what each flow of the project runs, its source, and the report", async () => {
  const bare = flow("night", "1.0", "2.0", { parent: "none" }).slice(1);
  const steps = [...flow("new", undefined, "1.0"), ...flow("sales", "1.0", "2.0"), ...flow("same", "3.0", "3.0")];
  const run = runOf([...steps, ...flow("gone", "1.0", undefined), ...bare, { ...stack, new: { outputs } }], {
    isUpdate: true,
  });
  const { flows, report, ...about } = (await account(run)) ?? {};
  expect(about).toEqual({ format: "genesys-flows/account/1", time: TIME, ...outputs });
  const type = "inboundCall";
  expect(flows).toEqual({
    new: { id: "id-new", name: "new", type, publishedVersion: "1.0", digest: "digest 1.0" },
    sales: { id: "id-sales", name: "sales", type, publishedVersion: "2.0", digest: "digest 2.0" },
    same: { id: "id-same", name: "same", type, publishedVersion: "3.0", digest: "digest 3.0" },
  });
  expect(report?.run.ended).toBe("succeeded");
});

test("an update that failed: each flow as far as the update got", async () => {
  const failed = { ended: "failed" } as const;
  const steps = [
    ...[...flow("sales", "1.0", "2.0"), ...flow("support", "4.0", "5.0", failed)],
    ...[...flow("new", undefined, "1.0", failed), ...flow("gone", "6.0", undefined, { ended: "started" })],
  ];
  expect(await runs([...steps, stack], { isUpdate: true, result: "failed" })).toEqual([
    ["gone", "6.0", "digest 6.0"],
    ["sales", "2.0", "digest 2.0"],
    ["support", "4.0", "digest 4.0"],
  ]);
});

test("nothing of an update that changed nothing, but for one that applied a plan", async () => {
  const nothing = runOf(flow("same", "3.0", "3.0"), { isUpdate: true });
  expect(await account(nothing)).toBeUndefined();
  expect((await account(nothing, "p"))?.plan).toBe("p");
  const refused = runOf(flow("sales", "1.0", "2.0", { ended: "failed" }), { isUpdate: true, result: "failed" });
  expect(await account(refused, "p")).toBeUndefined();
});
