import type { Organisation } from "../support/organisation.ts";
import type { Walk } from "./walk.ts";

type Body = Record<string, unknown>;
type Refusal = [number, string];

/** What the walk of a kind needs to name. */
export interface There {
  readonly queue: string;
  readonly workflow: string;
  readonly integration: string;
}

/** The first of each, in an organisation whose seed has a queue and an integration. */
export async function whatIsThere(organisation: Pick<Organisation, "call">): Promise<There> {
  const first = async (path: string) => (await organisation.call("GET", `/api/v2/${path}`)).body.entities[0]?.id;
  const body = { name: "Triggered", type: "WORKFLOW" };
  const workflow =
    (await first("flows?type=workflow")) ?? (await organisation.call("POST", "/api/v2/flows", { body })).body.id;
  return { queue: await first("routing/queues"), integration: await first("integrations"), workflow };
}

/** One kind of things: how one is made, changed, refused. */
export interface Kind {
  /** After `/api/v2/`. */
  readonly path: string;
  /** Operations: list, create, read, change, delete; an empty text for what the platform does not have. */
  readonly operations: readonly [list: string, create: string, read: string, change: string, remove: string];
  readonly body: (there: There) => Body;
  /** A body that creation refuses, and how. */
  readonly bad: readonly [body: Body, refusal: Refusal];
  readonly change?: Body;
  /** What a change is answered with where it is not the thing itself. */
  readonly changed?: Body;
  readonly missing: Refusal;
  readonly idField?: string;
  /** Its listing has cursors and no totals. */
  readonly paging?: "cursor";
  /** What a read of one leaves out unless it is asked for. */
  readonly expand?: string;
  /** Made first, and taken away in the end. */
  readonly parent?: { readonly path: string; readonly body: Body };
}

const names = (plural: string, one: string, o: { change?: string; remove?: string } = {}) =>
  [`get${plural}`, `post${plural}`, `get${one}`, o.change ?? `put${one}`, o.remove ?? `delete${one}`] as const;

const named = () => ({ name: "Covered" });
const noName = (code: string): [Body, Refusal] => [{}, [400, code]];
const SCHEMA = {
  type: "object",
  required: ["key"],
  properties: {
    key: { $id: "/properties/key", type: "string", title: "Day", displayOrder: 0 },
    open: { $id: "/properties/open", type: "boolean", default: true, displayOrder: 1 },
  },
};

export const KINDS: readonly Kind[] = [
  {
    path: "architect/ivrs",
    operations: names("ArchitectIvrs", "ArchitectIvr"),
    body: () => ({ name: "Covered", dnis: ["+13175550101"] }),
    bad: [{ name: "Outside", dnis: ["+4930"] }, [400, "general.bad.request"]],
    missing: [404, "not.found"],
  },
  {
    path: "routing/queues",
    operations: names("RoutingQueues", "RoutingQueue"),
    body: named,
    bad: [{ name: "Covered", scoringMethod: "Random" }, [400, "invalid.value"]],
    missing: [404, "resource.not.found"],
  },
  {
    path: "routing/email/domains",
    operations: names("RoutingEmailDomains", "RoutingEmailDomain", { change: "patchRoutingEmailDomain" }),
    body: () => ({ id: "covered.example.com", subDomain: false }),
    bad: [{ id: "no domain" }, [400, "postino.invalid.domain.name"]],
    change: { mailFromSettings: { mailFromDomain: "mail.example.com" } },
    missing: [404, "postino.error.not.found"],
  },
  {
    path: "routing/email/domains/routes.example.com/routes",
    parent: { path: "routing/email/domains", body: { id: "routes.example.com" } },
    operations: names("RoutingEmailDomainRoutes", "RoutingEmailDomainRoute"),
    body: ({ queue }) => ({ id: "", pattern: "sales", fromName: "Sales", queue: { id: queue } }),
    bad: [{ pattern: "no where", fromName: "Sales" }, [400, "postino.error.bad.address"]],
    missing: [404, "postino.error.not.found"],
  },
  {
    path: "authorization/divisions",
    operations: names("AuthorizationDivisions", "AuthorizationDivision"),
    body: () => ({ name: "Covered", description: "" }),
    bad: noName("required.field.missing"),
    missing: [404, "not.found"],
  },
  {
    path: "architect/prompts",
    operations: names("ArchitectPrompts", "ArchitectPrompt"),
    body: named,
    bad: [{ name: "two words" }, [400, "architect.prompt.validate.failed.name"]],
    missing: [404, "architect.prompt.not.found"],
  },
  {
    path: "flows/datatables",
    operations: names("FlowsDatatables", "FlowsDatatable"),
    body: () => ({ name: "Covered", schema: SCHEMA }),
    bad: [{ name: "Bad", schema: { type: "object", properties: {} } }, [400, "flows.datatables.schema.exception"]],
    expand: "schema",
    missing: [404, "flows.datatables.table.not.found"],
  },
  {
    path: "flows/datatables/{parent}/rows",
    parent: { path: "flows/datatables", body: { name: "With rows", schema: SCHEMA } },
    operations: names("FlowsDatatableRows", "FlowsDatatableRow"),
    body: () => ({ key: "New Year/1 é" }),
    bad: [{ key: "x", open: "yes" }, [400, "flows.datatables.schema.exception"]],
    change: { key: "New Year/1 é", open: false },
    missing: [404, "flows.datatables.row.not.found"],
    idField: "key",
  },
  {
    path: "architect/schedules",
    operations: names("ArchitectSchedules", "ArchitectSchedule"),
    body: () => ({
      name: "Covered",
      start: "2026-01-05T08:00:00.000000",
      end: "2026-01-05T17:00:00.000000",
      rrule: "",
    }),
    bad: [{ name: "Zone", start: "2026-01-05T08:00:00Z", end: "2026-01-05T17:00:00" }, [400, "general.bad.request"]],
    missing: [404, "general.resource.not.found"],
  },
  {
    path: "architect/schedulegroups",
    operations: names("ArchitectSchedulegroups", "ArchitectSchedulegroup"),
    body: named,
    bad: [{ name: "Bad", openSchedules: [{ id: "none" }] }, [400, "general.bad.request"]],
    missing: [404, "general.resource.not.found"],
  },
  {
    path: "architect/emergencygroups",
    operations: names("ArchitectEmergencygroups", "ArchitectEmergencygroup"),
    body: named,
    bad: [{ name: "Bad", enabled: "yes" }, [400, "bad.request"]],
    missing: [404, "general.resource.not.found"],
  },
  {
    path: "telephony/providers/edges/didpools",
    operations: names("TelephonyProvidersEdgesDidpools", "TelephonyProvidersEdgesDidpool"),
    body: () => ({
      startPhoneNumber: "+4930100",
      endPhoneNumber: "+4930199",
      description: "",
      comments: "",
      provider: "",
    }),
    bad: [{ startPhoneNumber: "+4930199", endPhoneNumber: "+4930100" }, [400, "general.bad.request"]],
    missing: [404, "general.resource.not.found"],
  },
  {
    path: "flows/milestones",
    operations: names("FlowsMilestones", "FlowsMilestone"),
    body: named,
    bad: noName("required.field.missing"),
    missing: [404, "not.found"],
  },
  {
    path: "flows/outcomes",
    operations: names("FlowsOutcomes", "FlowsOutcome", { remove: "" }),
    changed: { actionName: "UPDATE", actionStatus: "SUCCESS" },
    body: named,
    bad: noName("required.field.missing"),
    missing: [404, "not.found"],
  },
  {
    path: "integrations/actions",
    operations: names("IntegrationsActions", "IntegrationsAction", { change: "patchIntegrationsAction" }),
    body: ({ integration }) => ({
      name: "Covered",
      category: "CRM",
      integrationId: integration,
      config: {},
      contract: {},
    }),
    bad: [{ name: "Bad", category: "CRM", integrationId: "none", config: {}, contract: {} }, [400, "bad.request"]],
    change: { name: "Covered again", version: 1 },
    missing: [404, "not.found"],
    expand: "contract",
  },
  {
    path: "routing/wrapupcodes",
    operations: names("RoutingWrapupcodes", "RoutingWrapupcode"),
    body: named,
    bad: noName("required.field.missing"),
    missing: [404, "not.found"],
  },
  {
    path: "routing/skills",
    operations: names("RoutingSkills", "RoutingSkill", { change: "" }),
    body: named,
    bad: noName("required.field.missing"),
    missing: [404, "not.found"],
  },
  {
    path: "routing/languages",
    operations: names("RoutingLanguages", "RoutingLanguage", { change: "" }),
    body: named,
    bad: noName("required.field.missing"),
    missing: [404, "not.found"],
  },
  {
    path: "groups",
    operations: names("Groups", "Group"),
    body: () => ({ name: "Covered", type: "official", visibility: "public", rulesVisible: true }),
    bad: noName("required.field.missing"),
    change: { name: "Covered again", version: 1 },
    missing: [404, "not.found"],
  },
  {
    path: "users",
    operations: names("Users", "User", { change: "patchUser" }),
    body: () => ({ name: "Covered", email: "covered@example.com" }),
    bad: [{ name: "Covered" }, [400, "required.field.missing"]],
    change: { name: "Covered again", version: 1 },
    missing: [404, "not.found"],
  },
  {
    path: "responsemanagement/libraries",
    operations: names("ResponsemanagementLibraries", "ResponsemanagementLibrary"),
    body: named,
    bad: noName("required.field.missing"),
    change: { name: "Covered again", version: 1 },
    missing: [404, "not.found"],
  },
  {
    path: "integrations",
    operations: names("Integrations", "Integration", { change: "patchIntegration" }),
    body: () => ({ integrationType: { id: "custom-rest-actions" } }),
    bad: [{}, [400, "required.field.missing"]],
    change: { intendedState: "ENABLED" },
    missing: [404, "not.found"],
  },
  {
    path: "outbound/contactlists",
    operations: names("OutboundContactlists", "OutboundContactlist"),
    body: () => ({
      name: "Covered",
      columnNames: ["id", "cell"],
      phoneColumns: [{ columnName: "cell", type: "cell" }],
    }),
    bad: [
      { name: "Bad", columnNames: ["id"], phoneColumns: [{ columnName: "cell", type: "cell" }] },
      [400, "bad.request"],
    ],
    missing: [404, "not.found"],
  },
  {
    path: "knowledge/knowledgebases",
    operations: names("KnowledgeKnowledgebases", "KnowledgeKnowledgebase", { change: "patchKnowledgeKnowledgebase" }),
    body: () => ({ name: "Covered", coreLanguage: "en-US" }),
    bad: [{ name: "Bad" }, [400, "required.field.missing"]],
    change: { description: "said" },
    missing: [404, "not.found"],
    paging: "cursor",
  },
  {
    path: "processautomation/triggers",
    operations: names("ProcessautomationTriggers", "ProcessautomationTrigger"),
    body: ({ workflow }) => ({
      ...{ name: "Covered", topicName: "v2.detail.events.conversation.{id}.customer.end", enabled: true },
      target: { type: "Workflow", id: workflow },
    }),
    bad: [{ name: "Bad", topicName: "v2.x", target: { type: "Workflow", id: "none" } }, [400, "bad.request"]],
    missing: [404, "not.found"],
    paging: "cursor",
  },
  {
    path: "integrations/credentials",
    operations: names("IntegrationsCredentials", "IntegrationsCredential"),
    body: () => ({ name: "Covered", type: { name: "basicAuth" }, credentialFields: { userName: "a", password: "b" } }),
    bad: [{ name: "Bad" }, [400, "required.field.missing"]],
    missing: [404, "not.found"],
  },
  {
    path: "telephony/providers/edges/extensionpools",
    operations: names("TelephonyProvidersEdgesExtensionpools", "TelephonyProvidersEdgesExtensionpool"),
    body: () => ({ startNumber: "8000", endNumber: "8099" }),
    bad: [{ startNumber: "8099", endNumber: "8000" }, [400, "general.bad.request"]],
    missing: [404, "not.found"],
  },
  {
    path: "taskmanagement/worktypes",
    operations: [
      ...["", "postTaskmanagementWorktypes", "getTaskmanagementWorktype", "patchTaskmanagementWorktype"],
      "deleteTaskmanagementWorktype",
    ] as unknown as Kind["operations"],
    body: ({ queue }) => ({ name: "Covered", defaultWorkbinId: "a", defaultQueueId: queue, defaultPriority: 5 }),
    bad: [{ name: "Bad", defaultQueueId: "none", defaultWorkbinId: "a" }, [400, "bad.request"]],
    change: { description: "said" },
    missing: [404, "not.found"],
  },
];

/** Makes, reads, lists, changes and deletes one of the kind, each also refused. */
export async function walkKind(walk: Walk, kind: Kind, there: There): Promise<void> {
  const api = "/api/v2/";
  const [list, create, read, change, remove] = kind.operations;
  const [listParent, createParent] = KINDS.find(({ path }) => path === kind.parent?.path)?.operations ?? [];
  const parent =
    kind.parent && (await walk.ok(createParent ?? "", "POST", api + kind.parent.path, { body: kind.parent.body }));
  if (kind.parent) await walk.ok(listParent ?? "", "GET", api + kind.parent.path);
  const path = api + kind.path.replace("{parent}", parent?.id);
  const method = change.startsWith("patch") ? "PATCH" : "PUT";
  const body = kind.body(there);

  const made = await walk.ok(create, "POST", path, { body });
  await walk.refused(create, "POST", path, kind.bad[1], { body: kind.bad[0] });
  const one = `${path}/${encodeURIComponent(made[kind.idField ?? "id"])}`;
  const full = `?expand=${kind.expand ?? ""}&includeConfig=true&showbrief=false`;
  expect(await walk.ok(read, "GET", one + full)).toEqual(made);
  await walk.refused(read, "GET", `${path}/none`, kind.missing);
  if (list !== "") {
    const listed = await walk.ok(list, "GET", `${path}?pageSize=100`);
    if (kind.paging) expect(listed).not.toHaveProperty("total");
    else expect(listed).toMatchObject({ total: listed.entities.length, pageCount: 1, pageNumber: 1, pageSize: 100 });
    await walk.refused(list, "GET", `${path}?pageSize=0`, [400, "invalid.value"]);
  }
  if (change !== "") {
    const changed = await walk.ok(change, method, one, { body: kind.change ?? body });
    const now = await walk.ok(read, "GET", one + full);
    if (kind.changed) expect(changed).toMatchObject(kind.changed);
    else expect(now).toEqual(changed);
    await walk.refused(change, method, `${path}/none`, kind.missing, { body: kind.change ?? body });
  }
  if (remove === "") return;
  await walk.ok(remove, "DELETE", one);
  await walk.refused(remove, "DELETE", one, kind.missing);
}
