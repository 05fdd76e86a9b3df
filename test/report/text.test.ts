import { textReport } from "@genesys-flows/report";
import { emptyReport, flowReport } from "./sample.ts";

const named = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ key: `desk-${n + 1}`, name: `Desk ${n + 1}` }));

describe("a report of hundreds of flows", () => {
  const imported = (count: number) =>
    named(count).map((flow) =>
      flowReport({ ...flow, action: "import", reasons: [{ kind: "imported" }], holds: [], numbers: [] }),
    );

  test("folds flows that only join the stack", () => {
    const text = textReport(emptyReport({ flows: imported(200) }));
    expect(text).toMatch(/^= 200 flows {2}imported: /m);
    expect(text).toMatch(/^ {4}Desk 1, Desk 2, /m);
    expect(text.split("\n").length).toBeLessThan(40);
  });

  test("has a line for each of a few", () => {
    const text = textReport(emptyReport({ flows: imported(3) }));
    expect(text).toMatch(/^= Desk 1 .*\n= Desk 2 .*\n= Desk 3 /m);
  });

  test("counts those that it does not touch, and names the first", () => {
    const text = textReport(emptyReport({ flows: imported(1), untouched: named(206) }));
    expect(text.replaceAll(/\s+/g, " ")).toMatch(/Not touched: Desk 1, Desk 2, .*, Desk 20 and 186 more\./);
  });
});
