import type { Store } from "../../store/store.ts";

/** One write, with the state before and after it. */
export interface AuditRow {
  readonly sequence: number;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** JSON of an `Author`. */
  readonly author: string;
  /** Correlation id of the request that made the write; null if no request did. */
  readonly request: string | null;
  /** The kind's name in the directory, such as `queue`; also `flow`, `dataTableRow` and `promptResource`. */
  readonly kind: string;
  readonly entityId: string;
  readonly entityName: string;
  /** The platform's name for the action. */
  readonly action: string;
  /** The states as JSON objects; null if the object did not exist. */
  readonly before: string | null;
  readonly after: string | null;
  /** Version of a flow that the write created or affected. */
  readonly version: number | null;
}

/** A random id in the platform's format. */
const NEW_ID = [4, 2, 2, 2, 6].map((bytes) => `lower(hex(randomblob(${bytes})))`).join(" || '-' || ");

const COLUMNS = "id, at, author, request, kind, entityId, entityName, action, before, after, version";

type Write = "INSERT" | "UPDATE" | "DELETE";
type Row = "old" | "new";

/**
 * The writes to a table that become entries. Each string is an SQL expression on the row after the write or, for a
 * deletion, on the deleted row.
 */
interface Audited {
  readonly table: string;
  /** The action of the entry for each kind of write, an SQL expression. */
  readonly actions: Partial<Record<Write, string>>;
  readonly when?: (row: Row, write: Write) => string;
  readonly kind: (row: Row) => string;
  readonly id: (row: Row) => string;
  readonly name: (row: Row) => string;
  /** The states before and after the write. */
  readonly state: (row: Row, write: Write) => string;
}

/** Triggers that write entries for the caller of the current request. Without a request, they write nothing. */
function auditTriggers({ table, actions, when, kind, id, name, state }: Audited): string[] {
  return (Object.keys(actions) as Write[]).map((write) => {
    const row = write === "DELETE" ? "old" : "new";
    const before = write === "INSERT" ? "NULL" : state("old", write);
    const after = write === "DELETE" ? "NULL" : state("new", write);
    const values = [kind(row), id(row), name(row), actions[write], before, after, "NULL"].join(", ");
    const trigger = `audit_${write}_${table}`.toLowerCase();
    return `CREATE TRIGGER ${trigger} AFTER ${write} ON ${table} WHEN EXISTS (SELECT 1 FROM audit_actor)${when ? ` AND ${when(row, write)}` : ""} BEGIN
     INSERT INTO audit (${COLUMNS}) SELECT ${NEW_ID}, at, author, request, ${values} FROM audit_actor;
   END;`;
  });
}

/**
 * Triggers for a table whose rows belong to an object. If rows are deleted together with the object, their deletion
 * does not become an entry.
 */
function partTriggers(
  o: Pick<Audited, "table" | "actions" | "state"> & {
    owner: (row: Row) => { kind: string; id: string };
    kind?: string;
    name?: string;
  },
): string[] {
  const found = (row: Row): string => {
    const { kind, id } = o.owner(row);
    return `FROM resource WHERE kind = ${kind} AND id = ${id}`;
  };
  return auditTriggers({
    ...o,
    when: (row) => `EXISTS (SELECT 1 ${found(row)})`,
    kind: (row) => o.kind ?? o.owner(row).kind,
    id: (row) => o.owner(row).id,
    name: (row) => (o.name ? `${row}.${o.name}` : `(SELECT name ${found(row)})`),
  });
}

const resourceDiffers = "(old.document IS NOT new.document OR old.divisionId IS NOT new.divisionId)";
const flowDiffers =
  "(old.name IS NOT new.name OR old.description IS NOT new.description OR old.divisionId IS NOT new.divisionId)";

const ofQueue = (row: Row) => ({ kind: "'queue'", id: `${row}.queueId` });
const ROW_ACTIONS = { INSERT: "'Create'", UPDATE: "'Update'", DELETE: "'Delete'" };
const promptAsset = {
  table: "prompt_asset",
  kind: "'promptResource'",
  name: "language",
  owner: (row: Row) => ({ kind: "'prompt'", id: `${row}.promptId` }),
};

/**
 * Tables and triggers. Each write by a request becomes an entry, no matter which service writes. The entries of a flow
 * are its history: the publishes, which the job records after its request, and the changes to its name, description and
 * division.
 */
export const auditMigrations: readonly string[] = [
  [
    `CREATE TABLE audit (
       sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, author TEXT NOT NULL,
       request TEXT, kind TEXT NOT NULL, entityId TEXT NOT NULL, entityName TEXT NOT NULL, action TEXT NOT NULL,
       before TEXT, after TEXT, version INTEGER
     ) STRICT;
     CREATE INDEX audit_at ON audit (at);
     CREATE INDEX audit_entity ON audit (entityId, at);
     CREATE TABLE audit_actor (
       one INTEGER PRIMARY KEY CHECK (one = 1), author TEXT NOT NULL, at INTEGER NOT NULL, request TEXT NOT NULL
     ) STRICT;
     CREATE TABLE audit_query (id TEXT PRIMARY KEY, at INTEGER NOT NULL, request TEXT NOT NULL) STRICT;`,
    ...auditTriggers({
      table: "resource",
      actions: { ...ROW_ACTIONS, UPDATE: "CASE WHEN old.document IS new.document THEN 'Move' ELSE 'Update' END" },
      when: (row, write) => `${row}.kind <> 'deletedUser'${write === "UPDATE" ? ` AND ${resourceDiffers}` : ""}`,
      kind: (row) => `${row}.kind`,
      id: (row) => `${row}.id`,
      name: (row) => `${row}.name`,
      // A resource with its division.
      state: (row) => `json_set(${row}.document, '$.division', ${row}.divisionId)`,
    }),
    ...partTriggers({
      table: "resource_part",
      owner: (row) => ({ kind: `${row}.kind`, id: `${row}.id` }),
      actions: { INSERT: "'Update'", UPDATE: "'Update'", DELETE: "'Update'" },
      state: (row) => `json_object(${row}.part, json(${row}.document))`,
    }),
    ...partTriggers({
      table: "queue_member",
      owner: ofQueue,
      actions: { INSERT: "'MemberAdd'", UPDATE: "'MemberUpdate'", DELETE: "'MemberRemove'" },
      state: (row, write) =>
        write === "UPDATE" ? `json_object('ringNumber', ${row}.ringNumber)` : `json_object('members', ${row}.userId)`,
    }),
    ...partTriggers({
      table: "queue_wrapup_code",
      owner: ofQueue,
      actions: { INSERT: "'WrapupCodeAdd'", DELETE: "'WrapupCodeRemove'" },
      state: (row) => `json_object('wrapupCodes', ${row}.codeId)`,
    }),
    ...partTriggers({
      table: "datatable_row",
      kind: "'dataTableRow'",
      name: "key",
      owner: (row) => ({ kind: "'dataTable'", id: `${row}.tableId` }),
      actions: ROW_ACTIONS,
      state: (row) => `${row}.document`,
    }),
    ...partTriggers({ ...promptAsset, actions: ROW_ACTIONS, state: (row) => `${row}.document` }),
    ...auditTriggers({
      table: "flows",
      actions: {
        UPDATE: "CASE WHEN old.name IS new.name AND old.description IS new.description THEN 'Move' ELSE 'Update' END",
      },
      when: () => flowDiffers,
      kind: () => "'flow'",
      id: (row) => `${row}.id`,
      name: (row) => `${row}.name`,
      state: (row) =>
        `json_object('name', ${row}.name, 'description', ${row}.description, 'division', ${row}.divisionId)`,
    }),
    `CREATE TRIGGER audit_flow_history AFTER INSERT ON flowHistory
       WHEN new.action <> 'UPDATE' OR NOT EXISTS (SELECT 1 FROM audit_actor) BEGIN ${fromHistory("new")} END;`,
    fromHistory("flowHistory", " ORDER BY flowHistory.sequence"),
  ].join("\n"),
  // Adding or removing a recording does not change the document.
  [
    "DROP TRIGGER audit_update_prompt_asset;",
    ...partTriggers({
      ...promptAsset,
      actions: { UPDATE: "'Update'" },
      state: (row) => `json_set(${row}.document, '$.uploadStatus', ${row}.uploadStatus)`,
    }),
  ].join("\n"),
];

/** The action of an entry in a flow's history: `Publish` for `PUBLISH`. */
function fromHistory(row: "new" | "flowHistory", order = ""): string {
  const source =
    row === "new"
      ? "FROM flows WHERE flows.id = new.flowId"
      : `FROM flowHistory JOIN flows ON flows.id = flowId${order}`;
  return `INSERT INTO audit (${COLUMNS})
     SELECT ${NEW_ID}, ${row}.at, ${row}.author, (SELECT request FROM audit_actor), 'flow', flows.id, flows.name,
       upper(substr(${row}.action, 1, 1)) || lower(substr(${row}.action, 2)), NULL, NULL, ${row}.version ${source};`;
}

/** Runs a request's handler and audits its writes as writes of the caller. */
export function asActor<T>(store: Store, actor: { author: unknown; at: number; request: string }, work: () => T): T {
  store.note(
    "INSERT OR REPLACE INTO audit_actor (one, author, at, request) VALUES (1, ?, ?, ?)",
    JSON.stringify(actor.author),
    actor.at,
    actor.request,
  );
  const result = work();
  store.note("DELETE FROM audit_actor");
  return result;
}

/** The entries of a period, oldest first: from `from` (inclusive) to `to` (exclusive), in epoch milliseconds. */
export function auditsIn(store: Store, o: { from: number; to: number }): AuditRow[] {
  return store.all<AuditRow>("SELECT * FROM audit WHERE at >= ? AND at < ? ORDER BY at, sequence", o.from, o.to);
}

export function auditById(store: Store, id: string): AuditRow | undefined {
  return store.get<AuditRow>("SELECT * FROM audit WHERE id = ?", id);
}

/** All entries of an object and its parts, oldest first. */
export function auditsOfEntity(store: Store, id: string): AuditRow[] {
  return store.all<AuditRow>("SELECT * FROM audit WHERE entityId = ? ORDER BY sequence", id);
}

/** All entries of a request, oldest first. */
export function auditsOf(store: Store, request: string): AuditRow[] {
  return store.all<AuditRow>("SELECT * FROM audit WHERE request = ? ORDER BY sequence", request);
}
