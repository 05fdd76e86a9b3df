import { count } from "@genesys-flows/architect/count";
import { messageOf } from "@genesys-flows/architect/printable";
import { commandLine, type OrganisationAccess } from "@genesys-flows/platform";
import { type Operation, PartialFailure, type Resource } from "../../../engine/resource.ts";
import { type Properties, type PropertyValue, unknown } from "../../../engine/values.ts";
import { inWords } from "../../plain/errors.ts";
import { contextOf, openFor } from "../../plain/live.ts";
import type { LifeContext } from "../../plain/spec.ts";
import { rowText } from "../values.ts";
import { changedRows, isSeed, type RowSides, type RowTexts, rowsIn } from "./diff.ts";
import { reportChangedRows } from "./drift.ts";
import { IMPORT_FROM, waitForImports } from "./import-job.ts";
import { inLanes } from "./lanes.ts";
import { type LiveTable, readRows, readRowsUntil, readTable } from "./live.ts";
import { isOfNote, RowNotes } from "./notes.ts";
import { planRows, type RowsPlan } from "./plan.ts";
import type { RowsShared } from "./shared.ts";
import { rowsSpec } from "./spec.ts";
import { refuse, reportExisting } from "./texts.ts";
import { deleteRow, type RowsDone, writeRows } from "./write.ts";

/** A change to rows, with the table and the rows that the stack knows. */
interface RowsRequest {
  readonly context: LifeContext;
  readonly operation: Operation;
  readonly table: LiveTable;
  readonly sides: RowSides;
  readonly seed: boolean;
}

/** The operations on rows except Check and Diff. The first of these operations loads this file. */
export interface RowsLife extends Pick<Resource, "create" | "read" | "update" | "delete"> {
  /** Removes the note of an interrupted run that wrote these rows, because the state now has the rows. */
  settle(operation: Operation, known: RowTexts): Promise<void>;
}

export function rowsLife(access: OrganisationAccess, shared: RowsShared): RowsLife {
  const { notes, plan: forecast, run, adopts, untouched, tableLeaves } = shared;

  const contextFor = async (operation: Operation, state: Properties): Promise<LifeContext> =>
    contextOf(await openFor(access, state), operation);

  const rowNotes = ({ urn, log }: Operation) => new RowNotes(notes, { urn, log });

  /**
   * The changes that an update would make to each row. Reads the rows that the update would add.
   * @throws Error if the update would be refused
   */
  async function planned({ context, operation, table, sides, seed }: RowsRequest): Promise<RowsPlan> {
    const { organisation } = context;
    const earlier = rowNotes(operation).read({ organizationId: organisation.id, tableId: table.id });
    const added = [...changedRows(sides)].flatMap(([key, change]) => (change === "add" ? [key] : []));
    const live = await readRows(context, table.id, new Set(added));
    const made = planRows(table, sides, {
      live,
      isOurs: (row) => isOfNote(earlier, row),
      adopts: adopts(operation.urn.stack),
      seed,
    });
    refuse(table, made, operation);
    return made;
  }

  /** In a preview: reports the rows that the update would take over, and collects the reasons to refuse the update. */
  async function foresee(operation: Operation, inputs: Properties, o: { sides: RowSides; state: Properties }) {
    const tableId = inputs["datatableId"];
    const changes = changedRows(o.sides);
    forecast.addOther(operation.urn, requestsOf(changes.size));
    if (typeof tableId !== "string" || ![...changes.values()].includes("add")) return;
    await run.judge({ operation, code: "organisation" }, async () => {
      const context = await run.reach(() => contextFor(operation, o.state));
      const table = await inRows(tableId, "view", () => readTable(context, tableId));
      if (!table) return; // this update may create the table again
      const request = { context, operation, table, sides: o.sides, seed: isSeed(inputs) };
      const made = await inRows(table.name, "view", () => planned(request));
      reportExisting(operation, table, made, { isPreview: true });
    });
  }

  /**
   * Updates the rows to the desired state.
   * @returns the outputs.
   * @throws PartialFailure if only some rows were written
   */
  async function settle(
    operation: Operation,
    inputs: Properties,
    o: { id: string; sides: RowSides; state: Properties },
  ): Promise<Properties> {
    const context = await contextFor(operation, o.state);
    const { id: organizationId } = context.organisation;
    const table = await tableOf(context, o.id);
    const own = rowNotes(operation);
    const earlier = own.read({ organizationId, tableId: o.id });
    if (earlier) await inRows(table.name, "view", () => waitForImports(context, o.id));
    const request = { context, operation, table, sides: o.sides, seed: isSeed(inputs) };
    const made = await inRows(table.name, "view", () => planned(request));
    reportExisting(operation, table, made, { isPreview: false });
    await own.write(made, { organizationId, tableId: o.id, earlier });
    const done: RowsDone = { written: new Map(made.same), deleted: new Set() };
    const outputs = () =>
      outputsOf(organizationId, { datatableId: o.id, seed: isSeed(inputs), rows: rowsAfter(o.sides, done) });
    try {
      await inRows(table.name, "edit", () => writeRows(context, table, made, done));
      return outputs();
    } catch (error) {
      if (done.written.size === 0 && done.deleted.size === 0) throw error;
      const rows = sourceAfter(o.sides, { ...done, unchanged: changedRows(o.sides) });
      const reached = { ...inputs, rows };
      throw new PartialFailure({ id: o.id, inputs: reached, outputs: outputs(), reasons: [messageOf(error)] });
    }
  }

  return {
    settle: (operation, known) => rowNotes(operation).settle(known),

    async create(operation, { inputs, preview }) {
      const sides = { wanted: rowsIn(inputs), known: new Map(), given: new Map() };
      if (preview) {
        await foresee(operation, inputs, { sides, state: {} });
        return { outputs: { ...inputs, organizationId: unknown } };
      }
      const id = String(inputs["datatableId"]);
      return { id, outputs: await settle(operation, inputs, { id, sides, state: {} }) };
    },

    async read(operation, { id, inputs, state }) {
      untouched.addRefreshed(operation);
      const context = await contextFor(operation, state);
      const isImport = Object.keys(inputs).length === 0;
      const table = await inRows(id, "view", () => readTable(context, id));
      if (!table) return undefined;
      const { id: organizationId } = context.organisation;
      if (isImport) {
        const rows = await inRows(table.name, "view", () => readRows(context, id));
        const read = { datatableId: id, seed: false, rows: textsOf(rows) };
        await rowNotes(operation).drop();
        return { inputs: read, outputs: outputsOf(organizationId, read) };
      }
      const known = rowsIn(state);
      await rowNotes(operation).settle(known);
      if (isSeed(state)) return { inputs, outputs: state };
      const keys = new Set(known.keys());
      const live = await inRows(table.name, "view", () =>
        readRowsUntil(context, id, keys, (rows) => rows.size === keys.size),
      );
      const rows = textsOf(live);
      reportChangedRows(operation, table, { source: rowsIn(inputs), known, live: new Map(Object.entries(rows)) });
      return { inputs, outputs: outputsOf(organizationId, { datatableId: id, seed: false, rows }) };
    },

    async update(operation, { id, inputs, oldInputs, state, preview }) {
      const wanted = rowsIn(inputs);
      // Rows that belong to the users of the organisation stay unchanged.
      const known = rowsIn(state);
      const sides: RowSides = isSeed(inputs)
        ? { wanted: known, known, given: new Map() }
        : { wanted, known, given: rowsIn(oldInputs) };
      if (preview) {
        await foresee(operation, inputs, { sides, state });
        return { ...inputs, organizationId: state["organizationId"] };
      }
      return settle(operation, inputs, { id, sides, state });
    },

    async delete(operation, { id, state }) {
      const known = rowsIn(state);
      await rowNotes(operation).settle(known);
      if (isSeed(state) || known.size === 0) return;
      if (await tableLeaves(id, operation.urn.stack)) {
        operation.log.info(`The ${count(known.size, "row")} of the data table ${id} are deleted with the table.`);
        return;
      }
      const context = await contextFor(operation, state);
      const table = await inRows(id, "view", () => readTable(context, id));
      if (!table) return;
      let deleted = 0;
      await inRows(table.name, "delete", () =>
        inLanes([...known.keys()], context.signal, async (key) => {
          await deleteRow(context, id, key);
          deleted += 1;
          context.log.progress(`${deleted} of ${known.size} rows deleted`);
        }),
      );
    },
  };
}

function inRows<Result>(table: string, verb: "view" | "edit" | "delete", work: () => Promise<Result>): Promise<Result> {
  const spec = { permission: rowsSpec.permission, properties: {} };
  return inWords({ spec, what: `rows of the data table '${table}'`, verb }, work);
}

/** The live table. @throws Error if the table does not exist */
async function tableOf(context: LifeContext, id: string): Promise<LiveTable> {
  const table = await inRows(id, "view", () => readTable(context, id));
  if (table) return table;
  const refresh = commandLine("pulumi", "refresh", context.organisation);
  throw new Error(`The data table ${id} does not exist in the organisation. Run \`${refresh}\` first.`);
}

/** Approximate number of requests in an update. */
function requestsOf(changed: number): number {
  if (changed === 0) return 0;
  if (changed < IMPORT_FROM) return 2 + changed;
  return 5 + 2 * Math.ceil(changed / 100);
}

/** The rows in the state after the update. */
function rowsAfter({ known }: RowSides, { written, deleted }: RowsDone): Record<string, string> {
  const kept = [...known].filter(([key]) => !deleted.has(key));
  return Object.fromEntries(new Map([...kept, ...written]));
}

/** The source of each row that was written, and the previous source of each other row. */
function sourceAfter(
  { wanted, given }: RowSides,
  { written, deleted, unchanged }: RowsDone & { readonly unchanged: ReadonlyMap<string, unknown> },
): Record<string, string> {
  const isReached = (key: string) => written.has(key) || deleted.has(key) || !unchanged.has(key);
  return Object.fromEntries([
    ...[...given].filter(([key]) => !isReached(key)),
    ...[...wanted].filter(([key]) => isReached(key)),
  ]);
}

function textsOf(rows: ReadonlyMap<string, Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries([...rows].map(([key, row]) => [key, rowText(row)]));
}

function outputsOf(
  organizationId: string,
  { datatableId, rows, seed }: { datatableId: string; rows: Record<string, PropertyValue>; seed: boolean },
): Properties {
  return { datatableId, rows, seed, organizationId };
}
