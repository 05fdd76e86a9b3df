import { createHash } from "node:crypto";
import { RefResolver } from "./container-refs.ts";
import { canonical, normalValue, telling } from "./normal.ts";
import type { ArchyDocument, ArchyValue } from "./types.ts";

/**
 * The document in normal form. The normal form omits exactly the following:
 *
 * - the order of a mapping's keys, layout, quoting and comments;
 * - the spelling of refIds: a part's refId becomes `#<position>`, and an absolute or relative reference (`startUpRef`,
 *   `target…Ref`, `defaultChildMenuRef`) becomes the new refId of the part that it names;
 * - output paths without actions (their `enabled` property is kept), empty action lists, the empty `default` of a
 *   switch;
 * - `noValue` entries of the mappings `inputs`, `outputs`, `successOutputs`, `failureOutputs` and `foundOutputs`
 *   (modules, bots, data actions, data tables), and any such mapping that is then empty;
 * - Architect's own notes in newer exports: the number `trackingId` of an action or part, and the flow's list
 *   `referencedObjects`. Architect can change these notes at any time, so a digest that included them would change for
 *   no reason.
 *
 * The order of lists and all text is significant. Everything below `lit` is kept, because it is the user's own data.
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

/** SHA-256 of the normal form, in 64 hex digits. The digest identifies the content of a document. */
export function digest(doc: ArchyDocument): string {
  return sha256(canonical(normalForm(doc)));
}

/** SHA-256 of a string, in hex digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
