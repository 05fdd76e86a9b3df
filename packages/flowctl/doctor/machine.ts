import type { StateResource } from "@genesys-flows/project/state";
import type { KeptReleases } from "@genesys-flows/report/account";
import type { Check } from "./check.ts";

/** Facts about a stack's organisation that its state records. */
export interface RecordedState {
  /** The organisation that the stack was deployed to. */
  readonly organizationId?: string;
  readonly ivrs: readonly string[];
  /** Ids of the routes of e-mail addresses: `domain/route`. */
  readonly emailRoutes?: readonly string[];
}

export interface MachineReport {
  /** Checks of the tools, the state, the locks and the passphrase. */
  readonly checks: readonly Check[];
  readonly state?: RecordedState;
}

/**
 * Features that this package lacks and `npm run flowctl` provides: the Pulumi CLI, and access to the state of a stack.
 * The repository's scripts implement these features with the functions of `npm run pulumi`.
 */
export interface Machine {
  report(stack: string): Promise<MachineReport>;
  /** The plain text of an encrypted entry of a stack's config. @throws Error with the CLI's message */
  decrypted(stack: string, key: string): Promise<string>;
  /** The resources in the state of a stack; undefined if the state cannot be read. */
  state(stack: string): Promise<readonly StateResource[] | undefined>;
  /** The releases of a stack, stored beside its state. */
  releases(stack: string): Promise<KeptReleases & { readonly folder: string }>;
}
