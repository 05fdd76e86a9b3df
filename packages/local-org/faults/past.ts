/** Name of the tables' column, or value, for each property of a row that is kept. */
const FLOW =
  "id type name description divisionId active deleted lockedBy lockedSince publishedVersion checkedInVersion savedVersion createdAt modifiedAt mark";

const RESOURCE = "id name divisionId parentId version created modified createdBy document";

const json = (columns: string, row = ""): string =>
  `json_object(${columns
    .split(" ")
    .map((column) => `'${column}', ${row}${column}`)
    .join(", ")})`;

const RECORDING = "EXISTS (SELECT 1 FROM fault WHERE past = 1)";

/** A row is never older than the previous one, whatever its own time is. */
const at = (table: string, own: string, key: string): string =>
  `max(${own}, coalesce((SELECT max(at) FROM ${table} WHERE ${key}), 0))`;

const flowChange = `INSERT OR REPLACE INTO flowPast (flowId, at, head)
  VALUES (new.id, ${at("flowPast", "new.modifiedAt", "flowId = new.id")}, ${json(FLOW, "new.")});`;

const ivrChange = `INSERT OR REPLACE INTO ivrPast (id, at, head)
  VALUES (new.id, ${at("ivrPast", "new.modified", "id = new.id")}, ${json(RESOURCE, "new.")});`;

/**
 * Earlier states of flows and IVRs, kept while a fault answers reads as of a past moment. What existed when the first of these
 * faults was added counts as having always existed. A step of the faults' tables.
 */
export const pastMigration = `
  ALTER TABLE fault ADD COLUMN past INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE flowPast (flowId TEXT NOT NULL, at INTEGER NOT NULL, head TEXT NOT NULL, PRIMARY KEY (flowId, at)) STRICT;
  CREATE TABLE ivrPast (id TEXT NOT NULL, at INTEGER NOT NULL, head TEXT, PRIMARY KEY (id, at)) STRICT;
  CREATE TRIGGER pastBegins AFTER INSERT ON fault
    WHEN new.past = 1 AND (SELECT count(*) FROM fault WHERE past = 1) = 1 BEGIN
      INSERT INTO flowPast (flowId, at, head) SELECT id, 0, ${json(FLOW)} FROM flows;
      INSERT INTO ivrPast (id, at, head) SELECT id, 0, ${json(RESOURCE)} FROM resource WHERE kind = 'ivr';
    END;
  CREATE TRIGGER pastEnds AFTER DELETE ON fault WHEN old.past = 1 AND NOT ${RECORDING} BEGIN
    DELETE FROM flowPast;
    DELETE FROM ivrPast;
  END;
  CREATE TRIGGER flowPastAdded AFTER INSERT ON flows WHEN ${RECORDING} BEGIN ${flowChange} END;
  CREATE TRIGGER flowPastChanged AFTER UPDATE ON flows WHEN ${RECORDING} BEGIN ${flowChange} END;
  CREATE TRIGGER ivrPastAdded AFTER INSERT ON resource WHEN new.kind = 'ivr' AND ${RECORDING} BEGIN ${ivrChange} END;
  CREATE TRIGGER ivrPastChanged AFTER UPDATE ON resource WHEN new.kind = 'ivr' AND ${RECORDING} BEGIN ${ivrChange} END;`;
