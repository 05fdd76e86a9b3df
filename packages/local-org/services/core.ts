import type { PlainResource } from "../resources/plainResource.ts";
import { partMigrations } from "../resources/resourceParts.ts";
import { referrers, resourceMigrations } from "../resources/resourceStore.ts";
import type { Service } from "../service.ts";
import { contactList, contactLists } from "./contactLists.ts";
import { dataTable } from "./dataTables/dataTable.ts";
import { dataTables } from "./dataTables/service.ts";
import { didPool, didPools } from "./didPools.ts";
import { division, divisions } from "./divisions.ts";
import { emailDomain } from "./email/domain.ts";
import { emailRoute } from "./email/route.ts";
import { email } from "./email/service.ts";
import { emergencyGroup, emergencyGroups } from "./emergencyGroups.ts";
import { flowMilestone, flowMilestones } from "./flowMilestones.ts";
import { flowOutcome, flowOutcomes } from "./flowOutcomes.ts";
import { group } from "./groups/group.ts";
import { groups } from "./groups/service.ts";
import { dataAction } from "./integrations/action.ts";
import { integration } from "./integrations/integration.ts";
import { integrations } from "./integrations/service.ts";
import { ivr, ivrs } from "./ivrs.ts";
import { knowledgeBase, knowledgeBases } from "./knowledgeBases.ts";
import { messageRecipient, messageRecipients } from "./messageRecipients.ts";
import { oauth } from "./oauth.ts";
import { organisation } from "./organisation.ts";
import { prompt } from "./prompts/prompt.ts";
import { prompts } from "./prompts/service.ts";
import { queue } from "./queues/queue.ts";
import { queues } from "./queues/service.ts";
import { responseLibraries, responseLibrary } from "./responseLibraries.ts";
import { scheduleGroup, scheduleGroups } from "./scheduleGroups.ts";
import { schedule, schedules } from "./schedules.ts";
import { script, scripts } from "./scripts.ts";
import { skillGroup, skillGroups } from "./skillGroups.ts";
import { language, skill, skills, wrapupCode } from "./skills.ts";
import { users } from "./users/service.ts";
import { user } from "./users/user.ts";
import { worktype, worktypes } from "./worktypes.ts";

const plain: readonly PlainResource[] = [
  ...[division, user, group, skill, language, wrapupCode, queue, didPool, ivr, integration, dataAction],
  ...[prompt, dataTable, schedule, scheduleGroup, emergencyGroup, emailDomain, emailRoute],
  ...[flowMilestone, flowOutcome, script, messageRecipient],
  ...[skillGroup, contactList, knowledgeBase, responseLibrary, worktype],
];

/** Dependency-tracking types of the plain resources, by kind. */
const types = new Map(plain.map((spec) => [spec.kind, spec.type]));

/** The table that all plain resources share. */
const resources: Service = {
  name: "resources",
  migrations: [...resourceMigrations, ...partMigrations],
  routes: [],
  usages: (store, kind, id) =>
    referrers(store, kind, id).map((by) => ({ type: types.get(by.kind) ?? by.kind, id: by.id, name: by.name })),
};

/** Everything but flows. Seeds run in this order: names before those who name them. */
export const coreServices: readonly Service[] = [
  resources,
  organisation,
  divisions,
  users,
  groups,
  oauth,
  skills,
  didPools,
  integrations,
  prompts,
  scripts,
  queues,
  schedules,
  scheduleGroups,
  emergencyGroups,
  email,
  dataTables,
  flowMilestones,
  flowOutcomes,
  messageRecipients,
  skillGroups,
  contactLists,
  knowledgeBases,
  responseLibraries,
  worktypes,
  ivrs,
];
