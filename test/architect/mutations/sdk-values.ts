import { readReference, referenceExists } from "../../harness/checkout.ts";

/** Properties whose values are words of a list, in exports (reference/archy.md §a, §d, and the SDK's enumerations). */
export const WORDS: ReadonlySet<string> = new Set([
  "asrCompanyDir",
  "confirmationMode",
  "dtmf",
  "flowOutcomeValue",
  "flowType",
  "mediaType",
  "messageBodyStyle",
  "playbackMode",
  "replyMode",
  "verificationType",
]);

const PLAIN: Readonly<Record<string, string>> = {
  ArchValueBoolean: "boolean",
  ArchValueDecimal: "decimal",
  ArchValueDuration: "duration",
  ArchValueInteger: "integer",
};

/** `ACTION.PROPERTY` -> its type, for properties that no text fits. */
const kinds = new Map(
  (referenceExists ? readReference("archy-actions-sdk.tsv") : "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => {
      const [action = "", , , , properties = ""] = line.split("\t");
      return properties.split("; ").flatMap((text): [string, string][] => {
        const [property = "", type = ""] = text.split(":");
        const kind = PLAIN[type];
        return kind === undefined ? [] : [[`${action}.${property}`, kind]];
      });
    }),
);

/** The type of a property that takes no text, by the SDK's class of the action; undefined for any other property. */
export function kindOfValue(action: string, property: string): string | undefined {
  return kinds.get(`${action}.${property}`);
}
