import { whatIsLive } from "../../journeys/what-is-live.ts";
import { task } from "./task.ts";

const PAGE = { pageSize: 100, pageNumber: 1 };

task("review-a-change.md", {
  before: async (checkout) => {
    await checkout.git("switch", "--quiet", "--force-create", "main");
  },
  afterwards: {
    "Open the report": async (checkout) => {
      const page = checkout.read(".genesys/reports/prod/report.html");
      // Both sides of the first difference are in the page, which asks nothing of the network.
      for (const text of ["We could not verify your PIN.", "We are sorry, an error has occurred on our side"])
        expect(page).toContain(text);
      expect(page).not.toMatch(/(?:src|href)="https?:/);
      expect(await (await checkout.organisation()).versions()).toMatchObject({ Sales: "1.0", "Front desk": "1.0" });
    },
    Approve: async (checkout) => {
      const platform = await checkout.organisation();
      // What the report said: the hours and the texts change, no flow is published.
      const live = await whatIsLive(platform);
      expect(live).toMatchObject({
        "flow Sales": { version: "1.0" },
        "flow Front desk": { version: "1.0" },
        "schedule Fridays": { rrule: expect.stringContaining("BYDAY=FR") },
        "schedule Weekdays": { rrule: expect.stringContaining("BYDAY=MO,TU,WE,TH") },
      });
      const { entities = [] } = await platform.architect.getArchitectPrompts({ ...PAGE, includeResources: true });
      const closed = entities.find(({ name }) => name === "Closed");
      const texts = closed?.resources?.map(({ ttsString }) => ttsString);
      expect(texts).toEqual(
        expect.arrayContaining([
          expect.stringContaining("on Fridays until four"),
          expect.stringContaining("los viernes hasta las cuatro"),
        ]),
      );
    },
  },
});
