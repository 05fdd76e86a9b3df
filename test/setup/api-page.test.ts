import { undocumented } from "../../scripts/lib/generate/api/page.ts";

test("each module that a project imports, its exports and their fields have a doc comment", () => {
  expect(undocumented()).toEqual([]);
});
