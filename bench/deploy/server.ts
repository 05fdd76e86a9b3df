import { startLocalOrganisation } from "@genesys-flows/local-org";

export interface Serving {
  readonly port: number;
  readonly organisationId: string;
}

/**
 * Serves the organisation in the file of the first argument, seeded from the second; its jobs take as many milliseconds
 * as the third says. The fourth says how it counts requests: then it allows as many as the platform; without it, any
 * number.
 */
const [, , file, seed, jobDurationMs, requestsPer] = process.argv;
const organisation = await startLocalOrganisation({
  file: file as string,
  seed: seed as string,
  jobDurationMs: Number(jobDurationMs),
  ...(requestsPer === "token" || requestsPer === "client"
    ? { requestsPer }
    : { requestsPerMinute: Number.MAX_SAFE_INTEGER }),
});
process.on("disconnect", () => process.exit());
process.send?.({ port: organisation.port, organisationId: organisation.organisationId } satisfies Serving);
