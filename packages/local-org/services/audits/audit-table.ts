import type { Store } from "../../store/store.ts";

/** One write, with the state of what it changed before and after. */
export interface AuditRow {
  readonly sequence: number;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** JSON of an `Author`. */
  readonly author: string;
  /** Correlation id of the request that made it; null where no request did. */
  readonly request: string | null;
  /** In the directory's words, such as `queue`; `flow`, `dataTableRow` and `promptResource` too. */
  readonly kind: string;
  readonly entityId: string;
  readonly entityName: string;
  /** In the platform's words. */
  readonly action: string;
  /** JSON objects; null where there was nothing. */
  readonly before: string | null;
  readonly after: string | null;
  /** Version of a flow that it made or concerned. */
  readonly version: number | null;
}

/** A random id in the platform's form. */
const NEW_ID = [4, 2, 2, 2, 6].map((bytes) => `lower(hex(randomblob(${bytes})))`).join(" || '-' || ");

const COLUMNS = "id, at, author, request, kind, entityId, entityName, action, before, after, version";

/** What a trigger writes, by whom the running request is; nothing outside of a request. */
function audit(o: {
  on: string;
  when?: string;
  kind: string;
  id: string;
  name: string;
  action: string;
  before?: string;
  after?: string;
}): string {
  const values = [o.kind, o.id, o.name, o.action, o.before ?? "NULL", o.after ?? "NULL", "NULL"].join(", ");
  const trigger = `audit_${o.on.replace(/ OF .* ON| ON/, "").replaceAll(" ", "_")}`.toLowerCase();
  return `CREATE TRIGGER ${trigger} AFTER ${o.on} WHEN EXISTS (SELECT 1 FROM audit_actor)${o.when ? ` AND ${o.when}` : ""} BEGIN
     INSERT INTO audit (${COLUMNS}) SELECT ${NEW_ID}, at, author, request, ${values} FROM audit_actor;
   END;`;
}

/** A resource with its division. */
const whole = (row: "old" | "new") => `json_set(${row}.document, '$.division', ${row}.divisionId)`;

function resourceTrigger(on: "INSERT" | "UPDATE" | "DELETE", action: string, o: { when?: string } = {}): string {
  const row = on === "DELETE" ? "old" : "new";
  return audit({
    on: `${on} ON resource`,
    when: `${row}.kind <> 'deletedUser'${o.when ? ` AND ${o.when}` : ""}`,
    ...{ kind: `${row}.kind`, id: `${row}.id`, name: `${row}.name`, action },
    before: on === "INSERT" ? undefined : whole("old"),
    after: on === "DELETE" ? undefined : whole("new"),
  });
}

/** What belongs to an object in a table of its own; its end with that of the object is no write of its own. */
function partTrigger(o: {
  on: string;
  owner: { kind: string; id: string };
  kind?: string;
  name?: string;
  action: string;
  before?: string;
  after?: string;
}): string {
  const found = `FROM resource WHERE kind = ${o.owner.kind} AND id = ${o.owner.id}`;
  return audit({
    ...o,
    when: `EXISTS (SELECT 1 ${found})`,
    ...{ kind: o.kind ?? o.owner.kind, id: o.owner.id, name: o.name ?? `(SELECT name ${found})` },
  });
}

const queueOf = (row: "old" | "new") => ({ kind: "'queue'", id: `${row}.queueId` });
const one = (name: string, value: string) => `json_object('${name}', ${value})`;
const partOf = (row: "old" | "new") => `json_object(${row}.part, json(${row}.document))`;

const tables: readonly {
  table: string;
  owner: (row: "old" | "new") => { kind: string; id: string };
  name: string;
  kind: string;
}[] = [
  {
    table: "datatable_row",
    owner: (row) => ({ kind: "'dataTable'", id: `${row}.tableId` }),
    name: "key",
    kind: "'dataTableRow'",
  },
  {
    table: "prompt_asset",
    owner: (row) => ({ kind: "'prompt'", id: `${row}.promptId` }),
    name: "language",
    kind: "'promptResource'",
  },
];

/**
 * Tables and triggers: a write of a request becomes an entry, whichever service makes it. A flow's entries are those of its
 * history, which a publish job makes after its request, and the changes of its name, description and division.
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
    resourceTrigger("INSERT", "'Create'"),
    resourceTrigger("UPDATE", "CASE WHEN old.document IS new.document THEN 'Move' ELSE 'Update' END", {
      when: "(old.document IS NOT new.document OR old.divisionId IS NOT new.divisionId)",
    }),
    resourceTrigger("DELETE", "'Delete'"),
    partTrigger({
      ...{ on: "INSERT ON resource_part", owner: { kind: "new.kind", id: "new.id" }, action: "'Update'" },
      after: partOf("new"),
    }),
    partTrigger({
      ...{ on: "UPDATE ON resource_part", owner: { kind: "new.kind", id: "new.id" }, action: "'Update'" },
      ...{ before: partOf("old"), after: partOf("new") },
    }),
    partTrigger({
      ...{ on: "DELETE ON resource_part", owner: { kind: "old.kind", id: "old.id" }, action: "'Update'" },
      before: partOf("old"),
    }),
    partTrigger({
      ...{
        on: "INSERT ON queue_member",
        owner: queueOf("new"),
        action: "'MemberAdd'",
        after: one("members", "new.userId"),
      },
    }),
    partTrigger({
      ...{ on: "UPDATE ON queue_member", owner: queueOf("new"), action: "'MemberUpdate'" },
      ...{ before: one("ringNumber", "old.ringNumber"), after: one("ringNumber", "new.ringNumber") },
    }),
    partTrigger({
      ...{
        on: "DELETE ON queue_member",
        owner: queueOf("old"),
        action: "'MemberRemove'",
        before: one("members", "old.userId"),
      },
    }),
    partTrigger({
      ...{ on: "INSERT ON queue_wrapup_code", owner: queueOf("new"), action: "'WrapupCodeAdd'" },
      after: one("wrapupCodes", "new.codeId"),
    }),
    partTrigger({
      ...{ on: "DELETE ON queue_wrapup_code", owner: queueOf("old"), action: "'WrapupCodeRemove'" },
      before: one("wrapupCodes", "old.codeId"),
    }),
    ...tables.flatMap(({ table, owner, name, kind }) => [
      partTrigger({
        ...{ on: `INSERT ON ${table}`, owner: owner("new"), kind, name: `new.${name}`, action: "'Create'" },
        after: "new.document",
      }),
      partTrigger({
        ...{ on: `UPDATE ON ${table}`, owner: owner("new"), kind, name: `new.${name}`, action: "'Update'" },
        ...{ before: "old.document", after: "new.document" },
      }),
      partTrigger({
        ...{ on: `DELETE ON ${table}`, owner: owner("old"), kind, name: `old.${name}`, action: "'Delete'" },
        before: "old.document",
      }),
    ]),
    audit({
      on: "UPDATE ON flows",
      when: "(old.name IS NOT new.name OR old.description IS NOT new.description OR old.divisionId IS NOT new.divisionId)",
      ...{ kind: "'flow'", id: "new.id", name: "new.name" },
      action: "CASE WHEN old.name IS new.name AND old.description IS new.description THEN 'Move' ELSE 'Update' END",
      before: "json_object('name', old.name, 'description', old.description, 'division', old.divisionId)",
      after: "json_object('name', new.name, 'description', new.description, 'division', new.divisionId)",
    }),
    `CREATE TRIGGER audit_flow_history AFTER INSERT ON flowHistory
       WHEN new.action <> 'UPDATE' OR NOT EXISTS (SELECT 1 FROM audit_actor) BEGIN ${fromHistory("new")} END;`,
    fromHistory("flowHistory", " ORDER BY flowHistory.sequence"),
  ].join("\n"),
  // A recording that comes or goes leaves the document as it is.
  [
    "DROP TRIGGER audit_update_prompt_asset;",
    partTrigger({
      ...{ on: "UPDATE ON prompt_asset", owner: { kind: "'prompt'", id: "new.promptId" }, kind: "'promptResource'" },
      ...{ name: "new.language", action: "'Update'" },
      before: "json_set(old.document, '$.uploadStatus', old.uploadStatus)",
      after: "json_set(new.document, '$.uploadStatus', new.uploadStatus)",
    }),
  ].join("\n"),
];

/** An entry of a flow's history: `PUBLISH` is `Publish`. */
function fromHistory(row: "new" | "flowHistory", order = ""): string {
  const source =
    row === "new"
      ? "FROM flows WHERE flows.id = new.flowId"
      : `FROM flowHistory JOIN flows ON flows.id = flowId${order}`;
  return `INSERT INTO audit (${COLUMNS})
     SELECT ${NEW_ID}, ${row}.at, ${row}.author, (SELECT request FROM audit_actor), 'flow', flows.id, flows.name,
       upper(substr(${row}.action, 1, 1)) || lower(substr(${row}.action, 2)), NULL, NULL, ${row}.version ${source};`;
}

/** Runs a request's handler; what it writes is audited as its caller's. */
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

/** The entries of a time, oldest first: from `from` (inclusive) to `to` (exclusive), in epoch milliseconds. */
export function auditsIn(store: Store, o: { from: number; to: number }): AuditRow[] {
  return store.all<AuditRow>("SELECT * FROM audit WHERE at >= ? AND at < ? ORDER BY at, sequence", o.from, o.to);
}

export function auditById(store: Store, id: string): AuditRow | undefined {
  return store.get<AuditRow>("SELECT * FROM audit WHERE id = ?", id);
}

/** All entries of an object and of what belongs to it, oldest first. */
export function auditsOfEntity(store: Store, id: string): AuditRow[] {
  return store.all<AuditRow>("SELECT * FROM audit WHERE entityId = ? ORDER BY sequence", id);
}

/** All entries of a request, oldest first. */
export function auditsOf(store: Store, request: string): AuditRow[] {
  return store.all<AuditRow>("SELECT * FROM audit WHERE request = ? ORDER BY sequence", request);
}
