import { isSystemId } from "../../archy/system-ids.ts";
import { visit } from "../../expression/ast.ts";
import type { Check } from "../check.ts";
import type { Part } from "../parts.ts";
import type { Subject } from "../subject.ts";

const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/**
 * Ids of objects of one organisation: in another one they name nothing (reference/archy.md §b). One that a stack gives is
 * that stack's own; those of the system are the same everywhere.
 */
export const literalGuid: Check = {
  codes: ["literal-guid"],
  run(subject, report) {
    for (const part of subject.parts) {
      const found = part.kind === "write" ? undefined : guidIn(subject, part);
      if (found === undefined) continue;
      const text = String(part.value);
      const from = text.indexOf(found);
      const location = subject.locateWithin(part, { from, to: from + found.length });
      const given = subject.options.filledIn?.some((value) => String(value).includes(found));
      if (given || (location && subject.document?.filling?.(location))) continue;
      report("literal-guid", {
        message: `'${found}' is the id of an object of one organisation.`,
        hint: "Name the object, or give the id as a value of the stack.",
        ...(part.node ? { node: part.node } : {}),
        ...(location ? { location } : {}),
      });
    }
  },
};

function guidIn(subject: Subject, { kind, value }: Part): string | undefined {
  const text = String(value);
  if (firstIn(text) === undefined) return undefined;
  if (kind === "literal") return firstIn(text);
  const parsed = subject.parse(text);
  for (const part of parsed.ok ? visit(parsed.expression) : []) {
    const found = part.type === "literal" ? firstIn(String(part.value)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstIn(text: string): string | undefined {
  return text.match(GUID)?.find((id) => !isSystemId(id));
}
