import {
  type ArchyDocument,
  type Diagnostic,
  type FlowDefinition,
  type FlowType,
  flowTypes,
  type Location,
  type ModuleContract,
  type Scalar,
} from "@genesys-flows/architect";
import type { EmailAddress, Given, optionsSettings } from "@genesys-flows/architect/settings";
import type { FlowElsewhere } from "../stack/source.ts";
import type { FillingValues } from "../stack/values.ts";
import type { SourceFile } from "./discover.ts";
import type { ExportOptions } from "./options.ts";

/** An e-mail address that is routed to a flow, with its place in the file. */
export interface PlacedAddress {
  readonly route: EmailAddress;
  readonly location?: Location;
}

/** The identity of a flow, as far as it could be read. */
export interface Identity {
  /** Identifies the flow in this project, regardless of its display name in Architect (design §3, "Identity"). */
  readonly key: string;
  /** Path of the source file, relative to the project, with `/`. */
  readonly file: string;
  readonly type?: FlowType;
  readonly name?: string;
  /**
   * True if the name is unusable, because the stack does not set a value that it contains; this is already reported.
   */
  readonly unnamed?: true;
  readonly nameLocation?: Location;
  readonly numbers: readonly { readonly number: string; readonly location?: Location }[];
  readonly emailAddresses: readonly PlacedAddress[];
}

/** The content of a flow's file, as plain data. */
export interface FlowFacts extends Identity {
  /** Whether the source is a definition or an export. */
  readonly origin: "definition" | "export";
  /** Root key of the flow in YAML. */
  readonly type: FlowType;
  /** Name in Architect. */
  readonly name: string;
  readonly nameLocation: Location;
  /** Earlier keys of the flow. */
  readonly formerly: readonly string[];
  /** The stacks that the flow belongs to; omitted for all stacks. */
  readonly stacks?: readonly string[];
  /** The settings in the definition, or in the export's options. */
  readonly given: Given<typeof optionsSettings>;
  /** The values that replaced `${name}` in a definition or `{{name}}` in an export. */
  readonly filledIn?: readonly Scalar[];
  /** For a module: the interface that callers may rely on. */
  readonly contract?: ModuleContract;
  /**
   * The digest of the source before the stack's values are filled in. Omitted if the flow has no values, because it
   * equals the digest of the document.
   */
  readonly sourceDigest?: string;
}

/** A flow as its file describes it, before it is linked with the others. */
export type ReadFlow = FlowFacts & {
  /** The inputs and findings of reading the file; omitted for a flow that is not cached. */
  readonly reading?: Reading;
  /**
   * Whether a finding is only a consequence of a missing or invalid value of the stack, which is already reported.
   * Omitted if the stack sets all values.
   */
  readonly repeats?: (finding: Diagnostic) => boolean;
} & (
    | { readonly origin: "definition"; readonly definition: FlowDefinition }
    | { readonly origin: "export"; readonly document: ArchyDocument; readonly options: ExportOptions }
  );

/** Everything that the result of reading a file depends on, and its findings. */
export interface Reading {
  readonly source: SourceFile;
  readonly options?: SourceFile | undefined;
  readonly filling: FillingValues;
  readonly findings: readonly Diagnostic[];
}

/** A flow whose file cannot be used. It still exists: other flows may call it, and its key and name are in use. */
export interface BrokenFlow extends Identity {
  readonly broken: true;
  /** The content of the file; every value that it names counts as used. */
  readonly text: string;
  /** The interface that callers may rely on, as far as it could be read; omitted for a flow that is not a module. */
  readonly contract?: ModuleContract;
}

export interface FileRead {
  readonly flows: readonly (ReadFlow | BrokenFlow)[];
  /** Flows that do not belong to this stack. */
  readonly elsewhere?: readonly FlowElsewhere[];
  readonly findings: readonly Diagnostic[];
  /** The values that were filled in; omitted for TypeScript, and if the stack does not set all values. */
  readonly filling?: FillingValues;
}

/** The contract of a module that could not be read at all: it allows every call. */
export function openContract(name: string): ModuleContract {
  return {
    name,
    inputs: {},
    outputs: {},
    channels: [],
    unread: new Set(["inputs", "outputs", "channels", "outcome"]),
  };
}

/** A flow in a file that reveals at most its type and its name. */
export function brokenFlow(
  { key, file, text }: Pick<BrokenFlow, "key" | "file" | "text">,
  { type, name }: { readonly type?: string | undefined; readonly name?: string | undefined },
): BrokenFlow {
  const known = type !== undefined && Object.hasOwn(flowTypes, type) ? (type as FlowType) : undefined;
  const mayBeModule = known === undefined || known === "commonModule";
  return {
    key,
    file,
    text,
    broken: true,
    numbers: [],
    emailAddresses: [],
    type: known,
    name: known && name,
    contract: mayBeModule ? openContract(name ?? key) : undefined,
  };
}
