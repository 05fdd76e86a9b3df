import type { ArchyReference, Diagnostic, KnownContracts } from "@genesys-flows/architect";
import type { EmailAddress, FlowSettings } from "@genesys-flows/architect/settings";
import type { z } from "zod";
import type { LinkedFlow } from "./linking/link.ts";
import type { DeclaredObject } from "./objects/declared-object.ts";
import type { FlowFacts } from "./reading/flow.ts";
import type { projectSettings } from "./stack/config.ts";
import type { FlowElsewhere } from "./stack/source.ts";

/** A reference that another flow of the project provides. */
export interface FlowLink {
  readonly kind: ArchyReference["kind"];
  readonly name: string;
  readonly key: string;
}

/** One flow of the project, checked and ready to be published. */
export interface FlowUnit
  extends Pick<FlowFacts, "key" | "file" | "origin" | "type" | "name" | "formerly" | "filledIn">,
    Omit<LinkedFlow, "read" | "sidecar"> {
  /** `digest` before per-environment values are filled in; equal in every stack. */
  readonly sourceDigest: string;
  /** The content of the compiled document's sidecar. */
  readonly sidecar: string;
  /** Those references that lead to other flows of this project (modules apart). */
  readonly leadsTo: readonly FlowLink[];
  /** E.164 numbers that lead to the flow. */
  readonly numbers: readonly string[];
  /** The place of each number: in the definition, or in the options of an export. */
  readonly numberPlaces: Readonly<Record<string, { readonly file: string; readonly line: number }>>;
  /** The e-mail addresses that lead to it, with what their routes have. */
  readonly emailAddresses: readonly EmailAddress[];
  /** The place of each address. */
  readonly addressPlaces: Readonly<Record<string, { readonly file: string; readonly line: number }>>;
  /** As the stack, its file or its options give them, with their defaults. */
  readonly settings: FlowSettings;
  /** True if a flow that it transfers to can only be created after it. */
  readonly createStubs: boolean;
  /** Keys of the other flows of its transfer cycle; edges to them are left out of the plan. */
  readonly inCycleWith: readonly string[];
  /** What cannot be checked offline. */
  readonly notes: readonly Diagnostic[];
}

/** Everything under `flows/`, resolved against one stack's values, with the settings of the stack. */
export interface FlowProject extends Readonly<z.output<typeof projectSettings>> {
  /** Absolute path of the project; never part of anything that reaches a state. */
  readonly root: string;
  /** Folder of the flow files, relative to the project. */
  readonly flowsDir: string;
  /** Topological: what is called or transferred to comes first. */
  readonly flows: readonly FlowUnit[];
  /** Flows that this stack does not have (`stacks`). */
  readonly elsewhere: readonly FlowElsewhere[];
  /** What files declare beside flows: queues, schedules, prompts, data tables and others. */
  readonly objects: readonly DeclaredObject[];
  /** Queues whose settings name no other object, by display name, for a program that registers them itself. */
  readonly queues: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The contracts of data actions and data tables, as far as files of the project have them. */
  readonly contracts: KnownContracts;
  /** Warnings and notes about the project as a whole. */
  readonly warnings: readonly Diagnostic[];
  /** Which flow calls which module and leads to which flow and queue, as a Mermaid diagram. */
  topology(): string;
}
