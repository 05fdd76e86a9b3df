import type { FlowType, Location } from "@genesys-flows/architect";
import type { FlowSettings } from "@genesys-flows/architect/settings";

/** A flow of a project, beside its document. */
export interface ProjectFlow {
  /** Key of the flow. */
  readonly key: string;
  /** Name in Architect. */
  readonly name: string;
  readonly type: FlowType;
  /** Whether the source is a definition or an export. */
  readonly origin: "definition" | "export";
  /** The source, relative to the project. */
  readonly file: string;
  /** Keys of the project's modules that it calls. */
  readonly modules: readonly string[];
  /** E.164 numbers that lead to it. */
  readonly numbers: readonly string[];
  /** E-mail addresses that lead to it. */
  readonly emailAddresses: readonly { readonly address: string }[];
  /** As the stack, the file or its options give them, with their defaults. */
  readonly settings: FlowSettings;
  /** sha256 of the source before the stack's values are filled in: equal in every stack. */
  readonly sourceDigest: string;
}

/** What a project declares beside its flows: a queue, or a file of its program. */
export interface DeclaredSource {
  /** `queue:Sales`, `file:index.ts`. */
  readonly key: string;
  /** For messages: `queue "Sales"`. */
  readonly title: string;
  /** sha256: equal in every stack. */
  readonly digest: string;
  /** The file, relative to the project. */
  readonly file?: string;
}

/**
 * What another stack runs: the source digest of each of its flows, by key, empty for a flow that runs another source than its file; and
 * of what else it declares.
 */
export interface RunningSources {
  readonly stack: string;
  readonly sourceDigests: Readonly<Record<string, string>>;
}

/** A part of a flow that a conversation may take: a node, or an output path of it. */
export interface TestedPart {
  readonly node: string;
  /** An output path of the node; undefined for the node itself. */
  readonly path?: string;
  readonly location?: Location;
  /** Whether a conversation takes it. */
  readonly isTaken: boolean;
}

/** What the conversation tests that pass take of a flow. */
export interface FlowTests {
  /** The nodes of the flow and their output paths. */
  readonly parts: readonly TestedPart[];
  /** Conversations with it that fail, and files with tests of it that cannot be played. */
  readonly failing: number;
}

/** The flows of a project as one stack sees them. */
export interface ProjectSubject {
  /** Name of the stack; undefined for files without one. */
  readonly stack?: string | undefined;
  /** The flows of the stack. */
  readonly flows: readonly ProjectFlow[];
  /** What it declares beside them. Undefined where nobody looked. */
  readonly declared?: readonly DeclaredSource[];
  /**
   * What the stack runs from which this one is promoted; a sentence where it could not be read. Undefined where nobody looked, as in
   * `flowctl check`.
   */
  readonly promoted?: RunningSources | string | undefined;
  /** What conversation tests take of each flow, by its key. Undefined where no rule asks for it. */
  readonly tests?: ReadonlyMap<string, FlowTests> | undefined;
}

export function callersOf(module: string, flows: readonly ProjectFlow[]): ProjectFlow[] {
  return flows.filter(({ modules }) => modules.includes(module));
}

/** The place of a finding about a whole file. */
export function startOf({ file }: { readonly file: string }): { location: Location } {
  return { location: { file, line: 1, column: 1 } };
}
