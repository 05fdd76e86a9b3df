import { dependencies } from "./dependencies/service.ts";
import { flows } from "./flows/service.ts";
import { page } from "./page/service.ts";
import { partMigrations } from "./resources/parts.ts";
import { referrers, resourceMigrations } from "./resources/resource-table.ts";
import type { Service } from "./service.ts";
import { audits } from "./services/audits/service.ts";
import { contactLists } from "./services/contact-lists.ts";
import { credentials } from "./services/credentials.ts";
import { dataTables } from "./services/data-tables/service.ts";
import { didPools } from "./services/did-pools.ts";
import { divisions } from "./services/divisions.ts";
import { email } from "./services/email/service.ts";
import { emergencyGroups } from "./services/emergency-groups.ts";
import { extensionPools } from "./services/extension-pools.ts";
import { flowLogLevels } from "./services/flow-log-levels.ts";
import { flowMilestones } from "./services/flow-milestones.ts";
import { flowOutcomes } from "./services/flow-outcomes.ts";
import { groups } from "./services/groups.ts";
import { integrations } from "./services/integrations/service.ts";
import { ivrs } from "./services/ivrs.ts";
import { knowledgeBases } from "./services/knowledge-bases.ts";
import { messageRecipients } from "./services/message-recipients.ts";
import { oauth } from "./services/oauth.ts";
import { organisation } from "./services/organisation.ts";
import { prompts } from "./services/prompts/service.ts";
import { queues } from "./services/queues/service.ts";
import { responseLibraries } from "./services/response-libraries.ts";
import { scheduleGroups } from "./services/schedule-groups.ts";
import { schedules } from "./services/schedules.ts";
import { scripts } from "./services/scripts.ts";
import { skillGroups } from "./services/skill-groups.ts";
import { skills } from "./services/skills.ts";
import { triggers } from "./services/triggers.ts";
import { users } from "./services/users/service.ts";
import { worktypes } from "./services/worktypes.ts";

/** In the order of seeding: referenced objects before those that name them. */
const kept: readonly Service[] = [
  organisation,
  divisions,
  users,
  groups,
  oauth,
  skills,
  didPools,
  extensionPools,
  integrations,
  credentials,
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
  triggers,
  ivrs,
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

/** All services of the organisation but those that concern its server: the request log and faults on demand. */
export const services: readonly Service[] = [resources, ...kept];
