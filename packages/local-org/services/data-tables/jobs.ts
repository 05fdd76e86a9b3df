import { authorOf } from "../../flows/author.ts";
import { badRequest, badSignature, conflict, notFound } from "../../http/api-error.ts";
import { bodyObject, filePart } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { requested } from "../../resources/plain-actions.ts";
import type { Resource } from "../../resources/resource-table.ts";
import { routesOf } from "../../service.ts";
import { asActor } from "../audits/audit-table.ts";
import { csvText, parseCsv } from "./csv.ts";
import { completeRow, dataTable, KEY, propertiesOf, rowProblems } from "./data-table.ts";
import { removeRow, rowsOf, saveRow } from "./rows.ts";

export const tableJobMigrations = [
  `CREATE TABLE datatable_job (
     id TEXT PRIMARY KEY, sequence INTEGER NOT NULL, tableId TEXT NOT NULL, command TEXT NOT NULL, author TEXT NOT NULL,
     ownerId TEXT NOT NULL, signature TEXT NOT NULL, createdAt INTEGER NOT NULL, importMode TEXT, doneAt INTEGER,
     outcome TEXT, content TEXT
   ) STRICT;
   CREATE TRIGGER datatable_job_end AFTER DELETE ON resource WHEN old.kind = 'dataTable' BEGIN
     DELETE FROM datatable_job WHERE tableId = old.id;
   END;`,
] as const;

interface JobRow {
  readonly id: string;
  readonly tableId: string;
  readonly command: "import" | "export";
  /** JSON of an `Author`. */
  readonly author: string;
  readonly ownerId: string;
  readonly signature: string;
  readonly createdAt: number;
  readonly importMode: string | null;
  /** End time of the work; null for an import that is waiting for its file. */
  readonly doneAt: number | null;
  /** JSON of an `Outcome`. */
  readonly outcome: string | null;
  readonly content: string | null;
}

/** The result of a job: counts, or the reason for its failure. */
interface Outcome extends JsonObject {
  readonly errorInformation?: JsonObject;
}

/** @throws ApiError 404 */
function jobOf({ store, params }: Context, command: JobRow["command"], id: string): JobRow {
  const sql = "SELECT * FROM datatable_job WHERE id = ? AND tableId = ? AND command = ?";
  const job = store.get<JobRow>(sql, id, params["datatableId"] as string, command);
  if (job) return job;
  throw notFound("The job could not be found.", "flows.datatables.job.not.found");
}

function insert(context: Context, table: Resource, command: JobRow["command"], importMode?: string): JobRow {
  const { store, caller, clock, params } = context;
  const id = store.newId();
  const last = store.get<{ sequence: number | null }>("SELECT max(sequence) AS sequence FROM datatable_job")?.sequence;
  store.insert("datatable_job", {
    id,
    sequence: (last ?? 0) + 1,
    tableId: table.id,
    command,
    author: JSON.stringify(authorOf(caller)),
    ownerId: caller.userId ?? caller.clientId,
    signature: store.newId(),
    createdAt: clock.now(),
    importMode,
  });
  return jobOf({ ...context, params: { ...params, datatableId: table.id } }, command, id);
}

function finish({ store }: Context, id: string, o: { doneAt: number; outcome: Outcome; content?: string }): void {
  const sql = "UPDATE datatable_job SET doneAt = ?, outcome = ?, content = ? WHERE id = ?";
  store.run(sql, o.doneAt, JSON.stringify(o.outcome), o.content ?? null, id);
}

const iso = (at: number): string => new Date(at).toISOString();

function present(context: Context, job: JobRow): JsonObject {
  const { baseUrl, clock } = context;
  const over = job.doneAt !== null && job.doneAt <= clock.now();
  const outcome = over ? (JSON.parse(job.outcome ?? "{}") as Outcome) : {};
  const status = over ? (outcome.errorInformation ? "Failed" : "Succeeded") : "Processing";
  const signed = `?X-Amz-Signature=${job.signature}`;
  const common = {
    id: job.id,
    owner: { id: job.ownerId },
    dateCreated: iso(job.createdAt),
    ...(over && { dateCompleted: iso(job.doneAt as number) }),
    ...outcome,
    selfUri: `${dataTable.path}/${job.tableId}/${job.command}/jobs/${job.id}`,
  };
  if (job.command === "export") {
    const downloadURI = `${baseUrl}/downloads/datatables/${job.tableId}/${job.id}${signed}`;
    return { ...common, status, ...(over && { downloadURI }) };
  }
  return {
    ...common,
    status: job.doneAt === null ? "WaitingForUpload" : status,
    importMode: job.importMode,
    uploadURI: `${baseUrl}${UPLOAD.replace("{datatableId}", job.tableId).replace("{jobId}", job.id)}${signed}`,
    uploadHeaders: UPLOAD_HEADERS,
  };
}

/** Registers an export of the rows at the time of the request. */
function registerExport(context: Context): Reply {
  const table = requested(dataTable, context);
  const job = insert(context, table, "export");
  const rows = rowsOf(context.store, table.id);
  finish(context, job.id, {
    doneAt: context.clock.now() + context.config.jobDurationMs,
    outcome: { countRecordsProcessed: rows.length },
    content: csvText([columnsOf(table), ...rows.map((row) => columnsOf(table).map((name) => row[name]))]),
  });
  return { body: present(context, jobOf(context, "export", job.id)) };
}

/** Names of a table's columns, with the key first. */
function columnsOf({ document }: Resource): string[] {
  return [KEY, ...Object.keys(propertiesOf(document)).filter((name) => name !== KEY)];
}

function registerImport(context: Context): Reply {
  const { importMode = "Append" } = bodyObject(context.body);
  return { body: present(context, insert(context, requested(dataTable, context), "import", String(importMode))) };
}

const UPLOAD_HEADERS: Readonly<Record<string, string>> = { "x-amz-server-side-encryption": "AES256" };
const UPLOAD = "/uploads/datatables/{datatableId}/{jobId}";

function signed(context: Context, command: JobRow["command"]): JobRow {
  const job = jobOf(context, command, context.params["jobId"] as string);
  if (context.query.get("X-Amz-Signature") === job.signature) return job;
  throw badSignature();
}

/**
 * Imports the file, which is the body of a `PUT` or the part `file` of a `POST`, immediately. The result is shown when
 * the job ends.
 */
function upload(context: Context): Reply {
  const { store, clock, config, correlationId, rawBody, headers } = context;
  const job = signed(context, "import");
  if (job.doneAt !== null) throw conflict("The job already has a file.");
  const file = context.method === "POST" ? filePart(rawBody, headers["content-type"], "file") : rawBody;
  if (!file) throw badRequest("The upload must be a multipart body with a part named 'file'.");
  const table = requested(dataTable, context);
  const actor = { author: JSON.parse(job.author) as unknown, at: clock.now(), request: correlationId };
  const outcome = asActor(store, actor, () => importRows(context, table, { text: file.toString("utf8"), job }));
  finish(context, job.id, { doneAt: clock.now() + config.jobDurationMs, outcome });
  return context.method === "POST" ? { body: {} } : { status: 200 };
}

function importRows({ store }: Context, table: Resource, { text, job }: { text: string; job: JobRow }): Outcome {
  const columns = propertiesOf(table.document);
  const [header = [], ...lines] = parseCsv(text);
  const unknown = header.filter((name) => !Object.hasOwn(columns, name));
  const missing = header.includes(KEY) ? [] : [`The file has no column '${KEY}'.`];
  const problems = [...missing, ...unknown.map((name) => `The table has no column '${name}'.`)];
  if (problems.length > 0) {
    const errorInformation = { message: problems.join(" "), code: "flows.datatables.import.failed", status: 400 };
    return { errorInformation, countRecordsUpdated: 0, countRecordsDeleted: 0, countRecordsFailed: lines.length };
  }
  const kept = new Set<string>();
  let failed = 0;
  for (const cells of lines) {
    const row = Object.fromEntries(
      header.flatMap((name, index) => {
        const cell = cells[index] ?? "";
        return cell === "" && name !== KEY ? [] : [[name, valueIn(columns[name]?.type, cell)] as const];
      }),
    );
    if (cells.length > header.length || rowProblems(columns, row).length > 0) {
      failed += 1;
      continue;
    }
    const key = String(row[KEY]);
    saveRow(store, table.id, key, completeRow(columns, row));
    kept.add(key);
  }
  const gone =
    job.importMode === "ReplaceAll" ? rowsOf(store, table.id).filter((row) => !kept.has(String(row[KEY]))) : [];
  for (const row of gone) removeRow(store, table.id, String(row[KEY]));
  return { countRecordsUpdated: kept.size, countRecordsDeleted: gone.length, countRecordsFailed: failed };
}

/** The value of a cell. If the text is not a value of the type, returns the text, so that the row does not conform. */
function valueIn(type: string | undefined, cell: string): unknown {
  if (type === "boolean" && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === "true";
  const number = Number(cell);
  return (type === "integer" || type === "number") && Number.isFinite(number) ? number : cell;
}

function listImports(context: Context): Reply {
  const sql = "SELECT * FROM datatable_job WHERE tableId = ? AND command = 'import' ORDER BY sequence DESC";
  const jobs = context.store.all<JobRow>(sql, requested(dataTable, context).id);
  const { entities, pageSize, pageNumber, total, pageCount } = page(jobs, context, (job) => present(context, job));
  return { body: { entities, pageSize, pageNumber, total, pageCount } };
}

function download(context: Context): Reply {
  const job = signed(context, "export");
  if (job.doneAt === null || job.doneAt > context.clock.now()) throw notFound();
  return { body: job.content ?? "", headers: { "Content-Type": "text/csv" } };
}

const state =
  (command: JobRow["command"], param: string) =>
  (context: Context): Reply => {
    requested(dataTable, context);
    return { body: present(context, jobOf(context, command, context.params[param] as string)) };
  };
const mayExport = "architect:datatable:view";
const mayImport = "architect:datatable:edit";

/** Jobs that export a table's rows to a CSV file or import them from one. */
export const tableJobRoutes: readonly Route[] = [
  route("postFlowsDatatableExportJobs", registerExport, mayExport),
  route("getFlowsDatatableExportJob", state("export", "exportJobId"), mayExport),
  route("getFlowsDatatableImportJobs", listImports, mayImport),
  route("postFlowsDatatableImportJobs", registerImport, mayImport, { ownRequired: true }),
  route("postFlowsDatatableImportCsvJobs", registerImport, mayImport, { ownRequired: true }),
  route("getFlowsDatatableImportJob", state("import", "importJobId"), mayImport),
  ...routesOf([
    ["PUT", UPLOAD, "putDatatableUpload", "none", upload, { raw: true }],
    ["POST", UPLOAD, "postDatatableUpload", "none", upload, { raw: true }],
    ["GET", "/downloads/datatables/{datatableId}/{jobId}", "getDatatableDownload", "none", download],
  ]),
];
