import { createHash } from "node:crypto";
import { RefResolver } from "./container-refs.ts";
import { canonical, normalValue, telling } from "./normal.ts";
import type { ArchyDocument, ArchyValue } from "./types.ts";

/**
 * The document in normal form. It leaves out exactly:
 *
 * - the order of a mapping's keys, layout, quoting and comments;
 * - the spelling of refIds: a part's refId becomes `#<position>`, and a reference (`startUpRef`, `target…Ref`,
 *   `defaultChildMenuRef`) becomes that of the part it names, absolute or relative;
 * - output paths without actions (their `enabled` stays), empty action lists, an empty `default` of a switch;
 * - `noValue` entries of the mappings `inputs`, `outputs`, `successOutputs`, `failureOutputs` and `foundOutputs`
 *   (modules, bots, data actions, data tables), and such a mapping that is empty then;
 * - Architect's own notes in newer exports: the number `trackingId` of an action or part, and the flow's list
 *   `referencedObjects`. Architect renumbers freely, so a digest with them would differ without a change.
 *
 * The order of lists and every text matter. Everything below `lit` stays, because it is the user's own data.
 */
export function normalForm(doc: ArchyDocument): ArchyValue {
  const resolver = new RefResolver(doc);
  const parts = new Map(resolver.all.map(({ body, path }, index) => [body, { path, name: `#${index + 1}` }]));
  const body = normalValue(telling(doc.body), {
    at: [doc.flowType],
    names: {
      partOf: (body) => parts.get(body),
      target: (reference, from) => {
        const part = resolver.resolve(reference, from);
        return part && parts.get(part.body)?.name;
      },
    },
  });
  return { [doc.flowType]: body };
}

/** SHA-256, 64 hex digits, of the normal form: it identifies the content of a document. */
export function digest(doc: ArchyDocument): string {
  return sha256(canonical(normalForm(doc)));
}

/** SHA-256 of a text in hex digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
