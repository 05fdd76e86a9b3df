import { startLocalOrganisation } from "@genesys-flows/local-org";

/** What this process says when it serves. */
export interface Serving {
  readonly port: number;
  readonly organisationId: string;
}

/**
 * The organisation of the file that is the first argument, seeded from the second; its jobs take as many milliseconds as the third says.
 * It allows any number of requests: what 300 a minute make of an update is arithmetic (README.md), not a measurement.
 */
const [, , file, seed, jobDurationMs] = process.argv;
const organisation = await startLocalOrganisation({
  file: file as string,
  seed: seed as string,
  jobDurationMs: Number(jobDurationMs),
  requestsPerMinute: Number.MAX_SAFE_INTEGER,
});
process.on("disconnect", () => process.exit());
process.send?.({ port: organisation.port, organisationId: organisation.organisationId } satisfies Serving);
