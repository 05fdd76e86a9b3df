import type { Properties } from "../engine/values.ts";

const VARIABLE = "GENESYSCLOUD_TOKEN_POOL_SIZE";

/** How many tokens of the OAuth client a run may use. The range is the vendor's (reference/platform-api.md §1.1). */
export const tokenPoolSizes = { minimum: 1, maximum: 50, default: 10 } as const;

/** The configured number of tokens, and where it was set. */
export interface TokenPoolSize {
  readonly value: number;
  /** Undefined for the default. */
  readonly source: string | undefined;
}

/**
 * The number of tokens. The environment takes precedence.
 * @throws Error that names the wrong value, its place and the range
 */
export function tokenPoolSizeOf(
  config: Properties,
  environment: Readonly<Record<string, string | undefined>>,
): TokenPoolSize {
  const source = environment[VARIABLE] ? VARIABLE : "genesyscloud:tokenPoolSize";
  const given = environment[VARIABLE] || config["tokenPoolSize"];
  if (given === undefined || given === null || given === "")
    return { value: tokenPoolSizes.default, source: undefined };
  const { minimum, maximum } = tokenPoolSizes;
  const value = typeof given === "string" && /^\s*\d+\s*$/.test(given) ? Number(given) : given;
  if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum) {
    return { value, source };
  }
  throw new Error(`${source} is '${String(given)}'. Set a whole number from ${minimum} to ${maximum}.`);
}

/** What to say about a pool that a plain access token cannot have; undefined where it has the size that was set. */
export function noteOnPool({ value, source }: TokenPoolSize): string | undefined {
  if (source === undefined || value === 1) return undefined;
  return (
    `${source} is ${value}, but an access token is one token: this run has the budget of one. To use several, set ` +
    "GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET instead of the access token."
  );
}
