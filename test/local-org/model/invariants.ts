import { DatabaseSync } from "node:sqlite";

/** What is wrong in an organisation's file; empty when nothing is. */
export function violations(file: string): string[] {
  const database = new DatabaseSync(file);
  try {
    return Object.entries(RULES).flatMap(([rule, sql]) =>
      database
        .prepare(sql)
        .all()
        .map((row) => `${rule}: ${JSON.stringify(row)}`),
    );
  } finally {
    database.close();
  }
}

const RULES: Readonly<Record<string, string>> = {
  "the file is intact": "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
  "rows refer to rows": "SELECT * FROM pragma_foreign_key_check",
  "names are unique per type":
    "SELECT type, lower(name) AS name FROM flows WHERE deleted = 0 GROUP BY type, lower(name) HAVING count(*) > 1",
  "snapshots are of versions that exist": `SELECT d.flowId, d.version, d.objectId, d.objectVersion FROM flowDependencies d
     LEFT JOIN flowVersions v ON v.flowId = d.objectId AND v.version = d.objectVersion
     WHERE d.objectVersion IS NOT NULL AND (v.version IS NULL OR v.publishedAt IS NULL)`,
  "a flow's versions are there": `SELECT f.id, f.name FROM flows f WHERE
     (f.publishedVersion IS NOT NULL AND NOT EXISTS (SELECT 1 FROM flowVersions v WHERE v.flowId = f.id AND v.version = f.publishedVersion AND v.kind = 'PUBLISH'))
     OR (f.savedVersion IS NOT NULL AND f.savedVersion <> (SELECT max(version) FROM flowVersions v WHERE v.flowId = f.id))
     OR coalesce(f.publishedVersion, 0) > coalesce(f.savedVersion, 0)`,
  "versions grow with time": `SELECT a.flowId, a.version FROM flowVersions a JOIN flowVersions b
     ON b.flowId = a.flowId AND b.version > a.version WHERE b.savedAt < a.savedAt`,
  "what a published flow uses is there": `SELECT f.name, d.objectName FROM flows f JOIN flowDependencies d
     ON d.flowId = f.id AND d.version = f.publishedVersion JOIN flows o ON o.id = d.objectId
     WHERE f.deleted = 0 AND o.deleted = 1`,
  "jobs that are over have their flow": `SELECT j.id FROM flowJobs j LEFT JOIN flows f ON f.id = j.flowId
     WHERE j.command = 'Publish' AND j.status = 'Success' AND f.id IS NULL`,
};
