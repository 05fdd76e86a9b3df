import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

const PAGE = { pageSize: 100, pageNumber: 1 };

/** What callers of Front desk get: its numbers, and the rows of the table by number. */
async function routingOf(checkout: Checkout) {
  const platform = await checkout.organisation();
  const { id } = await platform.flow("Front desk");
  const { entities: tables = [] } = await platform.architect.getFlowsDatatables(PAGE);
  const table = tables.find(({ name }) => name === "Routing by number");
  const rows = await platform.architect.getFlowsDatatableRows(String(table?.id), { ...PAGE, showbrief: false });
  return {
    numbers: Object.values(await platform.ivrs()).flatMap(({ flowId, numbers }) => (flowId === id ? numbers : [])),
    rows: (rows.entities ?? []).map(
      ({ key, queue, priority }: Record<string, unknown>) => `${key} ${queue} ${priority}`,
    ),
    version: (await platform.versions())["Front desk"],
  };
}

const FIRST = { numbers: ["+13175550150", "+13175550151"], rows: ["+13175550150 Sales 0", "+13175550151 Support 5"] };

task("routing-table.md", {
  afterwards: {
    "Publish it": async (checkout) => {
      expect(await routingOf(checkout)).toEqual({
        numbers: [...FIRST.numbers, "+13175550152"],
        rows: [...FIRST.rows, "+13175550152 Claims 3"],
        version: "1.0",
      });
    },
    "Undo it": async (checkout) => {
      expect(await routingOf(checkout)).toEqual({ ...FIRST, version: "1.0" });
    },
  },
});
