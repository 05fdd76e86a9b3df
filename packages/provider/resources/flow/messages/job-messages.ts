import type { ArchyPath } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import type { JobState } from "@genesys-flows/platform";
import { fileOf, type PlacedDocument, placedDocument, placeOf, placeText } from "./place.ts";

interface ExplainedMessage {
  readonly severity: "error" | "warning";
  /**
   * `flows/inbound/sales.yaml:12, node queue: no matches ('targetQueue' i '/inboundCall/...')`, then one line for
   * the cause and one for the fix.
   */
  readonly text: string;
}

type Message = NonNullable<JobState["messages"]>[number];

/**
 * Job messages with the node, file and line that they refer to (reference/archy.md, "References by name vs GUID"), the
 * cause if the platform or the document shows it, and the fix. A message without a location is shown with the file.
 */
export async function explainJobMessages(
  messages: readonly Message[],
  source: Parameters<typeof placedDocument>[0],
): Promise<ExplainedMessage[]> {
  if (messages.length === 0) return [];
  const placed = await placedDocument(source);
  return messages.map((message) => {
    const text = message.text ?? "(no text)";
    const path = placed.places.pathIn(text);
    const place = path ? placeText(placeOf(path, placed)) : fileOf(placed);
    const fix = fixes.find(({ says }) => says.test(text))?.fix;
    const lines = [`${place}: ${text}`, ...causes(message, path, placed), ...(fix ? [fix] : [])];
    return {
      severity: message.type?.toLowerCase() === "warning" ? "warning" : "error",
      text: lines.join("\n    "),
    };
  });
}

/**
 * Details that the platform adds to its message. If there are no such details and a name in the document was not found,
 * a sentence with that name.
 */
function causes(message: Message, path: ArchyPath | undefined, { document }: PlacedDocument): string[] {
  const added = (message.details ?? []).flatMap(({ errorMessage }) =>
    errorMessage && errorMessage !== message.text ? [errorMessage] : [],
  );
  if (added.length > 0 || !path || !/^no match/i.test(message.text ?? "")) return [...new Set(added)];
  const named = kernel()
    .references(document)
    .filter(({ path: own }) => path.every((part, index) => own[index] === part));
  const [only, another] = named;
  return only && !another ? [`The document refers to the ${only.kind} '${only.name}' here.`] : [];
}

/** Known messages from publish jobs and their fixes (reference/archy.md §b; reference/platform-api.md §2.1, §3.2). */
const fixes: readonly { readonly says: RegExp; readonly fix: string }[] = [
  {
    says: /locked by another|locked by user/i,
    fix: "Somebody has the flow checked out in Architect. Ask them to check it in, or set forceUnlock, which saves a copy of the draft before it removes the lock.",
  },
  {
    says: /^no match/i,
    fix: "Correct the name, or create the object first. An object of this stack is created before the flow if the flow's `references` list it.",
  },
  {
    says: /expected an? \w+ but got null/i,
    fix: "Remove the property, or give it a value such as {noValue: true}.",
  },
  { says: /expected an? \w+ but got/i, fix: "Write the value in the expected format." },
  { says: /required property missing/i, fix: "Add the property." },
  // Validation messages from Archy and from the SDK that it uses (packages/local-org/flows/README.md lists the records).
  {
    says: /is not a valid function or variable reference/i,
    fix: "Correct the name, or declare the variable among the flow's variables.",
  },
  { says: /is in error\. Reason/i, fix: "Correct the expression." },
  { says: /data action must be selected/i, fix: "Specify the data action and its integration." },
  { says: /no value set for .* no variable specified/i, fix: "Name the variable that stores the value." },
  {
    says: /must have DTMF or speech recognition terms/i,
    fix: "Give the choice a digit or words that the caller can say.",
  },
  { says: /another \w+ has the same (name|reference id)/i, fix: "Rename one of the two." },
  {
    says: /cannot be used in flows of type/i,
    fix: "Use a different action: flows of this type do not have this action.",
  },
  { says: /variable '.*' is not used/i, fix: "Remove the variable, or use it." },
  { says: /unreachable because path is disabled/i, fix: "Enable the path, or remove its actions." },
  {
    says: /common module flow cannot be used in another common module/i,
    fix: "Call the inner module from the flow itself, before or after the outer one.",
  },
  {
    says: /not compatible with flow type/i,
    fix: "Add the flow's type to the module: `channels` in a definition, settingsCommonModule.compatibleFlowTypes in an export.",
  },
  {
    says: /not published/i,
    fix: "Publish the referenced flow first. A flow of this stack is published first if the flow's `modules` or `references` list it.",
  },
  { says: /could not be verified/i, fix: "Ignore this message if the object exists in the real organisation." },
  { says: /names? must not|names? must contain|invalid name/i, fix: "Correct the flow's name." },
  { says: /uploaded file is empty/i, fix: "The upload lost the document. Run the update again." },
  {
    says: /(too (large|big)|size limit|exceeds? the (maximum )?size)/i,
    fix: "Split the flow: move a part into a common module, or into a flow that it transfers to.",
  },
];
