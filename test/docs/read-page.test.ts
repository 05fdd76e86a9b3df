import { globSync, readFileSync } from "node:fs";
import { inCheckout } from "../harness/checkout.ts";
import { missingLine } from "./tasks/read-page.ts";

const printed =
  "1 flow will be published, nothing deleted.\nPreview of dev.\n\n+ Sales  inboundCall, new: 1.0\n    2 nodes\n";

test.each([
  [
    "the whole output",
    ["1 flow will be published, nothing deleted.", "Preview of dev.", "+ Sales  inboundCall, new: 1.0"],
  ],
  ["lines left out", ["...", "+ Sales  inboundCall, new: 1.0", "..."]],
  ["a part of a line left out", ["1 flow ..., nothing deleted."]],
  ["an empty line between two", ["Preview of dev.", "", "+ Sales  inboundCall, new: 1.0"]],
])("a page may show %s", (_, shown) => {
  expect(missingLine(shown, printed)).toBeUndefined();
});

test.each([
  ["another line", ["2 flows will be published, nothing deleted."], 0],
  ["a line that is only a part of the printed one", ["1 flow will be published"], 0],
  ["two lines in the wrong order", ["Preview of dev.", "...", "1 flow will be published, nothing deleted."], 2],
  [
    "lines as neighbours that are none",
    ["1 flow will be published, nothing deleted.", "+ Sales  inboundCall, new: 1.0"],
    1,
  ],
  ["other spaces", ["2 nodes"], 0],
])("a page may not show %s", (_, shown, at) => {
  expect(missingLine(shown, printed)).toBe(shown[at]);
});

test("each page of docs/tasks, and the tutorial, is done by a test", () => {
  const done = globSync("test/docs/tasks/*.test.ts", { cwd: inCheckout() }).flatMap((file) => {
    const [, page] = /^task\("([^"]+)"/m.exec(readFileSync(inCheckout(file), "utf8")) ?? [];
    return page === undefined ? [] : [page];
  });
  expect(done.sort()).toEqual(["../tutorial.md", ...globSync("*.md", { cwd: inCheckout("docs/tasks") })].sort());
});
