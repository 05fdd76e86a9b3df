import { actionOf } from "../../archy/actions/index.ts";
import { propertyProblems } from "../../archy/property-problems.ts";
import type { Check } from "../check.ts";
import { actionsOfDocument } from "../document-actions.ts";

/**
 * Properties of the actions of an export that the action does not have, that have another form, or that are missing. A
 * definition's are checked where it is read.
 */
export const properties: Check = {
  codes: ["unknown-property", "property-form", "missing-property"],
  run(subject, report) {
    for (const { key, body, path, node } of actionsOfDocument(subject)) {
      const info = actionOf(key);
      for (const { code, message, hint, path: within } of info ? propertyProblems(info, body) : []) {
        report(code, { message, hint, path: [...path, ...within], ...(node ? { node } : {}) });
      }
    }
  },
};
