import { dependencies } from "./dependencies/service.ts";
import { flows } from "./flows/service.ts";
import { page } from "./page/service.ts";
import { partMigrations } from "./resources/parts.ts";
import { plainService } from "./resources/plain-service.ts";
import { referrers, resourceMigrations } from "./resources/resource-table.ts";
import type { Service } from "./service.ts";
import { audits } from "./services/audits/service.ts";
import { contactLists } from "./services/contact-lists.ts";
import { credentials } from "./services/credentials.ts";
import { dataTables } from "./services/data-tables/service.ts";
import { didPools } from "./services/did-pools.ts";
import { divisions } from "./services/divisions.ts";
import { email } from "./services/email.ts";
import { extensionPools } from "./services/extension-pools.ts";
import { flowLogLevels } from "./services/flow-log-levels.ts";
import { flowMilestone, flowOutcome } from "./services/flow-milestones-and-outcomes.ts";
import { groups } from "./services/groups.ts";
import { integrations } from "./services/integrations/service.ts";
import { ivr } from "./services/ivrs.ts";
import { knowledgeBase } from "./services/knowledge-bases.ts";
import { messageRecipient } from "./services/message-recipients.ts";
import { oauth } from "./services/oauth.ts";
import { emergencyGroup, schedule, scheduleGroup } from "./services/opening-hours.ts";
import { organisation } from "./services/organisation.ts";
import { prompts } from "./services/prompts/service.ts";
import { queues } from "./services/queues/service.ts";
import { responseLibrary } from "./services/response-libraries.ts";
import { scripts } from "./services/scripts.ts";
import { skillGroups } from "./services/skill-groups.ts";
import { language, skill, wrapupCode } from "./services/skills.ts";
import { trigger } from "./services/triggers.ts";
import { users } from "./services/users/service.ts";
import { worktypes } from "./services/worktypes.ts";

/** The services in the order of seeding: referenced objects come before the objects that reference them. */
const kept: readonly Service[] = [
  organisation,
  divisions,
  users,
  groups,
  oauth,
  plainService("skills", [skill, language, wrapupCode]),
  didPools,
  extensionPools,
  integrations,
  credentials,
  prompts,
  scripts,
  queues,
  plainService("schedules", [schedule]),
  plainService("scheduleGroups", [scheduleGroup]),
  plainService("emergencyGroups", [emergencyGroup]),
  email,
  dataTables,
  plainService("flowMilestones", [flowMilestone]),
  plainService("flowOutcomes", [flowOutcome]),
  plainService("messageRecipients", [messageRecipient]),
  skillGroups,
  contactLists,
  plainService("knowledgeBases", [knowledgeBase]),
  plainService("responseLibraries", [responseLibrary]),
  worktypes,
  plainService("triggers", [trigger]),
  plainService("ivrs", [ivr]),
  flows,
  flowLogLevels,
  dependencies,
  audits,
  page,
];

/** Dependency-tracking types of the plain resources, by kind. */
const types = new Map(kept.flatMap(({ resources = [] }) => resources.map(({ kind, type }) => [kind, type] as const)));

/** The tables that all plain resources share. */
const resources: Service = {
  name: "resources",
  migrations: [...resourceMigrations, ...partMigrations],
  routes: [],
  usages: (store, kind, id) => referrers(store, kind, id).map((by) => ({ ...by, type: types.get(by.kind) ?? by.kind })),
};

/** All services of the organisation except the server's own: the request log and faults on demand. */
export const services: readonly Service[] = [resources, ...kept];
