import type { ArchyDocument } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";

/** The owner of a flow: the last line of a published description (design §4, "Ownership"). */
export interface OwnershipMark {
  readonly project: string;
  readonly stack: string;
  /** The flow's key: the name of its resource. */
  readonly key: string;
  readonly digest: string;
}

const line = /^managed by ([^/\s]+)\/([^/\s]+)\/(.+) ([0-9a-f]{64})$/;

/** `managed by <project>/<stack>/<key> <digest>` */
export function markLine(mark: OwnershipMark): string {
  return `managed by ${mark.project}/${mark.stack}/${mark.key} ${mark.digest}`;
}

/** The mark in a description; undefined if the description has no mark. */
export function readMark(description: string | null | undefined): OwnershipMark | undefined {
  for (const text of (description ?? "").split(/\r?\n/).reverse()) {
    const match = line.exec(text.trim());
    if (match) {
      const [, project = "", stack = "", key = "", digest = ""] = match;
      return { project, stack, key, digest };
    }
  }
  return undefined;
}

export function withoutMark(description: string): string {
  return description
    .split(/\r?\n/)
    .filter((text) => !line.test(text.trim()))
    .join("\n")
    .trimEnd();
}

/** The document to be sent, with the mark as the last line of its description. */
export function markDocument(document: ArchyDocument, mark: OwnershipMark): ArchyDocument {
  const written = document.body["description"];
  const description = typeof written === "string" ? withoutMark(written) : "";
  const { name: _written, description: _replaced, ...rest } = document.body;
  const body = {
    name: document.name, // a string, even if the source has a number
    description: description ? `${description}\n${markLine(mark)}` : markLine(mark),
    ...rest,
  };
  return kernel().archyFromBody(document.flowType, body, { file: document.file });
}

/** Whether two marks name the same resource, with any digest. */
export function sameOwner(a: OwnershipMark, b: Omit<OwnershipMark, "digest">): boolean {
  return a.project === b.project && a.stack === b.stack && a.key === b.key;
}
