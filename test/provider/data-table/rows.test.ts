import { rmSync } from "node:fs";
import path from "node:path";
import { allowAdoption } from "@genesys-flows/project/notes";
import { unknownValue } from "../harness/plugin.ts";
import { errorOf, lasting, noted, sceneOfTests } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";
import { ROWS, Table } from "./table.ts";

const scene = sceneOfTests();
let stack: Stack;
let table: Table;
let tables = 0;

beforeEach(async () => {
  stack = scene.stack();
  tables += 1;
  table = await Table.make(scene.organisation, `Routing ${tables}`);
});
afterEach(() => rmSync(path.join(scene.organisation.folder, ".genesys"), { recursive: true, force: true }));

const sales = { queue: "Sales", priority: 5 };
const first = { "+1317": { queue: "Sales" }, "New Year/1 é": { queue: "Holiday", vip: true } };

test("rows are created, changed singly by key, refreshed, imported and deleted; other people's rows stay", async () => {
  await table.add("theirs", { queue: "Support" });
  expect((await stack.preview(ROWS, "it", table.inputs(first))).operation).toBe("create");
  await stack.up(ROWS, "it", table.inputs(first));
  expect(stack.get(ROWS, "it").id).toBe(table.id);
  expect(await table.rows()).toEqual({
    "+1317": sales,
    "New Year/1 é": { queue: "Holiday", priority: 5, vip: true },
    theirs: { queue: "Support", priority: 5 },
  });
  expect((await stack.up(ROWS, "it", table.inputs(first))).operation).toBe("same");

  const second = { "+1317": { queue: "Claims" }, added: { queue: "Sales", priority: 1 } };
  const { detailedDiff } = await stack.preview(ROWS, "it", table.inputs(second));
  expect(detailedDiff).toEqual({ 'rows["+1317"]': "update", 'rows["added"]': "add", 'rows["New Year/1 é"]': "delete" });
  const requests = await scene.organisation.requestsOf(() => stack.up(ROWS, "it", table.inputs(second)));
  expect(requests.filter((request) => !request.startsWith("GET")).sort()).toEqual(
    [
      `DELETE ${table.path}/rows/${encodeURIComponent("New Year/1 é")}`,
      `POST ${table.path}/rows`,
      `PUT ${table.path}/rows/%2B1317`,
    ].sort(),
  );
  expect(await table.rows()).toEqual({
    "+1317": { queue: "Claims", priority: 5 },
    added: { queue: "Sales", priority: 1 },
    theirs: { queue: "Support", priority: 5 },
  });

  const imported = scene.stack();
  await imported.import(ROWS, "imported", table.id);
  expect(Object.keys(imported.get(ROWS, "imported").inputs["rows"] as object).sort()).toEqual([
    "+1317",
    "added",
    "theirs",
  ]);

  await stack.destroy(ROWS, "it");
  expect(await table.rows()).toEqual({ theirs: { queue: "Support", priority: 5 } });
});

test("a refresh reports rows that somebody changed or deleted, by key, and the next update sets them back", async () => {
  await stack.up(ROWS, "it", table.inputs({ a: { queue: "Sales" }, b: { queue: "Sales" }, c: { queue: "Sales" } }));
  await table.change("a", { queue: "Support", priority: 5 });
  await table.remove("b");
  await table.add("theirs", { queue: "Support" });
  // A column that the source does not set is the people's.
  await table.change("c", { queue: "Sales", priority: 9, vip: true });
  await stack.refresh(ROWS, "it");
  const drift = noted(stack.plugin).flatMap((one) =>
    typeof one !== "string" && one.code === "drift" ? [one.message] : [],
  );
  expect(drift).toHaveLength(1);
  expect(drift[0]).toContain(
    `2 rows of the data table 'Routing ${tables}' (${table.id}) were changed outside this stack:`,
  );
  expect(drift[0]).toMatch(/rows\["a"\] .*Sales.* -> .*Support/);
  expect(drift[0]).toMatch(/rows\["b"\] .*Sales.* -> nothing/);
  const again = await stack.up(
    ROWS,
    "it",
    table.inputs({ a: { queue: "Sales" }, b: { queue: "Sales" }, c: { queue: "Sales" } }),
  );
  expect(again.detailedDiff).toEqual({ 'rows["a"]': "update", 'rows["b"]': "add" });
  expect(await table.rows()).toEqual({
    a: sales,
    b: sales,
    c: { queue: "Sales", priority: 9, vip: true },
    theirs: { queue: "Support", priority: 5 },
  });
});

test("a refresh of a table that was deleted finds nothing", async () => {
  await stack.up(ROWS, "it", table.inputs(first));
  await scene.organisation.api("DELETE", `${table.path}?force=true`);
  expect(await stack.refresh(ROWS, "it")).toBe(false);
});

describe("a row that exists already", () => {
  test("is taken over when it is equal", async () => {
    await table.add("a", { queue: "Sales" });
    await stack.up(ROWS, "it", table.inputs({ a: { queue: "Sales" }, b: { queue: "Sales" } }));
    expect(lasting(stack.plugin).join()).toContain(
      `1 row of the data table 'Routing ${tables}' (${table.id}) exists. This update takes it over and changes nothing.`,
    );
    expect(Object.keys(stack.get(ROWS, "it").outputs["rows"] as object).sort()).toEqual(["a", "b"]);
  });

  test("and differs is refused, in the preview too, and nothing is written", async () => {
    await table.add("a", { queue: "Support" });
    const inputs = table.inputs({ a: { queue: "Sales" }, b: { queue: "Sales" } });
    for (const run of [() => stack.preview(ROWS, "it", inputs), () => stack.up(ROWS, "it", inputs)]) {
      const { message } = await errorOf(run);
      expect(message).toContain("already contains 1 row with the same keys as in the source but different values");
      expect(message).toContain(`'a' {"priority":5,"queue":"Support"}`);
      expect(message).toContain("npm run flowctl -- adopt --declared --stack dev");
    }
    expect(await table.rows()).toEqual({ a: { queue: "Support", priority: 5 } });
  });

  test("and differs is changed while the stack adopts what exists", async () => {
    await table.add("a", { queue: "Support" });
    allowAdoption(scene.organisation.folder, "dev");
    await stack.preview(ROWS, "it", table.inputs({ a: { queue: "Sales" } }));
    expect(lasting(stack.plugin).join()).toContain("exist. The update takes them over and changes 'a'.");
    await stack.up(ROWS, "it", table.inputs({ a: { queue: "Sales" } }));
    expect(await table.rows()).toEqual({ a: sales });
  });
});

describe("rows of the organisation's people (seed)", () => {
  const seed = (rows: Parameters<Table["inputs"]>[0]) => table.inputs(rows, { seed: true });

  test("are created once; then nothing is drift, and nothing is changed or deleted", async () => {
    await table.add("a", { queue: "Theirs" });
    await stack.up(ROWS, "it", seed({ a: { queue: "Sales" }, b: { queue: "Sales" } }));
    expect(await table.rows()).toEqual({ a: { queue: "Theirs", priority: 5 }, b: sales });
    await table.change("b", { queue: "Edited" });
    await stack.refresh(ROWS, "it");
    expect(noted(stack.plugin).filter((one) => typeof one !== "string" && one.code === "drift")).toEqual([]);
    expect((await stack.up(ROWS, "it", seed({ c: { queue: "Sales" } }))).operation).toBe("same");
    await stack.destroy(ROWS, "it");
    expect(await table.rows()).toEqual({ a: { queue: "Theirs", priority: 5 }, b: { queue: "Edited", priority: 5 } });
  });

  test("become the stack's when seed is removed, and theirs again when it returns", async () => {
    await stack.up(ROWS, "it", seed({ a: { queue: "Sales" } }));
    await table.change("a", { queue: "Edited" });
    const managed = await stack.up(ROWS, "it", table.inputs({ a: { queue: "Claims" } }));
    expect(managed.detailedDiff).toEqual({ seed: "update", 'rows["a"]': "update" });
    expect(await table.rows()).toEqual({ a: { queue: "Claims", priority: 5 } });
    expect((await stack.up(ROWS, "it", seed({ a: { queue: "Sales" } }))).detailedDiff).toEqual({ seed: "update" });
    expect(await table.rows()).toEqual({ a: { queue: "Claims", priority: 5 } });
  });
});

test("mistakes in rows are reported together, each with its key", async () => {
  const rows = { good: "{}", text: "no JSON", list: "[]", key: '{"key": "x"}', nested: '{"queue": {}}', "": "{}" };
  const { operation, failures } = await stack.up(ROWS, "it", { datatableId: table.id, rows });
  expect(operation).toBe("failed-check");
  expect(failures.map(({ property }) => property).sort()).toEqual([
    'rows[""]',
    'rows["key"]',
    'rows["list"]',
    'rows["nested"]',
    'rows["text"]',
  ]);
});

test("values that the columns do not accept are reported together before anything is written", async () => {
  const { message } = await errorOf(() =>
    stack.up(ROWS, "it", table.inputs({ a: { queue: 7 }, b: { queu: "Sales" }, c: { queue: "Sales" } })),
  );
  expect(message).toContain("'a': 'queue' is 7, but the column's type is string");
  expect(message).toContain("'b': the table has no column 'queu'");
  expect(await table.rows()).toEqual({});
});

test("rows that the platform refuses leave the others written, and the next update does the rest", async () => {
  const when = { method: "POST", path: "/api/v2/flows/datatables/*/rows" };
  const error = { status: 400, code: "flows.datatables.too.many.rows", message: "There are too many rows." };
  await scene.organisation.client.addFaults({ faults: [{ when, times: 1, do: { error } }] });
  const inputs = table.inputs({ a: { queue: "Sales" }, b: { queue: "Sales" }, c: { queue: "Sales" } });
  const { message } = await errorOf(() => stack.up(ROWS, "it", inputs));
  expect(message).toContain("1 of 3 rows of the data table");
  expect(message).toContain("There are too many rows.");
  expect(Object.keys(await table.rows())).toHaveLength(2);
  const again = await stack.up(ROWS, "it", inputs);
  expect(Object.values(again.detailedDiff)).toEqual(["add"]);
  expect(Object.keys(await table.rows())).toEqual(["a", "b", "c"]);
  expect((await stack.up(ROWS, "it", inputs)).operation).toBe("same");
});

test("a preview does not need a table that does not exist yet", async () => {
  const inputs = { ...table.inputs(first), datatableId: unknownValue };
  expect((await stack.preview(ROWS, "it", inputs)).operation).toBe("create");
});
