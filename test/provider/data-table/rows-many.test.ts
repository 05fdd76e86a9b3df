import { rmSync } from "node:fs";
import path from "node:path";
import type { Plain, Plugin } from "../harness/plugin.ts";
import { errorOf, lasting, Scene } from "../harness/scene.ts";
import { Stack } from "../harness/stack.ts";
import { manyRows, ROWS, Table } from "./table.ts";

let scene: Scene;
/** A process of the provider that runs; a test that kills it starts the next one. */
let plugin: Plugin;
let table: Table;
let tables = 0;

beforeAll(async () => {
  scene = await new Scene().open();
  plugin = await started();
});
beforeEach(async () => {
  tables += 1;
  table = await Table.make(scene.organisation, `Routing ${tables}`);
});
afterEach(async () => {
  await scene.organisation.client.removeFaults();
  rmSync(path.join(scene.organisation.folder, ".genesys"), { recursive: true, force: true });
});
afterAll(() => scene.close());

async function started(): Promise<Plugin> {
  return (await scene.run({ config: scene.organisation.asClient })).plugin;
}

const COUNT = 250;
const many = manyRows(COUNT);
const isWrite = (request: string) => !request.startsWith("GET");

/** Everything of the source once, and what others have. */
async function expectRows(rows: Readonly<Record<string, unknown>>): Promise<void> {
  const live = await table.rows();
  expect(Object.keys(live).sort()).toEqual(Object.keys(rows).sort());
  expect(live).toMatchObject(rows);
}

test("many rows are loaded by one import job, and a few changes are written singly", async () => {
  await table.add("theirs", { queue: "Support" });
  // What a CSV file cannot say is written singly: an empty text.
  const rows = {
    ...many,
    empty: { queue: "", priority: 1 },
    'quoted "a", b': { queue: " Sales\nand service ", priority: 1 },
  };
  const stack = new Stack(plugin);
  const requests = await scene.organisation.requestsOf(() => stack.up(ROWS, "it", table.inputs(rows)));
  expect(requests.filter(isWrite)).toEqual([
    `POST ${table.path}/import/csv/jobs`,
    expect.stringMatching(/^PUT \/uploads\/datatables\//),
    `POST ${table.path}/rows`,
  ]);
  await expectRows({ ...rows, theirs: { queue: "Support" } });
  expect((await stack.up(ROWS, "it", table.inputs(rows))).operation).toBe("same");
  await stack.refresh(ROWS, "it");
  expect((await stack.up(ROWS, "it", table.inputs(rows))).operation).toBe("same");

  const { "0000": _, ...changed }: Record<string, Plain> = {
    ...rows,
    "0001": { queue: "Claims" },
    new: { queue: "Sales" },
  };
  const few = await scene.organisation.requestsOf(() => stack.up(ROWS, "it", table.inputs(changed)));
  expect(few.filter(isWrite).sort()).toEqual(
    [`DELETE ${table.path}/rows/0000`, `POST ${table.path}/rows`, `PUT ${table.path}/rows/0001`].sort(),
  );
  // The table, and a page of the listing or the row that is new: not the rows of others.
  expect(few.length).toBeLessThan(8);
  await expectRows({ ...changed, theirs: { queue: "Support" } });

  const all = Object.fromEntries(Object.keys(changed).map((key) => [key, { queue: "All", priority: 2 }]));
  const again = await scene.organisation.requestsOf(() => stack.up(ROWS, "it", table.inputs(all)));
  expect(again.filter(isWrite)).toHaveLength(2);
  await expectRows({ ...all, theirs: { queue: "Support", priority: 5 } });
  await stack.destroy(ROWS, "it");
  await expectRows({ theirs: { queue: "Support" } });
});

test("a job that fails is an error with the platform's reason, and the next update loads the rows", async () => {
  const when = { operation: "postFlowsDatatableImportCsvJobs" };
  const error = { status: 400, code: "flows.datatables.import.failed", message: "No imports today." };
  await scene.organisation.client.addFaults({ faults: [{ when, times: 1, do: { error } }] });
  const stack = new Stack(plugin);
  const { message } = await errorOf(() => stack.up(ROWS, "it", table.inputs(many)));
  expect(message).toContain("No imports today.");
  await stack.up(ROWS, "it", table.inputs(many));
  await expectRows(many);
});

test.each(["reset: before", "reset: after"])(
  "lost answers at any step (%s) end with every row once",
  async (effect) => {
    await table.add("theirs", { queue: "Support" });
    const stack = new Stack(plugin);
    const [, at] = effect.split(": ");
    const lose = async (operation: string) =>
      scene.organisation.client.addFaults({ faults: [{ when: { operation }, times: 1, do: { reset: at } }] } as never);
    for (const operation of ["postFlowsDatatableImportCsvJobs", "putDatatableUpload", "getFlowsDatatableImportJob"]) {
      await lose(operation);
    }
    await stack.up(ROWS, "it", table.inputs(many));
    await expectRows({ ...many, theirs: { queue: "Support" } });
    const { "0000": _, ...changed }: Record<string, Plain> = {
      ...many,
      "0001": { queue: "Claims" },
      new: { queue: "Sales" },
    };
    for (const operation of ["postFlowsDatatableRows", "putFlowsDatatableRow", "deleteFlowsDatatableRow"]) {
      await lose(operation);
    }
    await stack.up(ROWS, "it", table.inputs(changed));
    await expectRows({ ...changed, theirs: { queue: "Support" } });
  },
);

describe("a process that is killed", () => {
  /** Runs an update whose process ends at a request. */
  const killedUp = async (stack: Stack, at: { operation: string; calls?: number; crash: string }, inputs: never) => {
    const victim = stack.plugin;
    scene.organisation.onCrash = () => victim.process.kill("SIGKILL");
    const when = { operation: at.operation, calls: at.calls ?? 1 };
    await scene.organisation.client.addFaults({ faults: [{ when, times: 1, do: { crash: at.crash } }] } as never);
    await expect(stack.up(ROWS, "it", inputs)).rejects.toThrow();
    await victim.exited;
    plugin = await started();
    stack.plugin = plugin;
  };

  test.each([
    ["the job is created", "postFlowsDatatableImportCsvJobs", "after"],
    ["the file is uploaded", "putDatatableUpload", "before"],
    ["the rows are imported", "putDatatableUpload", "after"],
    ["the job is read", "getFlowsDatatableImportJob", "after"],
  ])(
    "when %s: the next update ends with every row once, also of a source that has changed",
    async (_, operation, crash) => {
      await table.add("theirs", { queue: "Support" });
      const stack = new Stack(plugin);
      await killedUp(stack, { operation, crash }, table.inputs(many) as never);
      const changed = { ...many, "0001": { queue: "Claims" }, new: { queue: "Sales" } };
      await stack.up(ROWS, "it", table.inputs(changed));
      await expectRows({ ...changed, theirs: { queue: "Support" } });
      expect((await stack.up(ROWS, "it", table.inputs(changed))).operation).toBe("same");
    },
  );

  test("among single rows: rows that somebody changed since are not overwritten", async () => {
    const stack = new Stack(plugin);
    const few = manyRows(20);
    await killedUp(
      stack,
      { operation: "postFlowsDatatableRows", calls: 20, crash: "after" },
      table.inputs(few) as never,
    );
    await table.change("0003", { queue: "Edited", priority: 3 });
    const { message } = await errorOf(() => stack.up(ROWS, "it", table.inputs(few)));
    expect(message).toContain(`'0003' {"priority":3,"queue":"Edited"}`);
    await table.change("0003", { queue: "Sales", priority: 3 });
    const changed = { ...few, "0004": { queue: "Claims" } };
    await stack.up(ROWS, "it", table.inputs(changed));
    await expectRows(changed);
  });

  test("in an update: what it had added is taken over, although the source says something else now", async () => {
    const stack = new Stack(plugin);
    await stack.up(ROWS, "it", table.inputs({ a: { queue: "Sales" } }));
    const inputs = table.inputs({ a: { queue: "Claims" }, b: { queue: "Sales" } });
    await killedUp(stack, { operation: "postFlowsDatatableRows", crash: "after" }, inputs as never);
    // A run after an interrupted one reads everything first.
    await stack.refresh(ROWS, "it");
    await stack.up(ROWS, "it", table.inputs({ a: { queue: "Sales" }, b: { queue: "Claims" } }));
    await expectRows({ a: { queue: "Sales" }, b: { queue: "Claims" } });
    expect(lasting(stack.plugin).join()).not.toContain("adopt");
  });
});
