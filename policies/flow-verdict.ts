import { behindProxy } from "@genesys-flows/lean-pulumi/policy-proxy";
import { filesAt, startFolders } from "./projects.ts";
import type { Verdict, Verdicts } from "./verdicts.ts";

/** A document that cannot be checked, because no file with its path has the digest of the resource. */
export interface Unchecked {
  /** Full sentences: which file, why, what to do. */
  readonly unchecked: string;
}

/**
 * The verdict on the document of a flow resource, from its inputs: a file, relative to the project, or a text. A pack does not know
 * where the project is, so a file counts only when its digest is the one that the provider's check computed of the resource's
 * document.
 * @returns undefined where the document is not known yet, or cannot be read here (a remote asset)
 * @throws for a resource without a digest: DiagnosticError when the document cannot be parsed, Error when the file does not exist
 */
export async function flowVerdict(
  props: Record<string, unknown>,
  verdicts: Verdicts,
): Promise<Verdict | Unchecked | undefined> {
  const asset = behindProxy(props["document"]) as { path?: unknown; text?: unknown } | undefined;
  if (typeof asset !== "object" || asset === null) return undefined;
  const path = await asset.path;
  if (typeof path === "string") {
    const wanted = props["digest"];
    return typeof wanted === "string" ? withDigest(wanted, path, verdicts) : verdicts.ofFile(firstFile(path), path);
  }
  const text = await asset.text;
  return typeof text === "string" ? verdicts.ofText(text) : undefined;
}

function withDigest(wanted: string, path: string, verdicts: Verdicts): Verdict | Unchecked {
  const files = filesAt(path);
  for (const file of files) {
    const verdict = verdictOrNone(file, path, verdicts);
    if (verdict?.digest === wanted) return verdict;
  }
  const what =
    files.length > 0
      ? `${files.join(" and ")} ${files.length > 1 ? "are different documents" : "is a different document"} from the one of the flow`
      : `no project in or above ${startFolders().join(" or ")} contains it`;
  return {
    unchecked: `The document ${path} could not be checked: ${what}. Start Pulumi in the folder of the flow's project, not with \`-C\` from another folder, and use the policy pack of that project.`,
  };
}

/** Undefined for what is no document, so it is another file than the resource's. */
function verdictOrNone(file: string, path: string, verdicts: Verdicts): Verdict | undefined {
  try {
    return verdicts.ofFile(file, path);
  } catch {
    return undefined;
  }
}

function firstFile(path: string): string {
  const [file] = filesAt(path);
  if (file !== undefined) return file;
  throw new Error(
    `The flow document ${path} does not exist: no project in or above ${startFolders().join(" or ")} contains it.`,
  );
}
