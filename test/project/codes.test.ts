import { runCodes } from "@genesys-flows/architect";
import { codes } from "@genesys-flows/project";

describe("the table of codes", () => {
  test.each(Object.entries({ ...codes, ...runCodes }))(
    "%s: says what it is and what to do, in sentences",
    (_code, info) => {
      expect(info.title).toMatch(/^[A-Z'].*[^.]$/);
      expect(info.explanation).toMatch(/^[A-Z'].*\.$/);
      expect(info.fix).toMatch(/^[A-Z'].*\.$/);
      if ("situation" in info) expect(info.situation).toMatch(/^[A-Z'`].*\.$/);
      else expect([info.example, info.right]).not.toContain("");
    },
  );
});
