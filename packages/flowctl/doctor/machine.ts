import type { StateResource } from "@genesys-flows/project/state";
import type { KeptReleases } from "@genesys-flows/report/account";
import type { Check } from "./check.ts";

/** What the state of a stack records about its organisation. */
export interface RecordedState {
  /** The organisation that the stack was deployed to. */
  readonly organizationId?: string;
  readonly ivrs: readonly string[];
  /** Ids of the routes of e-mail addresses: `domain/route`. */
  readonly emailRoutes?: readonly string[];
}

export interface MachineReport {
  /** Tools, state, locks, passphrase. */
  readonly checks: readonly Check[];
  readonly state?: RecordedState;
}

/**
 * What `npm run flowctl` provides and this package does not: the Pulumi CLI, and where and how it stores the state of a
 * stack. The repository's scripts implement it with the functions that `npm run pulumi` itself uses.
 */
export interface Machine {
  report(stack: string): Promise<MachineReport>;
  /** The plain text of an encrypted entry of a stack's config. @throws Error with the CLI's message */
  decrypted(stack: string, key: string): Promise<string>;
  /** The resources in the state of a stack; undefined if it cannot be read. */
  state(stack: string): Promise<readonly StateResource[] | undefined>;
  /** The releases of a stack, stored beside its state. */
  releases(stack: string): Promise<KeptReleases & { readonly folder: string }>;
}
