import type { ApiError } from "./api-error.ts";
import type { OrganisationConfig, Reply } from "./types.ts";

/** The moment relative to what a call does: before it has any effect, or when its effect is there for good. */
export type Moment = "before" | "after";

/** What faults on demand do to one call; decided and counted in the store before the call. */
export interface Interference {
  /** Names of the faults, for the request log. */
  readonly names: readonly string[];
  /** How long the call waits before it is looked at, in milliseconds. */
  readonly delayMs: number;
  /** The process ends; `during`: when all is written and nothing is committed. */
  readonly crash?: Moment | "during";
  /** The connection is reset. */
  readonly reset?: Moment;
  /** Sent in place of the answer; `before`: the handler is not asked. */
  readonly instead?: { readonly at: Moment; readonly error: ApiError };
  /** What a refusal of this call becomes. */
  readonly refusal?: (error: ApiError) => ApiError;
  /** Share of the body that is sent before the connection ends, 0 to 1. */
  readonly keep?: number;
  /** Settings for this call. */
  readonly config?: Partial<OrganisationConfig>;
  /** Told the answer, in the transaction of the call. */
  readonly answered?: (reply: Reply) => void;
  /** Called when all is written, before the commit. */
  readonly committing?: () => void;
}
