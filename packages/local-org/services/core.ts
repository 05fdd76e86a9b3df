import { referrers, resourceMigrations } from "../resources/resourceStore.ts";
import type { Service } from "../service.ts";
import { didPool, didPools } from "./didPools.ts";
import { division, divisions } from "./divisions.ts";
import { dataAction, integration, integrations } from "./integrations.ts";
import { ivr, ivrs } from "./ivrs.ts";
import { oauth } from "./oauth.ts";
import { organisation } from "./organisation.ts";
import { queue, queues } from "./queues.ts";
import { language, skill, skills, wrapupCode } from "./skills.ts";
import { user, users } from "./users.ts";

/** Dependency-tracking types of the plain resources, by kind. */
const types = new Map(
  [division, user, skill, language, wrapupCode, queue, didPool, ivr, integration, dataAction].map((spec) => [
    spec.kind,
    spec.type,
  ]),
);

/** The table that all plain resources share. */
const resources: Service = {
  name: "resources",
  migrations: resourceMigrations,
  routes: [],
  usages: (store, kind, id) =>
    referrers(store, kind, id).map((by) => ({ type: types.get(by.kind) ?? by.kind, id: by.id, name: by.name })),
};

/** Everything but flows. */
export const coreServices: readonly Service[] = [
  resources,
  organisation,
  divisions,
  users,
  oauth,
  skills,
  didPools,
  integrations,
  queues,
  ivrs,
];
