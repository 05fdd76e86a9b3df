import { publishJobsAmong } from "../../e2e/harness/organisation.ts";
import { type Live, whatIsLive } from "../../journeys/what-is-live.ts";
import { task } from "./task.ts";

let before: Live;
let latest: number;

task("lost-state.md", {
  elsewhere: {
    "Lose it": async (checkout) => {
      const platform = await checkout.organisation();
      before = await whatIsLive(platform);
      expect(before).toHaveProperty(["flow Support", "version"], "1.0");
      latest = await platform.latestRequest();
    },
  },
  afterwards: {
    "Recover it": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await whatIsLive(platform)).toEqual(before);
      expect(publishJobsAmong(await platform.requests(latest))).toEqual([]);
    },
  },
});
