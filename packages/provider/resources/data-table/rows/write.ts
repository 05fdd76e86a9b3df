import { messageOf } from "@genesys-flows/architect/printable";
import { ApiFailure, ifFound } from "@genesys-flows/platform";
import { z } from "zod";
import { entity } from "../../plain/live.ts";
import type { Json, LifeContext } from "../../plain/spec.ts";
import { rowAt, rowsAt } from "../path.ts";
import { isSameRow, rowText } from "../values.ts";
import { fitsCsv } from "./csv.ts";
import { IMPORT_FROM, importRows } from "./import-job.ts";
import { inLanes } from "./lanes.ts";
import { type LiveTable, readRow, readRowsUntil } from "./live.ts";
import type { RowsPlan, RowWrite } from "./plan.ts";

/** The confirmed results of an update, including an update that fails. */
export interface RowsDone {
  /** Key of each row that has the desired values -> its live values. */
  readonly written: Map<string, string>;
  readonly deleted: Set<string>;
}

/**
 * Carries out a plan. If the platform refuses a row, continues with the other rows.
 * @param done receives each row as soon as its write is confirmed
 * @throws Error with every row that was not written, and the reason; the signal's reason
 */
export async function writeRows(context: LifeContext, table: LiveTable, plan: RowsPlan, done: RowsDone): Promise<void> {
  const failures = new Map<string, string>();
  let left = plan.writes;
  const imported = left.filter(({ row }) => fitsCsv(row));
  if (imported.length >= IMPORT_FROM) {
    const failed = await importAll(context, table, imported, done);
    left = left.filter(({ key }) => !done.written.has(key));
    // Each single write reports the reason. A thousand writes would take minutes to report the same reason.
    for (const { key } of left.slice(IMPORT_FROM)) failures.set(key, "the import job did not write it");
    left = left.slice(0, IMPORT_FROM);
    if (left.length > 0)
      context.log.debug(`The import did not write ${left.length} rows; the job reports ${failed} failed.`);
  }
  await inLanes(left, context.signal, (write) =>
    attempt(context, failures, write.key, async () => {
      done.written.set(write.key, rowText(await writeRow(context, table.id, write)));
      if (plan.writes.length > 1) context.log.progress(`${done.written.size} of ${plan.writes.length} rows written`);
    }),
  );
  await inLanes(plan.deletions, context.signal, (key) =>
    attempt(context, failures, key, async () => {
      await deleteRow(context, table.id, key);
      done.deleted.add(key);
      if (plan.deletions.length > 1)
        context.log.progress(`${done.deleted.size} of ${plan.deletions.length} rows deleted`);
    }),
  );
  if (failures.size > 0) throw new Error(failuresText(table, failures, plan));
}

const MOST_SHOWN = 10;

function failuresText(table: LiveTable, failures: ReadonlyMap<string, string>, plan: RowsPlan): string {
  const all = plan.writes.length + plan.deletions.length;
  const shown = [...failures].slice(0, MOST_SHOWN).map(([key, reason]) => `  '${key}': ${reason}`);
  if (failures.size > MOST_SHOWN) shown.push(`  and ${failures.size - MOST_SHOWN} more`);
  return (
    `${failures.size} of ${all} rows of the data table '${table.name}' could not be changed; the state contains the other rows.\n` +
    `${shown.join("\n")}\nCorrect these rows and run the same command again to finish the change.`
  );
}

/** Records the refusal of one row. @throws errors that do not concern only this row */
async function attempt(
  context: LifeContext,
  failures: Map<string, string>,
  key: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isItsOwn = error instanceof ApiFailure && ["refused", "conflict", "not-found"].includes(error.kind);
    if (context.signal.aborted || !(isItsOwn || error instanceof TakenMeanwhile)) throw error;
    failures.set(key, messageOf(error));
  }
}

/** @returns the number of records that the job reports as failed */
async function importAll(
  context: LifeContext,
  table: LiveTable,
  writes: readonly RowWrite[],
  done: RowsDone,
): Promise<number> {
  const failed = await importRows(
    context,
    table,
    writes.map(({ row }) => row),
  );
  const keys = new Set(writes.map(({ key }) => key));
  const isWritten = ({ row }: RowWrite, live: Json | undefined): live is Json =>
    live !== undefined && isSameRow({ after: rowText(row), before: rowText(live), given: undefined });
  const live = await readRowsUntil(
    context,
    table.id,
    keys,
    (rows) => failed > 0 || writes.every((write) => isWritten(write, rows.get(write.key))),
  );
  for (const write of writes) {
    const row = live.get(write.key);
    if (isWritten(write, row)) done.written.set(write.key, rowText(row));
  }
  return failed;
}

class TakenMeanwhile extends Error {}

const ATTEMPTS = 3;

/**
 * Writes one row. If a row to be changed no longer exists, adds it. If the response to an addition is lost, reads the
 * row, and adds it again only if it does not exist.
 * @returns the live row
 */
async function writeRow(context: LifeContext, tableId: string, { key, isNew, row }: RowWrite): Promise<Json> {
  const { client } = context;
  if (!isNew) {
    const changed = await ifFound(
      client.call({ method: "PUT", path: rowAt(tableId, key), body: row, repeatable: true }, entity),
    );
    if (changed) return { ...row, ...changed };
  }
  for (let count = 1; ; count++) {
    try {
      return { ...row, ...(await client.call({ method: "POST", path: rowsAt(tableId), body: row }, entity)) };
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const lost = error.kind === "network" || error.kind === "server" || error.kind === "unexpected-answer";
      if (!lost && error.kind !== "conflict") throw error;
      const live = await readRow(context, tableId, key);
      if (live && isSameRow({ after: rowText(row), before: rowText(live), given: undefined })) return live;
      if (live) throw new TakenMeanwhile(`somebody created it during this update, with the values ${rowText(live)}`);
      if (!lost || count === ATTEMPTS) throw error;
    }
  }
}

/** Deletes a row. A row that does not exist is not a failure. */
export async function deleteRow({ client }: LifeContext, tableId: string, key: string): Promise<void> {
  await ifFound(client.call({ method: "DELETE", path: rowAt(tableId, key), repeatable: true }, z.unknown()));
}
