import type { FlowType, Location } from "@genesys-flows/architect";
import type { FlowSettings } from "@genesys-flows/architect/settings";

/** The properties of a flow in a project besides its document. */
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
  /** Keys of the project's modules that the flow calls. */
  readonly modules: readonly string[];
  /** E.164 numbers that route to the flow. */
  readonly numbers: readonly string[];
  /** E-mail addresses that route to the flow. */
  readonly emailAddresses: readonly { readonly address: string }[];
  /** Settings from the stack, the file or its options, with defaults. */
  readonly settings: FlowSettings;
  /** SHA-256 hash of the source before the stack's values are substituted; the same in every stack. */
  readonly sourceDigest: string;
}

/** Anything else that a project declares: an object such as a queue, or a file of its program. */
export interface DeclaredSource {
  /** `queue:Sales`, `file:index.ts`. */
  readonly key: string;
  /** For messages: `queue "Sales"`. */
  readonly title: string;
  /** SHA-256 hash, the same in every stack. */
  readonly digest: string;
  /** The file, relative to the project. */
  readonly file?: string;
}

/**
 * The sources that another stack runs: the source digest of each flow by key, and the digests of other objects and
 * files. The digest of a flow is empty if the flow runs from a source other than its file.
 */
export interface RunningSources {
  readonly stack: string;
  readonly sourceDigests: Readonly<Record<string, string>>;
}

/** A part of a flow that a conversation may cover: a node or one of its output paths. */
export interface TestedPart {
  readonly node: string;
  /** An output path of the node; undefined for the node itself. */
  readonly path?: string;
  readonly location?: Location;
  /** Whether a conversation covers this part. */
  readonly isTaken: boolean;
}

/** The coverage of a flow by passing conversation tests. */
export interface FlowTests {
  /** The nodes of the flow and their output paths. */
  readonly parts: readonly TestedPart[];
  /** Number of failing conversations with the flow, plus the number of test files that cannot be run. */
  readonly failing: number;
}

/** The flows in a project, resolved for one stack. */
export interface ProjectSubject {
  /** Name of the stack; undefined for files without a stack. */
  readonly stack?: string | undefined;
  /** The flows of the stack. */
  readonly flows: readonly ProjectFlow[];
  /** Other declared objects and files. Undefined if they were not examined. */
  readonly declared?: readonly DeclaredSource[];
  /**
   * The sources of the stack from which this stack is promoted; a sentence with the reason if they could not be read.
   * Undefined if not examined, as in `flowctl check`.
   */
  readonly promoted?: RunningSources | string | undefined;
  /** Coverage of each flow by conversation tests, by key. Undefined if no rule requires it. */
  readonly tests?: ReadonlyMap<string, FlowTests> | undefined;
}

export function callersOf(module: string, flows: readonly ProjectFlow[]): ProjectFlow[] {
  return flows.filter(({ modules }) => modules.includes(module));
}

/** The location of a finding about a whole file. */
export function startOf({ file }: { readonly file: string }): { location: Location } {
  return { location: { file, line: 1, column: 1 } };
}
