import { services } from "../../../packages/local-org/services.ts";

/** Creation, reading, listing, changing and deleting of one kind: the vendor's names of its operations. */
const crud = (plural: string, one: string, o: { change?: "put" | "patch" | "none" } = {}): string[] => [
  `get${plural}`,
  `post${plural}`,
  `get${one}`,
  ...(o.change === "none" ? [] : [`${o.change ?? "put"}${one}`]),
  `delete${one}`,
];

const tracking = (...names: string[]) => names.map((name) => `getArchitectDependencytracking${name}`);

/** The endpoint set of reference/platform-api.md §7, row by row. */
export const ENDPOINTS: Readonly<Record<string, readonly string[]>> = {
  "POST /oauth/token": ["issueToken"],
  "GET /api/v2/organizations/me": ["getOrganizationsMe"],
  "GET /api/v2/authorization/products": ["getAuthorizationProducts"],
  "POST /api/v2/flows/jobs": ["postFlowsJobs"],
  "PUT <presignedUrl>": ["putFlowUpload"],
  "GET /api/v2/flows/jobs/{jobId}": ["getFlowsJob"],
  "GET /api/v2/flows/{flowId}": ["getFlow"],
  "DELETE /api/v2/flows/{flowId}": ["deleteFlow"],
  "POST /api/v2/flows/actions/unlock": ["postFlowsActionsUnlock"],
  "GET /api/v2/flows": ["getFlows"],
  "GET /api/v2/flows/lookup, POST /api/v2/flows, PUT /api/v2/flows/{id}, DELETE /api/v2/flows?id=": [
    ...["getFlowsLookup", "postFlows", "putFlow", "deleteFlows"],
  ],
  "POST /api/v2/flows/actions/{checkin,checkout,publish,revert,deactivate}": [
    ...["Checkin", "Checkout", "Publish", "Revert", "Deactivate"].map((action) => `postFlowsActions${action}`),
  ],
  "GET /api/v2/flows/{id}/latestconfiguration, …/versions, …/versions/{v}, …/versions/{v}/configuration, …/history": [
    ...["getFlowLatestconfiguration", "getFlowVersions", "getFlowVersion", "getFlowVersionConfiguration"],
    ...["postFlowHistory", "getFlowHistoryHistoryId"],
  ],
  "POST/GET /api/v2/flows/export/jobs[/{jobId}], GET <downloadUrl>": [
    ...["postFlowsExportJobs", "getFlowsExportJob", "getFlowDownload"],
  ],
  "POST/GET /api/v2/flows/validate/jobs[/{jobId}]": ["postFlowsValidateJobs", "getFlowsValidateJob"],
  "GET /api/v2/architect/dependencytracking{,/consumedresources,/consumingresources,/object,/updatedresourceconsumers,/deletedresourceconsumers,/types,/types/{id}}, GET+POST …/build":
    [
      ...tracking("", "Consumedresources", "Consumingresources", "Object", "Updatedresourceconsumers"),
      ...tracking("Deletedresourceconsumers", "Types", "Type", "Build"),
      "postArchitectDependencytrackingBuild",
    ],
  "GET,POST /api/v2/architect/ivrs; GET,PUT,DELETE …/{ivrId}": crud("ArchitectIvrs", "ArchitectIvr"),
  "GET,POST /api/v2/routing/email/domains; GET,PATCH,DELETE …/{domainId}": crud(
    "RoutingEmailDomains",
    "RoutingEmailDomain",
    { change: "patch" },
  ),
  "GET,POST /api/v2/routing/email/domains/{domain}/routes; GET,PUT,DELETE …/{routeId}": crud(
    "RoutingEmailDomainRoutes",
    "RoutingEmailDomainRoute",
  ),
  "GET,POST /api/v2/routing/queues; GET,PUT,DELETE …/{queueId}": crud("RoutingQueues", "RoutingQueue"),
  "GET,POST /api/v2/routing/queues/{id}/members; PATCH …/{memberId}": [
    ...["getRoutingQueueMembers", "postRoutingQueueMembers", "patchRoutingQueueMember"],
  ],
  "GET,POST /api/v2/routing/queues/{id}/wrapupcodes; DELETE …/{codeId}": [
    ...["getRoutingQueueWrapupcodes", "postRoutingQueueWrapupcodes", "deleteRoutingQueueWrapupcode"],
  ],
  "GET,POST /api/v2/authorization/divisions; GET,PUT,DELETE …/{id}; GET …/home": [
    ...crud("AuthorizationDivisions", "AuthorizationDivision"),
    "getAuthorizationDivisionsHome",
  ],
  "POST /api/v2/authorization/divisions/{id}/objects/{type}": ["postAuthorizationDivisionObject"],
  "GET,POST /api/v2/architect/prompts; GET,PUT,DELETE …/{id}": crud("ArchitectPrompts", "ArchitectPrompt"),
  "GET,POST /api/v2/architect/prompts/{id}/resources; GET,PUT,DELETE …/{lang}; POST <uploadUri>": [
    ...crud("ArchitectPromptResources", "ArchitectPromptResource"),
    "uploadPromptResource",
  ],
  "GET,POST /api/v2/flows/datatables; GET,PUT,DELETE …/{id} (+ rows for datatable_row)": [
    ...crud("FlowsDatatables", "FlowsDatatable"),
    ...crud("FlowsDatatableRows", "FlowsDatatableRow"),
  ],
  "GET,POST /api/v2/architect/schedules; GET,PUT,DELETE …/{id}": crud("ArchitectSchedules", "ArchitectSchedule"),
  "GET,POST /api/v2/architect/schedulegroups; GET,PUT,DELETE …/{id}": crud(
    "ArchitectSchedulegroups",
    "ArchitectSchedulegroup",
  ),
  "GET,POST /api/v2/telephony/providers/edges/didpools; GET,PUT,DELETE …/{id}": crud(
    "TelephonyProvidersEdgesDidpools",
    "TelephonyProvidersEdgesDidpool",
  ),
  "nice to have: GET /users/me, /tokens/me, /routing/{skills,languages,wrapupcodes} CRUD": [
    ...["getUsersMe", "getTokensMe"],
    ...crud("RoutingSkills", "RoutingSkill", { change: "none" }),
    ...crud("RoutingLanguages", "RoutingLanguage", { change: "none" }),
    ...crud("RoutingWrapupcodes", "RoutingWrapupcode"),
  ],
};

/** What users, groups, skill groups and integrations have besides; `people.test.ts` walks through them. */
export const PEOPLE: readonly string[] = [
  ...["getGroupMembers", "postGroupMembers", "deleteGroupMembers", "getGroupIndividuals"],
  ...["getVoicemailGroupPolicy", "patchVoicemailGroupPolicy"],
  ...["postRoutingSkillgroups", "patchRoutingSkillgroup", "deleteRoutingSkillgroup"],
  ...["getRoutingSkillgroupMembersDivisions", "postRoutingSkillgroupMembersDivisions"],
  ...["getRoutingSkillgroupMembers", "getUserSkillgroups"],
  ...["getUserRoutingskills", "patchUserRoutingskillsBulk", "deleteUserRoutingskill"],
  ...["getUserRoutinglanguages", "patchUserRoutinglanguagesBulk", "deleteUserRoutinglanguage"],
  ...["putUserProfileskills", "postUserPassword", "getVoicemailUserpolicy", "patchVoicemailUserpolicy"],
  ...["getRoutingUserUtilization", "putRoutingUserUtilization", "deleteRoutingUserUtilization"],
  ...["getIntegrationConfigCurrent", "putIntegrationConfigCurrent"],
];

/** Who wrote what; `audits.test.ts` walks through them. */
export const AUDITS: readonly string[] = [
  ...["postAuditsQuery", "getAuditsQueryTransactionId", "getAuditsQueryTransactionIdResults"],
  ...["postAuditsQueryRealtime", "postAuditsQueryRealtimeRelated"],
  ...["getAuditsQueryServicemapping", "getAuditsQueryRealtimeServicemapping"],
];

/** Drafts of data actions and their functions; `drafts.test.ts` walks through them. */
export const DRAFTS: readonly string[] = [
  ...["getIntegrationsActionsDrafts", "postIntegrationsActionsDrafts", "getIntegrationsActionsCategories"],
  ...["get", "post", "patch", "delete"].map((verb) => `${verb}IntegrationsActionDraft`),
  ...["getIntegrationsActionDraftValidation", "postIntegrationsActionDraftPublish"],
  ...["getIntegrationsActionDraftTemplate", "getIntegrationsActionFunction", "getIntegrationsActionDraftFunction"],
  ...["putIntegrationsActionDraftFunction", "postIntegrationsActionDraftFunctionUpload", "putActionFunctionUpload"],
];

/** Jobs of tables, levels of logs, recordings and history of prompts; `jobs.test.ts` walks through them. */
export const JOBS: readonly string[] = [
  ...["postFlowsDatatableExportJobs", "getFlowsDatatableExportJob", "getDatatableDownload"],
  ...["postFlowsDatatableImportJobs", "postFlowsDatatableImportCsvJobs", "getFlowsDatatableImportJobs"],
  ...["getFlowsDatatableImportJob", "putDatatableUpload", "postDatatableUpload"],
  ...["get", "post", "put", "delete"].map((verb) => `${verb}FlowInstancesSettingsLoglevels`),
  ...["getFlowsInstancesSettingsLoglevels", "getFlowsInstancesSettingsLoglevelsDefault"],
  ...["postArchitectPromptResourceUploads", "putPromptResourceUpload", "deleteArchitectPromptResourceAudio"],
  ...["postArchitectPromptHistory", "getArchitectPromptHistoryHistoryId"],
  ...["putFlowsInstancesSettingsLoglevelsDefault", "deleteFlowsInstancesSettingsLoglevelsDefault"],
];

/** What waits in a queue; `endpoints.test.ts` walks through them. */
export const WAITING: readonly string[] = ["postAnalyticsQueuesObservationsQuery"];

/** A HEAD has no body to look at; `core/oauth.test.ts` says what becomes of a token that was ended. */
const TOKENS = ["headTokensMe", "deleteTokensMe"];

const elsewhere = new Set([
  ...Object.values(ENDPOINTS).flat(),
  ...PEOPLE,
  ...AUDITS,
  ...DRAFTS,
  ...JOBS,
  ...WAITING,
  ...TOKENS,
]);

/** Beyond §7: all other operations that the organisation has. What is added to it is asked for here at once. */
export const BEYOND: readonly string[] = services
  .flatMap(({ routes }) => routes)
  .map(({ operation }) => operation)
  .filter((operation) => !operation.includes("Local") && !elsewhere.has(operation));
