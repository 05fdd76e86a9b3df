import type { ModuleContract } from "@genesys-flows/architect";
import type { ProjectFlow } from "./project-subject.ts";

/** What an update will do to one flow. */
export interface FlowChange {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  /** Undefined for a flow that leaves the stack. */
  readonly flow?: ProjectFlow | undefined;
  readonly operation: "create" | "update" | "delete";
  /** The document itself changes; false for a caller that is republished for a module. */
  readonly ownChange: boolean;
  /** Modules (keys) whose new version it takes. */
  readonly takes: readonly string[];
  /** Of a module: the interface that is deployed now. `unknown` where it could not be read, with the reason. */
  readonly deployed?: ModuleContract | { readonly unknown: string };
  /** Of a module: the interface after the update. */
  readonly next?: ModuleContract;
  /** Of a module: flows outside of the stack that hold a version of it. `unknown` with the reason where this cannot be read. */
  readonly callersOutside?: readonly OutsideCaller[] | { readonly unknown: string };
}

/** A flow outside of the stack that calls a module of it. */
export interface OutsideCaller {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** What an update will do, as the preview found. */
export interface ChangeSubject {
  readonly flows: readonly FlowChange[];
  /** Every flow of the stack, changed or not. */
  readonly project: readonly ProjectFlow[];
  /** Short digest of what the update publishes and deletes; the same change has the same digest in every run. */
  readonly digest: string;
  /** Digests of changes that the stack's configuration acknowledges. */
  readonly acknowledged: readonly string[];
}
