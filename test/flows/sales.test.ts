import path from "node:path";
import { nodesAlong, testedProject } from "genesys-flows/testing";

const root = path.resolve(import.meta.dirname, "../..");

/** What callers of the sales line come to. */
describe("the sales line", () => {
  const sales = async () => (await testedProject({ root, stack: "prod" })).graph("sales");

  test("brings a caller with the right PIN to the queue", async () => {
    const nodes = nodesAlong(await sales(), ["success", "next"]);
    expect(nodes).toEqual(["authenticate", "note-customer", "to-sales"]);
  });

  test("apologises and hangs up when the PIN cannot be checked", async () => {
    const nodes = nodesAlong(await sales(), ["error", "completed", "next"]);
    expect(nodes).toEqual(["authenticate", "apology", "goodbye", "hang-up"]);
  });
});
