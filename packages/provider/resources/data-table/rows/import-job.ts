import { ApiFailure, endedJob, listAll } from "@genesys-flows/platform";
import { z } from "zod";
import type { Json, LifeContext } from "../../plain/spec.ts";
import { tableAt } from "../path.ts";
import { csvOf } from "./csv.ts";
import type { LiveTable } from "./live.ts";

/**
 * The minimum number of changed rows for an import job. A job takes at least three seconds and four requests in
 * addition to its upload, and the table must be read before and after it, with a hundred rows per request. A hundred
 * single writes take the same time, are proven by their responses, and use a third of the requests that the platform
 * allows per minute. More single writes would have to wait for the next minute.
 */
export const IMPORT_FROM = 100;

const ATTEMPTS = 3;

const job = z.looseObject({
  id: z.string(),
  status: z.string(),
  uploadURI: z.string().nullish(),
  uploadHeaders: z.record(z.string(), z.string()).nullish(),
  countRecordsFailed: z.number().nullish(),
  errorInformation: z.looseObject({ message: z.string().nullish(), code: z.string().nullish() }).nullish(),
});
type Job = z.infer<typeof job>;

const isEnded = ({ status }: Job): boolean => status === "Succeeded" || status === "Failed";

/**
 * Writes rows with an import job in mode Append, which removes nothing. If a connection is lost, starts a new job: the
 * same rows can be appended any number of times. The job's counts do not prove that the rows were written: read the
 * rows afterwards.
 * @returns the number of records that the job could not import
 * @throws Error if the job fails or does not end; ApiFailure
 */
export async function importRows(context: LifeContext, table: LiveTable, rows: readonly Json[]): Promise<number> {
  const text = csvOf(table.columns.keys(), rows);
  for (let attempt = 1; ; attempt++) {
    try {
      return await importOnce(context, table, { text, count: rows.length });
    } catch (error) {
      const lost = error instanceof ApiFailure && ["network", "server", "unexpected-answer"].includes(error.kind);
      if (!lost || attempt === ATTEMPTS) throw error;
      context.log.debug(`The import of rows into ${table.id} is restarted: ${error.message}`);
    }
  }
}

async function importOnce(
  context: LifeContext,
  table: LiveTable,
  { text, count }: { readonly text: string; readonly count: number },
): Promise<number> {
  const { client, log } = context;
  const path = `${tableAt(table.id)}/import/csv/jobs`;
  const made = await client.call({ method: "POST", path, body: { importMode: "Append" } }, job);
  log.progress(`importing ${count} rows`);
  await client.upload(String(made.uploadURI ?? ""), { headers: made.uploadHeaders ?? {}, text });
  const ended = await untilEnded(context, table.id, made.id);
  const { status, errorInformation } = ended;
  if (status === "Failed") {
    throw new Error(
      `The import job ${made.id} of the data table '${table.name}' failed: ${errorInformation?.message ?? "the platform gives no reason"}`,
    );
  }
  return ended.countRecordsFailed ?? 0;
}

/** Waits until a job has ended. @throws Error if the job takes too long */
async function untilEnded(context: LifeContext, tableId: string, id: string): Promise<Job> {
  const { client, log, signal, organisation } = context;
  const path = `${tableAt(tableId)}/import/jobs/${encodeURIComponent(id)}`;
  const look = () => client.call({ method: "GET", path }, job);
  const onWait = () => log.progress("waiting for the import job");
  const ended = await endedJob(look, organisation.pace, { first: await look(), isEnded, signal, onWait });
  if (ended) return ended;
  throw new Error(
    `The import job ${id} has not finished after ${organisation.pace.jobLimitMs / 60_000} minutes. Run the same command again to import the missing rows.`,
  );
}

/** Waits for jobs from an interrupted run: a job that ended later would overwrite newer values with older ones. */
export async function waitForImports(context: LifeContext, tableId: string): Promise<void> {
  const jobs = await listAll(context.client, { path: `${tableAt(tableId)}/import/jobs` }, job);
  for (const { id, status } of jobs) if (status === "Processing") await untilEnded(context, tableId, id);
}
