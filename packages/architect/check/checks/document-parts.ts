import { referables } from "../../archy/container-refs.ts";
import { documentIssues } from "../../archy/issues.ts";
import { getText } from "../../archy/values.ts";
import type { Check } from "../check.ts";

/** Errors in an export's document that the platform would refuse. */
export const documentParts: Check = {
  codes: ["dangling-reference", "external-ref", "missing-start", "not-an-action"],
  run({ document }, report) {
    for (const { code, message, hint, location } of document ? documentIssues(document) : []) {
      report(code, { message, hint, location });
    }
  },
};

const titles: Readonly<Record<string, string>> = { task: "tasks", menu: "menus", state: "states", bot: "bots" };

/** Two parts of an export with the same name, or with the same refId. The same refId makes references ambiguous. */
export const duplicateParts: Check = {
  codes: ["duplicate-ref-id", "duplicate-part-name"],
  run({ document }, report) {
    const seen = new Set<string>();
    const isTaken = (key: string) => seen.has(key) || !seen.add(key);
    for (const { item, body, path, refId } of document ? referables(document) : []) {
      const list = `${path.slice(0, -2).join("/")} ${item}`;
      if (refId !== undefined && isTaken(`${list} refId ${refId}`)) {
        const message = `Two parts have the refId '${refId}'. References to that refId resolve to the first part.`;
        report("duplicate-ref-id", { message, hint: "Change one of the two refIds.", path: [...path, "refId"] });
      }
      const title = titles[item];
      const name = getText(body, "name");
      if (title === undefined || name === undefined || !isTaken(`${list} name ${name.toLowerCase()}`)) continue;
      const hint = "Rename one of the two, so that people can distinguish them.";
      report("duplicate-part-name", {
        message: `Two ${title} have the name '${name}'.`,
        hint,
        path: [...path, "name"],
      });
    }
  },
};
