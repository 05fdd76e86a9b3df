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

/** An e-mail address that leads to a flow, with its place in the file. */
export interface PlacedAddress {
  readonly route: EmailAddress;
  readonly location?: Location;
}

/** What distinguishes a flow from others, as far as it could be read. */
export interface Identity {
  /** Names the flow in this project, with any display name in Architect (design §3, "Identity"). */
  readonly key: string;
  /** Path of the source file, relative to the project, with `/`. */
  readonly file: string;
  readonly type?: FlowType;
  readonly name?: string;
  /** The stack does not set a value that the name uses, which is reported: the name is unusable. */
  readonly unnamed?: true;
  readonly nameLocation?: Location;
  readonly numbers: readonly { readonly number: string; readonly location?: Location }[];
  readonly emailAddresses: readonly PlacedAddress[];
}

/** What a file says about its flow, as plain data. */
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
  /** The stacks that it belongs to; absent for all. */
  readonly stacks?: readonly string[];
  /** The settings that the definition, or the options of the export, give. */
  readonly given: Given<typeof optionsSettings>;
  /** The values that replaced `${name}` in a definition, `{{name}}` in an export. */
  readonly filledIn?: readonly Scalar[];
  /** Of a module: what callers may rely on. */
  readonly contract?: ModuleContract;
  /** Of the source before the stack's values are filled in; absent without values: then it is the document's digest. */
  readonly sourceDigest?: string;
}

/** A flow as its file describes it, before it is linked with the others. */
export type ReadFlow = FlowFacts & {
  /** How the file was read; absent for a flow that is not kept for the next run. */
  readonly reading?: Reading;
  /**
   * Whether a finding only repeats that the stack does not set a value, or sets a wrong one, which is reported. Absent when
   * the stack sets all.
   */
  readonly repeats?: (finding: Diagnostic) => boolean;
} & (
    | { readonly origin: "definition"; readonly definition: FlowDefinition }
    | { readonly origin: "export"; readonly document: ArchyDocument; readonly options: ExportOptions }
  );

/** Everything on which the result of reading a file depends, and its findings. */
export interface Reading {
  readonly source: SourceFile;
  readonly options?: SourceFile | undefined;
  readonly filling: FillingValues;
  readonly findings: readonly Diagnostic[];
}

/** A flow whose file cannot be used. It exists all the same: others may call it, and its key and name are taken. */
export interface BrokenFlow extends Identity {
  readonly broken: true;
  /** Text of the file: it may use any value that its text names. */
  readonly text: string;
  /** What callers may rely on, as far as it could be read; absent for a flow that is not a module. */
  readonly contract?: ModuleContract;
}

export interface FileRead {
  readonly flows: readonly (ReadFlow | BrokenFlow)[];
  /** Flows that this stack does not have. */
  readonly elsewhere?: readonly FlowElsewhere[];
  readonly findings: readonly Diagnostic[];
  /** What was filled in; absent for TypeScript, and where the stack does not set all. */
  readonly filling?: FillingValues;
}

/** The contract of a module of which nothing could be read: it forbids no call. */
export function openContract(name: string): ModuleContract {
  return {
    name,
    inputs: {},
    outputs: {},
    channels: [],
    unread: new Set(["inputs", "outputs", "channels", "outcome"]),
  };
}

/** A flow of whose file at most the flow type and the name are known. */
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
