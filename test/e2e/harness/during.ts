import type { LoggedRequest } from "@genesys-flows/local-org";
import type { Organisation } from "./organisation.ts";
import type { PulumiResult } from "./workspace.ts";

/** What a command did on both sides of the wire. */
export interface Observed {
  readonly result: PulumiResult;
  /** Requests that the organisation logged while the command ran. */
  readonly requests: readonly LoggedRequest[];
  /** Names of the flows that were published, in the order of their jobs. */
  readonly published: readonly string[];
}

/** Runs a command and asks the organisation what it saw meanwhile. */
export async function during(organisation: Organisation, command: () => Promise<PulumiResult>): Promise<Observed> {
  const before = await organisation.latestRequest();
  const result = await command();
  const requests = await organisation.requests(before);
  return { result, requests, published: await organisation.publishedBy(requests) };
}
