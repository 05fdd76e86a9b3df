import path from "node:path";
import { dial, nodesAlong, testedProject } from "genesys-flows/testing";

const root = path.resolve(import.meta.dirname, "../..");

/** What callers of the sales line come to. */
describe("the sales line", () => {
  const sales = async () => (await testedProject({ root, stack: "prod" })).graph("sales");

  test("brings a caller with the right PIN to the queue", async () => {
    const given = { "CRM/Verify PIN": { outputs: { verified: true, customerId: "C-1" } } };
    await dial("sales", { root, stack: "prod", given })
      .hears(/PIN/)
      .presses("1234")
      .landsIn("Sales", { participantData: { customerId: "C-1" } });
  });

  test("apologises and hangs up when the PIN cannot be checked", async () => {
    const nodes = nodesAlong(await sales(), ["error", "completed", "next"]);
    expect(nodes).toEqual(["authenticate", "apology", "goodbye", "hang-up"]);
  });
});
