/** A random 53-bit number, so that no number occurs twice, even after a rollback or after a copy is restored. */
const NEW_MARK = "random() & 9007199254740991";

function mark(flowId: string): string {
  return `UPDATE flows SET mark = ${NEW_MARK} WHERE id = ${flowId};`;
}

/** Tables of the flow life cycle. Only append steps to this list. */
export const flowMigrations: readonly string[] = [
  `CREATE TABLE flows (
     id TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, nameKey TEXT NOT NULL, description TEXT,
     divisionId TEXT, active INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
     lockedBy TEXT, lockedSince INTEGER,
     publishedVersion INTEGER, checkedInVersion INTEGER, savedVersion INTEGER,
     createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX flowNames ON flows (type, nameKey) WHERE deleted = 0;
   CREATE TABLE flowVersions (
     flowId TEXT NOT NULL REFERENCES flows (id), version INTEGER NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('PUBLISH', 'CHECKIN', 'SAVE')), name TEXT NOT NULL, description TEXT,
     body TEXT NOT NULL, summary TEXT NOT NULL, author TEXT NOT NULL,
     savedAt INTEGER NOT NULL, checkedInAt INTEGER, publishedAt INTEGER,
     PRIMARY KEY (flowId, version)
   ) STRICT;
   CREATE TABLE flowDependencies (
     flowId TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
     objectId TEXT NOT NULL, objectType TEXT NOT NULL, objectName TEXT NOT NULL, objectVersion INTEGER,
     PRIMARY KEY (flowId, version, position),
     FOREIGN KEY (flowId, version) REFERENCES flowVersions (flowId, version)
   ) STRICT;
   CREATE INDEX flowDependencyObjects ON flowDependencies (objectId);
   CREATE TABLE flowJobs (
     id TEXT PRIMARY KEY, sequence INTEGER NOT NULL UNIQUE, command TEXT NOT NULL, author TEXT NOT NULL,
     request TEXT NOT NULL, signature TEXT NOT NULL, registeredAt INTEGER NOT NULL,
     startedAt INTEGER, dueAt INTEGER, upload TEXT, uploadHash TEXT,
     status TEXT, flowId TEXT, messages TEXT, download TEXT
   ) STRICT;
   CREATE INDEX flowJobsDue ON flowJobs (dueAt) WHERE status IS NULL AND dueAt IS NOT NULL;`,
  `CREATE TABLE flowHistory (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT, flowId TEXT NOT NULL REFERENCES flows (id), action TEXT NOT NULL,
     at INTEGER NOT NULL, author TEXT NOT NULL, version INTEGER
   ) STRICT;
   CREATE INDEX flowHistoryOf ON flowHistory (flowId, sequence);
   CREATE TABLE flowHistoryRequests (
     id TEXT PRIMARY KEY, flowId TEXT NOT NULL REFERENCES flows (id), author TEXT NOT NULL, at INTEGER NOT NULL,
     upTo INTEGER NOT NULL
   ) STRICT;
   INSERT INTO flowHistory (flowId, action, at, author, version)
     SELECT flowId, CASE kind WHEN 'PUBLISH' THEN 'PUBLISH' WHEN 'CHECKIN' THEN 'CHECKIN' ELSE 'SAVE' END,
       coalesce(publishedAt, checkedInAt, savedAt), author, version
     FROM flowVersions ORDER BY coalesce(publishedAt, checkedInAt, savedAt), flowId, version;`,
  `ALTER TABLE flows ADD COLUMN mark INTEGER;
   UPDATE flows SET mark = ${NEW_MARK};
   CREATE TRIGGER flowAdded AFTER INSERT ON flows BEGIN ${mark("new.id")} END;
   CREATE TRIGGER flowChanged AFTER UPDATE ON flows WHEN new.mark IS old.mark BEGIN ${mark("new.id")} END;
   CREATE TRIGGER flowVersionAdded AFTER INSERT ON flowVersions BEGIN ${mark("new.flowId")} END;
   CREATE TRIGGER flowVersionChanged AFTER UPDATE ON flowVersions BEGIN ${mark("new.flowId")} END;
   CREATE TRIGGER flowVersionRemoved AFTER DELETE ON flowVersions BEGIN ${mark("old.flowId")} END;`,
  "CREATE TABLE systemFlows (flowId TEXT PRIMARY KEY REFERENCES flows (id) ON DELETE CASCADE) STRICT;",
];
