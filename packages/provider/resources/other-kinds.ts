import { type Kind, type Lookup, lookupByName, nameOf, idOf as objectId, textOf } from "./kind.ts";

/** A kind that no plain resource creates. */
export interface OtherKind extends Kind {
  readonly path: string;
  /** Its function: `Script` for `getScript`. */
  readonly lookup?: Lookup & { readonly type: string };
}

const flows = "/api/v2/flows";

/**
 * The kinds that documents name and no plain resource creates. Sources: reference/platform-api.openapi.json; from `script` on,
 * which it omits, the paths of the vendor's SDK (purecloud-platform-client-v2 262.0.0: `getScripts`, `getUsers`,
 * `postUsersSearch`, `getGroups`, `postGroupsSearch`, `getRoutingSkillgroups`, `getOutboundContactlists`,
 * `getKnowledgeKnowledgebases`, `getResponsemanagementLibraries`, `postTaskmanagementWorktypesQuery`). The bodies of searches
 * and queries are those of the vendor's Terraform provider (genesyscloud/group, genesyscloud/user,
 * genesyscloud/task_management_worktype).
 *
 * The platform's own prompts are not in the table: every organisation has them, and no source says that the listing uses the
 * names of documents.
 */
export const otherKinds: readonly OtherKind[] = [
  { noun: "flow", path: flows, permission: "architect:flow", named: { kind: "flow", flow: "any" } },
  { noun: "in-queue flow", path: flows, permission: "architect:flow", named: { kind: "inqueueFlow", flow: "any" } },
  {
    noun: "common module",
    path: flows,
    permission: "architect:flow",
    named: { kind: "commonModule", flow: "commonModule" },
  },
  { noun: "bot flow", path: flows, permission: "architect:flow", named: { kind: "botFlow", flow: "botFlow" } },
  {
    noun: "digital bot flow",
    path: flows,
    permission: "architect:flow",
    named: { kind: "digitalBotFlow", flow: "digitalBot" },
  },
  {
    noun: "data action",
    path: "/api/v2/integrations/actions",
    permission: "integrations:action",
    named: { kind: "dataAction" },
    lookup: {
      type: "IntegrationAction",
      description: "Looks up a data action by name and category.",
      inputs: {
        ...nameOf("data action"),
        category: {
          type: "string",
          description:
            "Category: the name of the integration. Required when several integrations have an action of this name.",
        },
      },
      outputs: {
        ...objectId("data action"),
        ...nameOf("data action"),
        category: { type: "string", description: "Category of the data action." },
        integrationId: { type: "string", description: "Id of the integration that it belongs to." },
      },
      same: (candidate, given) =>
        candidate["name"] === given["name"] &&
        (given["category"] === undefined || candidate["category"] === given["category"]),
      show: (found) => ({
        name: found["name"],
        category: textOf(found["category"]),
        integrationId: textOf(found["integrationId"]),
      }),
    },
  },
  { noun: "language skill", path: "/api/v2/routing/languages", named: { kind: "language" } },
  {
    noun: "flow outcome",
    path: "/api/v2/flows/outcomes",
    permission: "architect:flowOutcome",
    named: { kind: "flowOutcome" },
  },
  {
    noun: "flow milestone",
    path: "/api/v2/flows/milestones",
    permission: "architect:flowMilestone",
    named: { kind: "flowMilestone" },
  },
  {
    noun: "script",
    path: "/api/v2/scripts",
    permission: "scripter:script",
    named: { kind: "script" },
    lookup: { type: "Script", ...lookupByName("script", ["divisionId"]) },
  },
  {
    noun: "user",
    path: "/api/v2/users",
    named: {
      kind: "user",
      query: { state: "any" }, // without it only active users; no source says that a flow cannot name an inactive one
      search: { path: "/api/v2/users/search", fields: ["name", "email"], states: ["active", "inactive"] },
    },
  },
  {
    noun: "group",
    path: "/api/v2/groups",
    named: { kind: "group", search: { path: "/api/v2/groups/search", fields: ["name"] } },
  },
  {
    noun: "skill group",
    path: "/api/v2/routing/skillgroups",
    permission: "routing:skillGroup",
    named: { kind: "skillGroup", paging: "cursor" },
  },
  {
    noun: "contact list",
    path: "/api/v2/outbound/contactlists",
    permission: "outbound:contactList",
    named: { kind: "contactList" },
  },
  {
    noun: "knowledge base",
    path: "/api/v2/knowledge/knowledgebases",
    permission: "knowledge:knowledgebase",
    named: { kind: "knowledgeBase", paging: "cursor" },
  },
  {
    noun: "response library",
    path: "/api/v2/responsemanagement/libraries",
    permission: "responses:library",
    named: { kind: "responseLibrary", nameParameter: "libraryPrefix" },
  },
  {
    noun: "worktype",
    path: "/api/v2/taskmanagement/worktypes/query",
    permission: "workitems:worktype",
    named: { kind: "worktype", paging: "query" },
  },
];
