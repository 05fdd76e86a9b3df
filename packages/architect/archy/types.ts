import type { Location } from "../diagnostic.ts";
import type { Filling } from "./placeholders.ts";

/** A value of a parsed Archy document: plain data of the YAML 1.2 core schema. */
export type ArchyValue = null | boolean | number | string | ArchyValue[] | ArchyMap;
/** A mapping of a parsed Archy document. */
export type ArchyMap = { [key: string]: ArchyValue };
/** Keys and indices from the document's root: `["inboundCall", "tasks", 0, "task", "actions", 2, "playAudio"]`. */
export type ArchyPath = readonly (string | number)[];

/** Root key of an Archy document (reference/archy.md §a). */
export type FlowType =
  | "inboundCall"
  | "outboundCall"
  | "secureCall"
  | "inqueueCall"
  | "commonModule"
  | "inboundEmail"
  | "inboundShortMessage"
  | "inboundChat"
  | "workflow"
  | "workitem"
  | "botFlow"
  | "digitalBot"
  | "surveyInvite"
  | "inqueueShortMessage"
  | "inqueueEmail";

/** One flow as Archy reads and writes it. Immutable: a change creates a new document. */
export interface ArchyDocument {
  /** The file name in diagnostics. */
  readonly file: string;
  readonly text: string;
  readonly flowType: FlowType;
  /** The flow's display name. */
  readonly name: string;
  /** The mapping below the root key. */
  readonly body: ArchyMap;
  /**
   * The location in the text of the value at a path. If the path does not exist, the location of its nearest existing
   * ancestor.
   */
  locate(path: ArchyPath): Location;
  /** How the placeholders of the text were filled in; omitted if the document has no placeholders. */
  readonly filling?: Filling;
}

/** Kinds of objects that a document names (reference/archy.md, "References by name"). */
export const referenceKinds = [
  "queue",
  "flow",
  "commonModule",
  "botFlow",
  "digitalBotFlow",
  "inqueueFlow",
  "dataAction",
  "dataTable",
  "prompt",
  "systemPrompt",
  "schedule",
  "scheduleGroup",
  "emergencyGroup",
  "skill",
  "language",
  "script",
  "flowOutcome",
  "flowMilestone",
  "wrapupCode",
  "contactList",
  "knowledgeBase",
  "worktype",
  "user",
  "group",
  "skillGroup",
  "responseLibrary",
] as const;

export type ReferenceKind = (typeof referenceKinds)[number];

export interface ArchyReference {
  readonly kind: ReferenceKind;
  /** The name as written in the document. */
  readonly name: string;
  /** For a data action: the integration (Archy's `category`) that it belongs to. */
  readonly category?: string;
  /**
   * For a transfer to a flow or an in-queue flow: the required type of the target, if the action determines the type.
   */
  readonly flowType?: FlowType;
  /**
   * Set if the flow looks up the object by name when it runs (`FindQueue("x")`). Publishing then succeeds even if the
   * object is missing.
   */
  readonly lookup?: true;
  readonly path: ArchyPath;
  readonly location: Location;
}
