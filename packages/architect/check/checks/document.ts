import { documentIssues } from "../../archy/issues.ts";
import type { Check } from "../check.ts";
import { isDiagnosticCode } from "../codes.ts";

/** What the platform would refuse in the document of an export, whatever the flow does. */
export const documentParts: Check = {
  codes: ["dangling-reference", "external-ref", "missing-start", "not-an-action"],
  run({ document }, report) {
    for (const { code, message, hint, location } of document ? documentIssues(document) : []) {
      if (isDiagnosticCode(code)) {
        report(code, { message, ...(hint === undefined ? {} : { hint }), ...(location ? { location } : {}) });
      }
    }
  },
};
