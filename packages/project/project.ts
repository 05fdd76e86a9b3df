import type { ArchyReference, Diagnostic, KnownContracts } from "@genesys-flows/architect";
import type { EmailAddress, FlowSettings } from "@genesys-flows/architect/settings";
import type { z } from "zod";
import type { LinkedFlow } from "./linking/link.ts";
import type { DeclaredObject } from "./objects/declared-object.ts";
import type { FlowFacts } from "./reading/flow.ts";
import type { projectSettings } from "./stack/config.ts";
import type { FlowElsewhere } from "./stack/source.ts";

/** A reference to another flow in the project. */
export interface FlowLink {
  readonly kind: ArchyReference["kind"];
  readonly name: string;
  readonly key: string;
}

/** One flow in the project, checked and ready to be published. */
export interface FlowUnit
  extends Pick<FlowFacts, "key" | "file" | "origin" | "type" | "name" | "formerly" | "filledIn">,
    Omit<LinkedFlow, "read" | "sidecar"> {
  /** The digest of the source before per-environment values are filled in; the same in every stack. */
  readonly sourceDigest: string;
  /** The content of the compiled document's sidecar. */
  readonly sidecar: string;
  /** The references to other flows in this project, except modules. */
  readonly leadsTo: readonly FlowLink[];
  /** E.164 numbers that are routed to the flow. */
  readonly numbers: readonly string[];
  /** The place of each number, in the definition or in the options of an export. */
  readonly numberPlaces: Readonly<Record<string, { readonly file: string; readonly line: number }>>;
  /** The e-mail addresses that are routed to the flow, with the settings of their routes. */
  readonly emailAddresses: readonly EmailAddress[];
  /** The place of each address. */
  readonly addressPlaces: Readonly<Record<string, { readonly file: string; readonly line: number }>>;
  /** The settings from the stack, the flow's file or its options, with defaults. */
  readonly settings: FlowSettings;
  /** True if the flow transfers to a flow that can only be created later. */
  readonly createStubs: boolean;
  /** Keys of the other flows in its transfer cycle; the plan omits edges to them. */
  readonly inCycleWith: readonly string[];
  /** Notes about things that cannot be checked offline. */
  readonly notes: readonly Diagnostic[];
}

/** Everything under `flows/`, with one stack's values and settings. */
export interface FlowProject extends Readonly<z.output<typeof projectSettings>> {
  /** Absolute path of the project; never written to a state. */
  readonly root: string;
  /** Folder of the flow files, relative to the project. */
  readonly flowsDir: string;
  /** In topological order: called flows and transfer targets come first. */
  readonly flows: readonly FlowUnit[];
  /** Flows that do not belong to this stack (`stacks`). */
  readonly elsewhere: readonly FlowElsewhere[];
  /** Declared objects other than flows: queues, schedules, prompts, data tables and others. */
  readonly objects: readonly DeclaredObject[];
  /** Queues whose settings do not refer to other objects, by display name, for a program that registers them itself. */
  readonly queues: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The contracts of the data actions and data tables that the project's files declare. */
  readonly contracts: KnownContracts;
  /** Warnings and notes about the project as a whole. */
  readonly warnings: readonly Diagnostic[];
  /** A Mermaid diagram of the calls to modules, and of the flows and queues that each flow transfers to. */
  topology(): string;
}
