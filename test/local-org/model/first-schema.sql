BEGIN TRANSACTION;
CREATE TABLE flowDependencies (
     flowId TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
     objectId TEXT NOT NULL, objectType TEXT NOT NULL, objectName TEXT NOT NULL, objectVersion INTEGER,
     PRIMARY KEY (flowId, version, position),
     FOREIGN KEY (flowId, version) REFERENCES flowVersions (flowId, version)
   ) STRICT;
INSERT INTO "flowDependencies" VALUES('70fe6932-f64d-42ca-9da2-5406f0841f70',1,0,'ed75854e-ca41-4631-ace5-126c26133eb3','COMMONMODULEFLOW','Greeter',1);
INSERT INTO "flowDependencies" VALUES('70fe6932-f64d-42ca-9da2-5406f0841f70',1,1,'1c65b1f0-ef27-4bd9-8176-6bdd16021398','QUEUE','Sales',NULL);
CREATE TABLE flowJobs (
     id TEXT PRIMARY KEY, sequence INTEGER NOT NULL UNIQUE, command TEXT NOT NULL, author TEXT NOT NULL,
     request TEXT NOT NULL, signature TEXT NOT NULL, registeredAt INTEGER NOT NULL,
     startedAt INTEGER, dueAt INTEGER, upload TEXT, uploadHash TEXT,
     status TEXT, flowId TEXT, messages TEXT, download TEXT
   ) STRICT;
INSERT INTO "flowJobs" VALUES('64017928-6d86-4e50-b66c-b08498da5660',1,'Publish','{"client":{"id":"local","name":"local"}}','{"createStubs":false}','ff800369b875b8b5aed857266897e7ae',1772352017000,1772352020000,1772352020000,NULL,'d4b05d580145a5670f50c7232d21d277dfc0bf8cb693524f98e8bbd8ef397927','Success','ed75854e-ca41-4631-ace5-126c26133eb3','[]',NULL);
INSERT INTO "flowJobs" VALUES('43f4afa2-dce3-414b-a2b9-626e91865fd6',2,'Publish','{"client":{"id":"local","name":"local"}}','{"createStubs":false}','8e7086aff9581a968428d4d5dc67b9d0',1772352028000,1772352031000,1772352031000,NULL,'10f3713a0e93b817e454f963437982d176d7b1b4f9127e48d7f62037dea8bb03','Success','70fe6932-f64d-42ca-9da2-5406f0841f70','[]',NULL);
INSERT INTO "flowJobs" VALUES('bb5c501d-91a2-46f0-bac0-b23b6cf9924c',3,'Publish','{"client":{"id":"local","name":"local"}}','{"createStubs":false}','6a3756b7b749024c5ae97af361031c03',1772352039000,1772352042000,1772352042000,NULL,'f35dc4d36650f33215a71ec5304332037473043651f70f744bb5ddabd608358e','Success','ed75854e-ca41-4631-ace5-126c26133eb3','[]',NULL);
CREATE TABLE flowVersions (
     flowId TEXT NOT NULL REFERENCES flows (id), version INTEGER NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('PUBLISH', 'CHECKIN', 'SAVE')), name TEXT NOT NULL, description TEXT,
     body TEXT NOT NULL, summary TEXT NOT NULL, author TEXT NOT NULL,
     savedAt INTEGER NOT NULL, checkedInAt INTEGER, publishedAt INTEGER,
     PRIMARY KEY (flowId, version)
   ) STRICT;
INSERT INTO "flowVersions" VALUES('ed75854e-ca41-4631-ace5-126c26133eb3',1,'PUBLISH','Greeter','Says who we are','{"name":"Greeter","description":"Says who we are","variables":[{"stringVariable":{"name":"Common.caller","initialValue":{"noValue":true},"isInput":true,"isOutput":false}},{"stringVariable":{"name":"Common.outcome","initialValue":{"lit":"error"},"isInput":false,"isOutput":true}},{"integerVariable":{"name":"Common.attempts","initialValue":{"lit":0},"isInput":false,"isOutput":true}}],"settingsCommonModule":{"compatibleFlowTypes":[{"flowType":"inboundcall"}]},"startUpTaskActions":[{"playAudio":{"name":"Say","audio":{"tts":"Welcome."}}},{"endTask":{"name":"End"}}]}','{"supportedLanguages":[],"compatibleFlowTypes":["INBOUNDCALL"]}','{"client":{"id":"local","name":"local"}}',1772352020000,1772352020000,1772352020000);
INSERT INTO "flowVersions" VALUES('70fe6932-f64d-42ca-9da2-5406f0841f70',1,'PUBLISH','Main',NULL,'{"name":"Main","defaultLanguage":"en-us","startUpRef":"/inboundCall/tasks/task[start]","variables":[{"stringVariable":{"name":"Flow.outcome","initialValue":{"noValue":true}}}],"tasks":[{"task":{"name":"Start","refId":"start","actions":[{"callCommonModule":{"name":"Call Greeter","commonModule":{"Greeter":{"ver_latestPublished":{"inputs":{"Common.caller":{"exp":"Call.Ani"}},"outputs":{"Common.outcome":{"var":"Flow.outcome"}}}}}}},{"transferToAcd":{"name":"T","targetQueue":{"lit":{"name":"Sales"}}}},{"disconnect":{"name":"Bye"}}]}}]}','{"supportedLanguages":[{"language":"en-us","isDefault":true}]}','{"client":{"id":"local","name":"local"}}',1772352031000,1772352031000,1772352031000);
INSERT INTO "flowVersions" VALUES('ed75854e-ca41-4631-ace5-126c26133eb3',2,'PUBLISH','Greeter','Says who we are','{"name":"Greeter","description":"Says who we are","variables":[{"stringVariable":{"name":"Common.caller","initialValue":{"noValue":true},"isInput":true,"isOutput":false}},{"stringVariable":{"name":"Common.outcome","initialValue":{"lit":"error"},"isInput":false,"isOutput":true}},{"integerVariable":{"name":"Common.attempts","initialValue":{"lit":0},"isInput":false,"isOutput":true}}],"settingsCommonModule":{"compatibleFlowTypes":[{"flowType":"inboundcall"}]},"startUpTaskActions":[{"playAudio":{"name":"Say","audio":{"tts":"Hello."}}},{"endTask":{"name":"End"}}]}','{"supportedLanguages":[],"compatibleFlowTypes":["INBOUNDCALL"]}','{"client":{"id":"local","name":"local"}}',1772352042000,1772352042000,1772352042000);
INSERT INTO "flowVersions" VALUES('70fe6932-f64d-42ca-9da2-5406f0841f70',2,'SAVE','Main',NULL,'{"name":"Main","defaultLanguage":"en-us","startUpRef":"/inboundCall/tasks/task[start]","variables":[{"stringVariable":{"name":"Flow.outcome","initialValue":{"noValue":true}}}],"tasks":[{"task":{"name":"Start","refId":"start","actions":[{"callCommonModule":{"name":"Call Greeter","commonModule":{"Greeter":{"ver_latestPublished":{"inputs":{"Common.caller":{"exp":"Call.Ani"}},"outputs":{"Common.outcome":{"var":"Flow.outcome"}}}}}}},{"transferToAcd":{"name":"T","targetQueue":{"lit":{"name":"Sales"}}}},{"disconnect":{"name":"Bye"}}]}}]}','{"supportedLanguages":[{"language":"en-us","isDefault":true}]}','{"user":{"id":"442a2346-e760-4616-ab90-0e345c2944a1","name":"Robin Meyer"},"client":{"id":"architect","name":"architect"}}',1772352057000,NULL,NULL);
CREATE TABLE flows (
     id TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, nameKey TEXT NOT NULL, description TEXT,
     divisionId TEXT, active INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
     lockedBy TEXT, lockedSince INTEGER,
     publishedVersion INTEGER, checkedInVersion INTEGER, savedVersion INTEGER,
     createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL
   ) STRICT;
INSERT INTO "flows" VALUES('ed75854e-ca41-4631-ace5-126c26133eb3','commonModule','Greeter','greeter','Says who we are','853322be-19d3-4d28-9259-e81e1089421a',1,0,NULL,NULL,2,2,2,1772352020000,1772352042000);
INSERT INTO "flows" VALUES('70fe6932-f64d-42ca-9da2-5406f0841f70','inboundCall','Main','main',NULL,'853322be-19d3-4d28-9259-e81e1089421a',1,0,'{"user":{"id":"442a2346-e760-4616-ab90-0e345c2944a1","name":"Robin Meyer"},"client":{"id":"architect","name":"architect"}}',1772352050000,1,1,2,1772352031000,1772352057000);
CREATE TABLE home_division (one INTEGER PRIMARY KEY CHECK (one = 1), divisionId TEXT NOT NULL) STRICT;
INSERT INTO "home_division" VALUES(1,'853322be-19d3-4d28-9259-e81e1089421a');
CREATE TABLE oauth_client (
     id TEXT PRIMARY KEY, name TEXT NOT NULL, secret TEXT NOT NULL, permissions TEXT NOT NULL, userId TEXT, userName TEXT
   ) STRICT;
INSERT INTO "oauth_client" VALUES('local','local','local','["*"]',NULL,NULL);
INSERT INTO "oauth_client" VALUES('architect','architect','architect','["*"]','442a2346-e760-4616-ab90-0e345c2944a1','Robin Meyer');
CREATE TABLE oauth_token (
     token TEXT PRIMARY KEY, clientId TEXT NOT NULL REFERENCES oauth_client (id) ON DELETE CASCADE, expires INTEGER NOT NULL
   ) STRICT;
CREATE TABLE organisation (
     one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, name TEXT NOT NULL, countryCode TEXT NOT NULL,
     language TEXT NOT NULL, jobDurationMs INTEGER NOT NULL
   ) STRICT;
INSERT INTO "organisation" VALUES(1,'4f2b0f5e-6a55-4f0f-9a39-3d6a0b1c2d3e','Test','US','en-us',0);
CREATE TABLE queue_wrapup_code (queueId TEXT NOT NULL, codeId TEXT NOT NULL, UNIQUE (queueId, codeId)) STRICT;
CREATE TABLE rate_window (token TEXT PRIMARY KEY, started INTEGER NOT NULL, count INTEGER NOT NULL) STRICT;
CREATE TABLE request_log (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT,
     status INTEGER NOT NULL, ms REAL NOT NULL, operation TEXT, client TEXT, correlationId TEXT NOT NULL, error TEXT
   ) STRICT;
CREATE TABLE resource (
     kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, nameKey TEXT NOT NULL, divisionId TEXT,
     version INTEGER NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, createdBy TEXT NOT NULL,
     document TEXT NOT NULL, PRIMARY KEY (kind, id)
   ) STRICT;
INSERT INTO "resource" VALUES('division','853322be-19d3-4d28-9259-e81e1089421a','Home','home',NULL,1,1772352001000,1772352001000,'organisation','{"description":"","name":"Home"}');
INSERT INTO "resource" VALUES('division','af114216-5ae9-4a74-b5c7-ff16d7d53524','Billing','billing',NULL,1,1772352001000,1772352001000,'organisation','{"description":"","name":"Billing"}');
INSERT INTO "resource" VALUES('user','442a2346-e760-4616-ab90-0e345c2944a1','Robin Meyer','robin meyer','853322be-19d3-4d28-9259-e81e1089421a',1,1772352002000,1772352002000,'organisation','{"name":"Robin Meyer","email":"robin@example.com","username":"robin@example.com"}');
INSERT INTO "resource" VALUES('didPool','6c1ddd7d-5ca7-4411-bd03-0599413a0e90','+13175550100 - +13175550199','+13175550100 - +13175550199',NULL,1,1772352005000,1772352005000,'organisation','{"startPhoneNumber":"+13175550100","endPhoneNumber":"+13175550199","description":"","provider":"PURE_CLOUD"}');
INSERT INTO "resource" VALUES('integration','de0730e7-f72a-47ed-a95e-c98dfb0d9c52','CRM','crm',NULL,1,1772352006000,1772352006000,'organisation','{"name":"CRM","integrationType":{"id":"custom-rest-actions","name":"custom-rest-actions"}}');
INSERT INTO "resource" VALUES('dataAction','7a7cf3e8-4b43-4079-94c9-1135a64ad233','Verify PIN','verify pin',NULL,1,1772352006000,1772352006000,'organisation','{"secure":false,"name":"Verify PIN","category":"CRM","integrationId":"de0730e7-f72a-47ed-a95e-c98dfb0d9c52","contract":{"input":{"inputSchema":{"$schema":"http://json-schema.org/draft-04/schema#","title":"Verify PIN input","type":"object","required":["pin"],"properties":{"pin":{"type":"string"}},"additionalProperties":true}},"output":{"successSchema":{"$schema":"http://json-schema.org/draft-04/schema#","title":"Verify PIN output","type":"object","required":[],"properties":{"id":{"type":"string"}},"additionalProperties":true}}}}');
INSERT INTO "resource" VALUES('queue','1c65b1f0-ef27-4bd9-8176-6bdd16021398','Sales','sales','853322be-19d3-4d28-9259-e81e1089421a',1,1772352007000,1772352007000,'organisation','{"name":"Sales","description":"","scoringMethod":"TimestampAndPriority","skillEvaluationMethod":"ALL","autoAnswerOnly":true,"suppressInQueueCallRecording":true,"acwSettings":{"timeoutMs":300000,"wrapupPrompt":"MANDATORY_TIMEOUT"}}');
INSERT INTO "resource" VALUES('queue','961cad5a-ec8a-4ffa-8f09-761cdddb721e','Support','support','853322be-19d3-4d28-9259-e81e1089421a',1,1772352007000,1772352007000,'organisation','{"name":"Support","description":"","scoringMethod":"TimestampAndPriority","skillEvaluationMethod":"ALL","autoAnswerOnly":true,"suppressInQueueCallRecording":true,"acwSettings":{"timeoutMs":300000,"wrapupPrompt":"MANDATORY_TIMEOUT"}}');
INSERT INTO "resource" VALUES('ivr','0e58df2c-40ca-4375-bc6f-0330f45efe43','Hotline','hotline','853322be-19d3-4d28-9259-e81e1089421a',1,1772352061000,1772352061000,'local','{"name":"Hotline","dnis":["+13175550100"],"openHoursFlow":{"id":"70fe6932-f64d-42ca-9da2-5406f0841f70"}}');
CREATE TABLE resource_reference (
     fromKind TEXT NOT NULL, fromId TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
     PRIMARY KEY (fromKind, fromId, kind, id),
     FOREIGN KEY (fromKind, fromId) REFERENCES resource (kind, id) ON DELETE CASCADE
   ) STRICT;
INSERT INTO "resource_reference" VALUES('dataAction','7a7cf3e8-4b43-4079-94c9-1135a64ad233','integration','de0730e7-f72a-47ed-a95e-c98dfb0d9c52');
INSERT INTO "resource_reference" VALUES('ivr','0e58df2c-40ca-4375-bc6f-0330f45efe43','flow','70fe6932-f64d-42ca-9da2-5406f0841f70');
CREATE TABLE schema_version (service TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT;
INSERT INTO "schema_version" VALUES('resources',1);
INSERT INTO "schema_version" VALUES('organisation',1);
INSERT INTO "schema_version" VALUES('divisions',1);
INSERT INTO "schema_version" VALUES('users',0);
INSERT INTO "schema_version" VALUES('oauth',1);
INSERT INTO "schema_version" VALUES('skills',0);
INSERT INTO "schema_version" VALUES('didPools',0);
INSERT INTO "schema_version" VALUES('integrations',0);
INSERT INTO "schema_version" VALUES('queues',1);
INSERT INTO "schema_version" VALUES('ivrs',0);
INSERT INTO "schema_version" VALUES('flows',1);
INSERT INTO "schema_version" VALUES('dependencies',0);
INSERT INTO "schema_version" VALUES('local',2);
CREATE INDEX resource_name ON resource (kind, nameKey);
CREATE INDEX resource_division ON resource (divisionId, kind);
CREATE INDEX resource_referenced ON resource_reference (kind, id);
CREATE TRIGGER queue_wrapup_code_end AFTER DELETE ON resource WHEN old.kind IN ('queue', 'wrapupCode') BEGIN
       DELETE FROM queue_wrapup_code WHERE queueId = old.id OR codeId = old.id;
     END;
CREATE UNIQUE INDEX flowNames ON flows (type, nameKey) WHERE deleted = 0;
CREATE INDEX flowDependencyObjects ON flowDependencies (objectId);
CREATE INDEX flowJobsDue ON flowJobs (dueAt) WHERE status IS NULL AND dueAt IS NOT NULL;
COMMIT;
