import { partMigrations } from "../resources/parts.ts";
import type { PlainResource } from "../resources/plain-resource.ts";
import { referrers, resourceMigrations } from "../resources/resource-table.ts";
import type { Service } from "../service.ts";
import { contactList, contactLists } from "./contact-lists.ts";
import { dataTable } from "./data-tables/data-table.ts";
import { dataTables } from "./data-tables/service.ts";
import { didPool, didPools } from "./did-pools.ts";
import { division, divisions } from "./divisions.ts";
import { emailDomain } from "./email/domain.ts";
import { emailRoute } from "./email/route.ts";
import { email } from "./email/service.ts";
import { emergencyGroup, emergencyGroups } from "./emergency-groups.ts";
import { flowMilestone, flowMilestones } from "./flow-milestones.ts";
import { flowOutcome, flowOutcomes } from "./flow-outcomes.ts";
import { group } from "./groups/group.ts";
import { groups } from "./groups/service.ts";
import { dataAction } from "./integrations/action.ts";
import { integration } from "./integrations/integration.ts";
import { integrations } from "./integrations/service.ts";
import { ivr, ivrs } from "./ivrs.ts";
import { knowledgeBase, knowledgeBases } from "./knowledge-bases.ts";
import { messageRecipient, messageRecipients } from "./message-recipients.ts";
import { oauth } from "./oauth.ts";
import { organisation } from "./organisation.ts";
import { prompt } from "./prompts/prompt.ts";
import { prompts } from "./prompts/service.ts";
import { queue } from "./queues/queue.ts";
import { queues } from "./queues/service.ts";
import { responseLibraries, responseLibrary } from "./response-libraries.ts";
import { scheduleGroup, scheduleGroups } from "./schedule-groups.ts";
import { schedule, schedules } from "./schedules.ts";
import { script, scripts } from "./scripts.ts";
import { skillGroup, skillGroups } from "./skill-groups.ts";
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
