import { expectGolden, load, makeProject, removeProjects, textOfMistakes } from "../harness.ts";

afterEach(removeProjects);

const settings = `
values: {closing: {type: string, default: "17"}, enabled: {type: boolean, default: false}}
divisions: {Back Office: {description: Callbacks}}
skills: [Billing, Refunds]
wrapupCodes: {Sold: {}, Not sold: {division: Back Office}}
schedules:
  Weekdays: {start: "2026-01-05T09:00:00", end: "2026-01-05T\${closing}:00:00", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}
scheduleGroups:
  Sales hours: {zone: Europe/Berlin, open: [Weekdays], closed: [Weekends], formerly: [Office hours]}
emergencyGroups:
  Storm: {enabled: "\${enabled}", flows: {storm: [sales, support]}}
queues:
  Sales: {wrapupCodes: [Sold, Not sold], divisionId: 7f1c, defaultScripts: {CALL: Greeting}}
  General: {existing: true}
emailDomains: {example.com: {}}
`;

const stack =
  "config:\n  genesys-flows:values: {closing: '19'}\n  genesys-flows:flows: {settings: {values: {enabled: true}}}\n";

test("objects of several kinds in one file, with the stack's values", async () => {
  const root = makeProject({ "flows/settings.yaml": settings, "Pulumi.test.yaml": stack });
  const { objects } = await load(root);
  const byName = Object.fromEntries(objects.map((object) => [`${object.kind}:${object.name}`, object]));
  expect(Object.keys(byName).sort()).toEqual([
    "division:Back Office",
    "emailDomain:example.com",
    "emergencyGroup:Storm",
    "queue:General",
    "queue:Sales",
    "schedule:Weekdays",
    "scheduleGroup:Sales hours",
    "skill:Billing",
    "skill:Refunds",
    "wrapupCode:Not sold",
    "wrapupCode:Sold",
  ]);
  expect(byName["schedule:Weekdays"]?.properties).toMatchObject({ end: "2026-01-05T19:00:00" });
  const group = byName["scheduleGroup:Sales hours"];
  expect(group?.formerly).toEqual(["Office hours"]);
  expect(group?.properties).toEqual({ timeZone: "Europe/Berlin", openSchedulesId: [""], closedSchedulesId: [""] });
  expect(
    group?.references.map(({ path, kind, name, location: { line, column } }) => [
      path.join("."),
      kind,
      name,
      line,
      column,
    ]),
  ).toEqual([
    ["openSchedulesId.0", "schedule", "Weekdays", 9, 45],
    ["closedSchedulesId.0", "schedule", "Weekends", 9, 65],
  ]);
  expect(byName["emergencyGroup:Storm"]?.properties).toMatchObject({ enabled: true });
  expect(
    byName["emergencyGroup:Storm"]?.references.map(({ path, kind, name }) => [path.join("."), kind, name]),
  ).toEqual([
    ["emergencyCallFlows.0.emergencyFlowId", "flow", "storm"],
    ["emergencyCallFlows.0.ivrIds.0", "ivr", "sales"],
    ["emergencyCallFlows.0.ivrIds.1", "ivr", "support"],
  ]);
  expect(byName["queue:Sales"]?.properties).toEqual({
    wrapupCodes: ["", ""],
    divisionId: "7f1c",
    defaultScriptIds: {},
  });
  expect(byName["queue:Sales"]?.references.map(({ path, kind, name }) => [path.join("."), kind, name])).toEqual([
    ["wrapupCodes.0", "wrapupCode", "Sold"],
    ["wrapupCodes.1", "wrapupCode", "Not sold"],
    ["defaultScriptIds.CALL", "script", "Greeting"],
  ]);
  expect(byName["queue:General"]?.existing).toBe(true);
});

test("a stack that sets another value changes no digest", async () => {
  const digests = async (files: Record<string, string>) =>
    (await load(makeProject({ "flows/settings.yaml": settings, ...files }))).objects.map(({ digest }) => digest);
  expect(await digests({ "Pulumi.test.yaml": stack })).toEqual(await digests({}));
});

test("every mistake of every object, each at its place", async () => {
  const root = makeProject({
    "flows/a.yaml": `
queues: {Sales: {acwTimeout: 5, scoringMethod: Best}, General: {existing: true, description: x}}
skills: [Billing, billing]
schedules: {Weekdays: {start: "2026-01-05T09:00:00"}}
scheduleGroups:
  Hours: {open: [Weekday], zones: UTC}
  Other hours: {open: [Weekdays], formerly: [Hours]}
`,
    "flows/b.yaml": `
values: {late: {type: string}}
skills: {Late: {existing: true, formerly: ["\${late}"]}}
`,
    "flows/c.yaml": "queues: {A: {directRouting: {backupQueueId: x}}}\nscheduels: {}\n",
    "flows/d.yaml": "wrapupCodes: {Sold: {description: '${missing}'}}\n",
  });
  expectGolden(import.meta.dirname, "mistakes-of-objects", await textOfMistakes(root));
});

test("data actions: names, contracts, templates and headers", async () => {
  const root = makeProject({
    "flows/actions.yaml": `
values: {host: {type: string, default: crm.example.com}}
dataActions:
  CRM/Verify PIN:
    input: {pin: string, attempts: {type: integer, optional: true}}
    output: {customerId: string, tags: "string[]"}
    request: {method: POST, path: "https://\${host}/pin/\${input.pin}", body: {pin: "\${input.pin}"}, headers: {Authorization: "\${authResponse.token}"}}
    response: {map: {customerId: $.id}}
`,
  });
  const [action] = (await load(root)).objects;
  expect(action?.properties).toMatchObject({
    name: "Verify PIN",
    category: "CRM",
    configRequest: {
      requestUrlTemplate: "https://crm.example.com/pin/${input.pin}",
      requestType: "POST",
      requestTemplate: '{"pin":"${input.pin}"}',
    },
    configResponse: { translationMap: { customerId: "$.id" }, successTemplate: "${rawResult}" },
  });
  expect(JSON.parse(String(action?.properties["contractInput"]))).toMatchObject({
    required: ["pin"],
    properties: { pin: { type: "string" }, attempts: { type: "integer" } },
  });
  expect(action?.references.map(({ path, kind, name }) => [path.join("."), kind, name])).toEqual([
    ["integrationId", "integration", "CRM"],
  ]);
  const wrong = makeProject({
    "flows/actions.yaml":
      "dataActions: {Verify: {input: {pin: text}}, CRM/Ask: {request: {path: /ask, headers: {X-API-Key: abc}}}}\n",
  });
  expectGolden(import.meta.dirname, "mistakes-of-data-actions", await textOfMistakes(wrong));
});
