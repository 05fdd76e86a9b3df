import { FIXTURES } from "./agreement-fixtures.ts";
import { differing, known } from "./disagreements.ts";
import { kernelRemarks, organisationRemarks, verdictOf } from "./verdict.ts";

describe("the organisation's own validation", () => {
  test.each(FIXTURES)("$what", ({ text, organisation, code, says }) => {
    const found = organisationRemarks(text);
    expect({ verdict: verdictOf(found), codes: [...new Set(found.map((remark) => remark.code))] }).toEqual({
      verdict: organisation,
      codes: code === undefined ? [] : [code],
    });
    if (says !== undefined) expect(found[0]?.text).toContain(`${says} ('`);
    if (code !== undefined) expect(found[0]?.line).toBeGreaterThan(1);
  });

  test("refuses what the kernel refuses, and vice versa, except what is listed", () => {
    const judged = FIXTURES.map(({ what, text, organisation }) => ({
      what,
      where: text,
      kernel: verdictOf(kernelRemarks(text)),
      organisation,
    }));
    expect(differing(judged).filter((entry) => !known(entry))).toEqual([]);
  });
});
