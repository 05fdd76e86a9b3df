import { createHash } from "node:crypto";

/** What an update does to one flow, as far as it tells one change from another. */
export interface DigestedChange {
  readonly key: string;
  readonly operation: string;
  /** Digest of the document that is published, or of what is deleted. */
  readonly digest: string;
  /** Key of each module whose new version the flow takes -> digest of that module. */
  readonly takes: Readonly<Record<string, string>>;
}

const LENGTH = 12;

/**
 * 12 hex digits that identify a change: what is published and deleted, and which numbers move. Times, versions and the order in
 * which the engine goes through the flows do not matter, so each run of the same change has the same digest.
 */
export function changeDigest(flows: readonly DigestedChange[], movedNumbers: ReadonlyMap<string, string>): string {
  const lines = [
    ...flows.map(({ key, operation, digest, takes }) =>
      JSON.stringify(["flow", key, operation, digest, Object.entries(takes).sort(byFirst)]),
    ),
    ...[...movedNumbers].map(([number, from]) => JSON.stringify(["number", number, from])),
  ];
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, LENGTH);
}

function byFirst([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
