import type { ArchyDocument, ArchyPath, DocumentPlaces } from "@genesys-flows/architect";
import type { OrganisationView } from "../publishing/organisation-view.ts";
import type { ResolvedReference } from "./resolve.ts";
import type { DocumentSurvey } from "./survey.ts";

/** One message from a publish job, not yet timestamped. */
export interface Finding {
  readonly type: "Error" | "Warning";
  /** In the platform's words, with the place: `no matches ('targetQueue' i '/inboundCall/menus/menu[Main_10]/...')`. */
  readonly text: string;
  /** Code of the finding, for `details[].errorCode`. */
  readonly code: string;
  /** The fix, with the names that `text` omits, for `details[].errorMessage`. */
  readonly explanation: string;
}

/** The input of every check. */
export interface CheckContext {
  readonly document: ArchyDocument;
  /** The references, each with its object. */
  readonly resolved: readonly ResolvedReference[];
  readonly places: DocumentPlaces;
  readonly survey: DocumentSurvey;
  readonly organisation: OrganisationView;
  /** Creates stubs for referenced flows that do not exist, instead of reporting errors. */
  readonly createStubs: boolean;
}

/** A problem and its place in the document. */
export interface Problem {
  /** Default: an error. */
  readonly type?: "Warning";
  readonly code: string;
  /** In the platform's words: `no matches`. */
  readonly problem: string;
  readonly path: ArchyPath;
  /** The name in the document, if it is the last key of `path`. */
  readonly name?: string;
  readonly explanation: string;
}

/** A check, which reports every problem and does not throw. */
export type Check = (context: CheckContext) => Problem[];

/** The finding with its place in the platform's notation (reference/archy.md, "References by name vs GUID"). */
export function placed(places: DocumentPlaces, { type, problem, path, name, ...rest }: Problem): Finding {
  const { property, owner } = places.placeOf(path, name);
  return { type: type ?? "Error", text: `${problem} ('${property}' i '${owner}')`, ...rest };
}
