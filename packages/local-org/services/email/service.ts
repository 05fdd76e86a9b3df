import { createPlain } from "../../resources/plain-actions.ts";
import { seedPlain } from "../../resources/plain-seed.ts";
import { plainService } from "../../resources/plain-service.ts";
import { listResources } from "../../resources/resource-table.ts";
import type { Service } from "../../service.ts";
import { emailDomain, formerDomainMigrations } from "./domain.ts";
import { emailRoute } from "./route.ts";

/** Domains at which e-mail arrives, and where it goes from there. */
export const email: Service = {
  name: "email",
  migrations: formerDomainMigrations,
  ...plainService([emailDomain, emailRoute]),
  seed: (context) => {
    const { seed, store, directory, scope, added } = context;
    seedPlain(context, emailDomain, seed.emailDomains, ({ name }) => ({ id: name }));
    for (const { name: domain, routes } of seed.emailDomains) {
      const there = listResources(store, emailRoute.kind, domain).map(({ name }) => name.toLowerCase());
      for (const { pattern, fromName, queue } of routes.filter(
        (route) => !there.includes(route.pattern.toLowerCase()),
      )) {
        const target = queue === undefined ? undefined : directory.named("queue", queue)[0];
        const body = { pattern, fromName: fromName ?? pattern, ...(target ? { queue: { id: target.id } } : {}) };
        createPlain(emailRoute, scope, body, domain);
        added(emailRoute.kind, `${pattern}@${domain}`);
      }
    }
  },
};
