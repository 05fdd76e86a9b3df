import { plainResources } from "../../../packages/provider/resources/kinds.ts";
import { typeOf } from "../../../packages/provider/resources/plain/spec.ts";
import { type Kind, kindOf } from "./kind.ts";

export const token = (name: string): string =>
  `genesyscloud:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const at =
  (collection: string, query = "") =>
  (id: string): string =>
    `/api/v2/${collection}/${encodeURIComponent(id)}${query}`;

/** A JSON schema with these fields, as text. */
export const schema = (fields: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    type: "object",
    properties: Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, { type }])),
  });

/** Inputs of types that need more than `kindOf` makes from their row, or that are tested with more. */
const written: Readonly<Record<string, Kind>> = {
  RoutingQueue: {
    type: token("RoutingQueue"),
    path: at("routing/queues"),
    first: () => ({
      name: "Claims",
      description: "First notice",
      mediaSettingsCall: { alertingTimeoutSec: 20, serviceLevelPercentage: 0.8, serviceLevelDurationMs: 20000 },
    }),
    second: () => ({
      name: "Claims",
      acwTimeoutMs: 60000,
      skillEvaluationMethod: "BEST",
      mediaSettingsCall: { alertingTimeoutSec: 30, serviceLevelPercentage: 0.8, serviceLevelDurationMs: 20000 },
    }),
    secondLive: () => ({
      name: "Claims",
      skillEvaluationMethod: "BEST",
      acwSettings: { timeoutMs: 60000 },
      mediaSettings: { call: { alertingTimeoutSeconds: 30, serviceLevel: { percentage: 0.8 } } },
    }),
    outside: { change: { skillEvaluationMethod: "NONE" } },
    drifted: ["skillEvaluationMethod"],
  },
  "RoutingQueue with everything": {
    type: token("RoutingQueue"),
    path: at("routing/queues"),
    first: (f) => ({
      name: "Everything",
      divisionId: f.id("South"),
      members: [{ userId: f.id("Ann") }, { userId: f.id("Bob"), ringNum: 2 }],
      wrapupCodes: [f.id("Sold")],
      groups: [f.id("Billing")],
      defaultScriptIds: { CALL: f.id("Greeting") },
      bullseyeRings: [
        {
          expansionTimeoutSeconds: 15,
          skillsToRemove: [f.id("French")],
          memberGroups: [{ memberGroupId: f.id("Billing"), memberGroupType: "GROUP" }],
        },
      ],
      routingRules: [{ operator: "MEETS_THRESHOLD", threshold: 9 }],
      conditionalGroupRoutingRules: [
        {
          operator: "GreaterThan",
          conditionValue: 30,
          groups: [{ memberGroupId: f.id("Billing"), memberGroupType: "GROUP" }],
        },
      ],
      conditionalGroupActivation: {
        pilotRule: {
          conditionExpression: "C1",
          conditions: [{ operator: "GreaterThan", value: 5, simpleMetric: { metric: "EstimatedWaitTime" } }],
        },
        rules: [
          {
            conditionExpression: "C1",
            conditions: [{ operator: "LessThan", value: 1, simpleMetric: { metric: "IdleAgentCount" } }],
            groups: [{ memberGroupId: f.id("Billing"), memberGroupType: "GROUP" }],
          },
        ],
      },
      directRouting: { waitForAgent: true, agentWaitSeconds: 90, backupQueueId: f.id("General") },
      cannedResponseLibraries: { mode: "None" },
      agentOwnedRouting: {
        enableAgentOwnedCallbacks: true,
        maxOwnedCallbackDelayHours: 24,
        maxOwnedCallbackHours: 12,
      },
      mediaSettingsMessage: {
        alertingTimeoutSec: 30,
        serviceLevelPercentage: 0.9,
        serviceLevelDurationMs: 5000,
        inactivityTimeoutSettings: { timeoutSeconds: 600, actionType: "DISCONNECT" },
        subTypeSettings: [{ mediaType: "whatsapp", enableAutoAnswer: true }],
      },
      mediaSettingsCallback: { mode: "AgentFirst", enableAutoDialAndEnd: true, autoDialDelaySeconds: 60 },
    }),
    firstLive: (f) => ({
      division: { id: f.id("South") },
      userMemberCount: 2,
      memberGroups: [{ id: f.id("Billing"), type: "GROUP" }],
      defaultScripts: { CALL: { id: f.id("Greeting") } },
      bullseye: {
        rings: [
          {
            expansionCriteria: [{ type: "TIMEOUT_SECONDS", threshold: 15 }],
            actions: { skillsToRemove: [{ id: f.id("French") }] },
            memberGroups: [{ id: f.id("Billing"), type: "GROUP" }],
          },
        ],
      },
      routingRules: [{ operator: "MEETS_THRESHOLD", threshold: 9, waitSeconds: 5 }],
      conditionalGroupRouting: { rules: [{ metric: "EstimatedWaitTime", conditionValue: 30, waitSeconds: 2 }] },
      directRouting: { waitForAgent: true, callMediaSettings: { useAgentAddressOutbound: true } },
      mediaSettings: { message: { subTypeSettings: { whatsapp: { enableAutoAnswer: true } } } },
    }),
    second: (f) => ({
      name: "Everything",
      divisionId: f.id("Home"),
      members: [{ userId: f.id("Bob"), ringNum: 3 }],
      wrapupCodes: [f.id("Lost")],
      bullseyeRings: [{ expansionTimeoutSeconds: 20 }],
      directRouting: { waitForAgent: false },
    }),
    secondLive: (f) => ({
      division: { id: f.id("Home") },
      userMemberCount: 1,
      memberGroups: [],
      bullseye: { rings: [{ expansionCriteria: [{ type: "TIMEOUT_SECONDS", threshold: 20 }] }] },
      directRouting: { waitForAgent: false, agentWaitSeconds: 60 },
    }),
    outside: { change: { directRouting: { waitForAgent: true } } },
    drifted: ["directRouting.waitForAgent"],
  },
  RoutingWrapupcode: {
    type: token("RoutingWrapupcode"),
    path: at("routing/wrapupcodes"),
    first: (f) => ({ name: "Win", description: "first", divisionId: f.id("South") }),
    second: (f) => ({ name: "Won", divisionId: f.id("Home") }),
    secondLive: (f) => ({ name: "Won", division: { id: f.id("Home") } }),
    outside: { change: { name: "Edited" } },
    drifted: ["name"],
  },
  ArchitectIvr: {
    type: token("ArchitectIvr"),
    path: at("architect/ivrs"),
    first: () => ({ name: "Main line", dnis: ["+13175550101", "+13175550100"] }),
    second: (f) => ({
      name: "Main line 2",
      description: "All of it",
      dnis: ["+13175550100", "+13175550102"],
      openHoursFlowId: f.id("flow"),
    }),
    secondLive: (f) => ({
      name: "Main line 2",
      description: "All of it",
      dnis: ["+13175550100", "+13175550102"],
      openHoursFlow: { id: f.id("flow") },
    }),
    outside: { change: { description: "Edited", dnis: ["+13175550100"] } },
    drifted: ["description", "dnis"],
  },
  TelephonyProvidersEdgesDidPool: {
    type: token("TelephonyProvidersEdgesDidPool"),
    path: at("telephony/providers/edges/didpools"),
    first: () => ({ startPhoneNumber: "+13175551000", endPhoneNumber: "+13175551010", description: "first" }),
    second: () => ({ startPhoneNumber: "+13175551000", endPhoneNumber: "+13175551020", comments: "wider" }),
    secondLive: () => ({ endPhoneNumber: "+13175551020", comments: "wider", provider: "PURE_CLOUD" }),
    third: () => ({ startPhoneNumber: "+13175551005", endPhoneNumber: "+13175551020" }),
    replacedBy: ["startPhoneNumber"],
    outside: { change: { comments: "Edited" } },
    drifted: ["comments"],
  },
  ArchitectSchedules: {
    type: token("ArchitectSchedules"),
    path: at("architect/schedules"),
    first: () => ({
      name: "Open",
      start: "2026-01-05T08:00:00",
      end: "2026-01-05T17:00:00.000000",
      rrule: "FREQ=WEEKLY;BYDAY=MO",
    }),
    firstLive: () => ({ start: "2026-01-05T08:00:00.000000", end: "2026-01-05T17:00:00.000000" }),
    second: () => ({ name: "Open late", start: "2026-01-05T08:00", end: "2026-01-05T20:00:00.000" }),
    secondLive: () => ({ name: "Open late", end: "2026-01-05T20:00:00.000000" }),
    outside: { change: { end: "2026-01-05T21:00:00.000000" } },
    drifted: ["end"],
  },
  ArchitectSchedulegroups: {
    type: token("ArchitectSchedulegroups"),
    path: at("architect/schedulegroups"),
    first: (f) => ({ name: "Hours", timeZone: "Europe/Berlin", openSchedulesId: [f.id("Weekdays")] }),
    second: (f) => ({
      name: "Hours",
      timeZone: "UTC",
      openSchedulesId: [f.id("Weekdays")],
      holidaySchedulesId: [f.id("Christmas")],
    }),
    secondLive: (f) => ({
      timeZone: "UTC",
      openSchedules: [{ id: f.id("Weekdays") }],
      holidaySchedules: [{ id: f.id("Christmas") }],
    }),
    outside: { change: { holidaySchedules: [] } },
    drifted: ["holidaySchedulesId"],
  },
  ArchitectEmergencygroup: {
    type: token("ArchitectEmergencygroup"),
    path: at("architect/emergencygroups"),
    first: () => ({ name: "Fire" }),
    second: (f) => ({
      name: "Fire alarm",
      enabled: true,
      emergencyCallFlows: [{ emergencyFlowId: f.id("flow"), ivrIds: [f.id("ivr")] }],
    }),
    secondLive: (f) => ({
      name: "Fire alarm",
      enabled: true,
      emergencyCallFlows: [{ emergencyFlow: { id: f.id("flow") }, ivrs: [{ id: f.id("ivr") }] }],
    }),
    outside: { change: { enabled: false } },
    drifted: ["enabled"],
  },
  ArchitectUserPrompt: {
    type: token("ArchitectUserPrompt"),
    path: at("architect/prompts"),
    first: (f) => ({
      name: "Greeting",
      description: "first",
      resources: [
        { language: "en-us", ttsString: "Welcome" },
        { language: "de-de", filename: f.recordings[0], text: "Willkommen" },
      ],
    }),
    firstLive: (f) => ({
      resources: [
        { language: "de-de", text: "Willkommen", uploadStatus: "transcoded", tags: { filename: [f.recordings[0]] } },
        { language: "en-us", ttsString: "Welcome", uploadStatus: "created", tags: {} },
      ],
    }),
    second: (f) => ({
      name: "Greeting",
      resources: [
        { language: "fr-fr", ttsString: "Bienvenue" },
        { language: "de-de", filename: f.recordings[1], text: "Hallo" },
      ],
    }),
    secondLive: (f) => ({
      resources: [
        { language: "de-de", text: "Hallo", durationSeconds: 0.1, tags: { filename: [f.recordings[1]] } },
        { language: "fr-fr", ttsString: "Bienvenue" },
      ],
    }),
    third: () => ({ name: "Greeting_2", resources: [{ language: "en-us", ttsString: "Welcome" }] }),
    replacedBy: ["name", "resources"],
    outside: { change: { description: "Edited" } },
    drifted: [],
  },
  ArchitectDatatable: {
    type: token("ArchitectDatatable"),
    path: at("flows/datatables", "?expand=schema"),
    first: () => ({
      name: "Closed days",
      properties: [
        { name: "key", type: "string", title: "Date" },
        { name: "closed", type: "boolean", default: "true" },
      ],
    }),
    firstLive: () => ({
      schema: {
        properties: {
          key: { type: "string", title: "Date", displayOrder: 0 },
          closed: { type: "boolean", default: true, displayOrder: 1 },
        },
      },
    }),
    second: () => ({
      name: "Days",
      description: "second",
      properties: [
        { name: "key", type: "string", title: "Day" },
        { name: "hours", type: "integer", default: "8" },
        { name: "closed", type: "boolean", default: "true" },
      ],
    }),
    secondLive: () => ({
      name: "Days",
      description: "second",
      schema: { properties: { key: { title: "Day" }, hours: { default: 8, displayOrder: 1 } } },
    }),
    outside: { change: { description: "Edited" } },
    drifted: ["description"],
  },
  ArchitectDatatableRow: {
    type: token("ArchitectDatatableRow"),
    path: (id) => {
      const [table, key] = [id.slice(0, id.indexOf("/")), id.slice(id.indexOf("/") + 1)];
      return `/api/v2/flows/datatables/${table}/rows/${encodeURIComponent(key)}?showbrief=false`;
    },
    first: (f) => ({
      datatableId: f.id("Holidays"),
      keyValue: "New Year/1 é",
      propertiesJson: '{"note": "Closed",   "closed": true}',
    }),
    firstLive: () => ({ key: "New Year/1 é", note: "Closed", closed: true }),
    second: (f) => ({ datatableId: f.id("Holidays"), keyValue: "New Year/1 é", propertiesJson: '{"note": "Open"}' }),
    secondLive: () => ({ key: "New Year/1 é", note: "Open" }),
    third: (f) => ({ datatableId: f.id("Holidays"), keyValue: "Easter", propertiesJson: '{"note": "Open"}' }),
    replacedBy: ["keyValue"],
    outside: { change: { note: "Edited" } },
    drifted: ["propertiesJson"],
    lookup: { shows: () => ({ propertiesJson: JSON.stringify({ note: "Closed", closed: true }) }) },
  },
  IntegrationAction: {
    type: token("IntegrationAction"),
    path: at("integrations/actions", "?expand=contract&includeConfig=true"),
    first: (f) => ({
      name: "Find customer",
      category: "CRM",
      integrationId: f.id("CRM"),
      contractInput: schema({ pin: "string" }),
      contractOutput: '{"type": "object",  "properties": {"id": {"type": "string"}}}',
      configRequest: {
        requestUrlTemplate: "/customers",
        requestType: "POST",
        requestTemplate: '{"pin": "${input.pin}"}',
        headers: { Accept: "application/json", "X-Trace": "1" },
      },
      configResponse: { translationMap: { id: "$.id" }, successTemplate: '{"id": ${id}}' },
    }),
    firstLive: (f) => ({
      integrationId: f.id("CRM"),
      secure: false,
      version: 1,
      contract: { input: { inputSchema: { properties: { pin: { type: "string" } } } } },
      config: { request: { requestType: "POST", headers: { "X-Trace": "1" } } },
    }),
    second: (f) => ({
      name: "Find a customer",
      category: "CRM",
      integrationId: f.id("CRM"),
      secure: true,
      configTimeoutSeconds: 10,
      contractInput: schema({ pin: "string", country: "string" }),
      contractOutput: schema({ id: "string" }),
      configRequest: { requestType: "PUT", headers: { Accept: "application/json" } },
    }),
    secondLive: (f) => ({
      name: "Find a customer",
      integrationId: f.id("CRM"),
      secure: true,
      contract: { input: { inputSchema: { properties: { country: { type: "string" } } } } },
      config: {
        timeoutSeconds: 10,
        request: { requestUrlTemplate: "/customers", requestType: "PUT", headers: { Accept: "application/json" } },
      },
    }),
    third: (f) => ({
      name: "Find a customer",
      category: "ERP",
      integrationId: f.id("ERP"),
      contractInput: schema({ pin: "string" }),
      contractOutput: schema({ id: "string" }),
      configRequest: { requestUrlTemplate: "/customers", requestType: "GET" },
    }),
    replacedBy: ["integrationId"],
    outside: { method: "PATCH", change: { name: "Edited" } },
    drifted: ["name"],
  },
  RoutingEmailDomain: {
    type: token("RoutingEmailDomain"),
    path: at("routing/email/domains"),
    first: () => ({ domainId: "example.org", mailFromDomain: "mail.example.org" }),
    firstLive: () => ({ id: "example.org", mailFromSettings: { mailFromDomain: "mail.example.org" } }),
    second: () => ({ domainId: "example.org" }),
    secondLive: () => ({ mailFromSettings: { status: "UNKNOWN" } }),
    third: () => ({ domainId: "support", subdomain: true }),
    replacedBy: ["domainId", "subdomain"],
    outside: { method: "PATCH", change: { mailFromSettings: { mailFromDomain: "edited.example.org" } } },
    drifted: [],
    lookup: { by: { name: "example.org" }, shows: () => ({ subdomain: false }) },
  },
  RoutingEmailRoute: {
    type: token("RoutingEmailRoute"),
    path: (id) => `/api/v2/routing/email/domains/${id.replace("/", "/routes/")}`,
    first: (f) => ({
      domainId: "example.com",
      pattern: "sales",
      fromName: "Sales",
      queueId: f.id("General"),
      skillIds: [f.id("German"), f.id("French")],
      autoBcc: [{ email: "boss@example.com" }],
      replyEmailAddress: { selfReferenceRoute: true },
    }),
    firstLive: () => ({ pattern: "sales", autoBcc: [{ email: "boss@example.com" }] }),
    second: (f) => ({
      domainId: "example.com",
      pattern: "sales",
      fromName: "Sales desk",
      fromEmail: "sales@example.com",
      queueId: f.id("General"),
      priority: 2,
      languageId: f.id("Spanish"),
    }),
    secondLive: (f) => ({ fromName: "Sales desk", priority: 2, language: { id: f.id("Spanish") } }),
    third: (f) => ({
      domainId: "second.example.com",
      pattern: "sales",
      fromName: "Sales desk",
      queueId: f.id("General"),
    }),
    replacedBy: ["domainId", "fromEmail", "languageId", "priority"],
    outside: { change: { fromName: "Edited" } },
    drifted: ["fromName"],
    lookup: { shows: (id) => ({ routeId: id.split("/")[1] }) },
  },
};

/** Every type of the table of kinds; some in more than one form. */
export const kinds: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(
    plainResources.map((spec) => {
      const type = typeOf(spec);
      return [type, written[type] ?? kindOf(spec)];
    }),
  ),
  ...written,
};
