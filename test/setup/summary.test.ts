import { summary } from "../../packages/wrapper/stack/summary.ts";

test("the summary after an update", () => {
  const text = summary({
    flows: {
      "pin-authentication": { id: "5a0c", name: "PIN authentication", type: "commonModule", publishedVersion: "2.0" },
      sales: {
        id: "1f2e",
        name: "Sales",
        type: "inboundCall",
        publishedVersion: "3.0",
        modulesHeld: { "PIN authentication": "2.0", "Error handler": "1.0" },
      },
    },
    numbers: { sales: ["+13175550100", "+13175550101"] },
  });
  expect(text.split("\n\n")[0]).toBe(
    [
      "Flow                Type          Published version  Modules held                               Numbers                     Id",
      "------------------  ------------  -----------------  -----------------------------------------  --------------------------  ----",
      "PIN authentication  commonModule  2.0                                                                                       5a0c",
      "Sales               inboundCall   3.0                PIN authentication 2.0, Error handler 1.0  +13175550100, +13175550101  1f2e",
    ].join("\n"),
  );
  expect(text).toContain("npm run pulumi -- preview ");
  expect(text.endsWith("\n")).toBe(true);
});

test("nothing is published yet", () => {
  expect(summary({})).toBe("No flow is published yet. Add one to flows/, then run `npm start`.\n");
});
