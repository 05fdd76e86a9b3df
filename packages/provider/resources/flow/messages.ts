import type { ArchyPath } from "@genesys-flows/architect";
import { references } from "@genesys-flows/architect";
import type { JobState } from "./entities.ts";
import { fixOf } from "./job-fixes.ts";
import { fileOf, type PlacedDocument, placeAt, placedDocument } from "./place.ts";

export interface ExplainedMessage {
  readonly severity: "error" | "warning";
  /**
   * `flows/inbound/sales.yaml:12, node queue: no matches ('targetQueue' i '/inboundCall/...')`, then a line each for the
   * cause and for what to do.
   */
  readonly text: string;
}

type Message = NonNullable<JobState["messages"]>[number];

/**
 * Job messages with node, file and line of the place that they name (reference/archy.md, "References by name vs GUID"),
 * the cause as far as the platform or the document tells it, and what to do. A message that names no place has the file.
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
    const lines = [
      `${path ? placeAt(path, placed) : fileOf(placed)}: ${text}`,
      ...causes(message, path, placed).map((line) => `    ${line}`),
    ];
    const fix = fixOf(text);
    if (fix) lines.push(`    ${fix}`);
    return {
      severity: message.type?.toLowerCase() === "warning" ? "warning" : "error",
      text: lines.join("\n"),
    };
  });
}

/** What the platform adds to its message; else, of a name without a match, which name that is. */
function causes(message: Message, path: ArchyPath | undefined, { document }: PlacedDocument): string[] {
  const told = (message.details ?? []).flatMap(({ errorMessage }) =>
    errorMessage && errorMessage !== message.text ? [errorMessage] : [],
  );
  if (told.length > 0 || !path || !/^no match/i.test(message.text ?? "")) return [...new Set(told)];
  const named = references(document).filter(({ path: own }) => path.every((part, index) => own[index] === part));
  const [only, another] = named;
  return only && !another ? [`The document names the ${only.kind} '${only.name}' there.`] : [];
}
