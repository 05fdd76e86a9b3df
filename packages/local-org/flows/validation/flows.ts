import { referenceKinds } from "../document/reference-kinds.ts";
import { type Check, type Finding, finding } from "./findings.ts";

/** Referenced flows that exist but were never published: a warning for a target, an error for what would be embedded. */
export const checkPublished: Check = ({ resolved, places, createStubs }) =>
  resolved.flatMap((entry): Finding[] => {
    if (entry.state !== "flow" || entry.flow.publishedVersion !== undefined) return [];
    const { noun, flow } = referenceKinds[entry.reference.kind];
    const embedded = flow === "embedded";
    return [
      finding(places, {
        type: embedded && !createStubs ? "Error" : "Warning",
        code: "not-published",
        problem: "not published",
        path: entry.reference.path,
        name: entry.reference.name,
        explanation: embedded
          ? `The ${noun} '${entry.flow.name}' has no published version to embed.`
          : `The ${noun} '${entry.flow.name}' is not published: a transfer to it fails until it is.`,
      }),
    ];
  });
