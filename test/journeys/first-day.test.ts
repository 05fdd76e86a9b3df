import type { Organisation } from "../e2e/harness/organisation.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(5 * 60_000);

/** Journey 1: the README from top to bottom. */
describe("the first day", () => {
  let checkout: Checkout;
  let platform: Organisation;
  beforeAll(async () => {
    checkout = await Checkout.clone();
  });
  afterAll(() => checkout?.dispose());

  test("`npm start` deploys the example, and its table is what the organisation has", async () => {
    const { stdout } = await checkout.does("npm start");
    platform = await checkout.organisation();
    for (const name of ["Claims", "Common error handler", "PIN authentication", "Sales", "Support"]) {
      const { version } = await platform.flow(name);
      expect(stdout).toMatch(new RegExp(`^${name} +\\S+ +${version}( |$)`, "m"));
    }
    expect(await checkout.status()).toBe("");
  });

  test("a second run publishes nothing", async () => {
    const before = await platform.versions();
    await checkout.does("npm start");
    expect(await platform.versions()).toEqual(before);
  });
});
