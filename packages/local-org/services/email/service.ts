import { createPlain } from "../../resources/plain-actions.ts";
import { plainService } from "../../resources/plain-service.ts";
import { listResources } from "../../resources/resource-table.ts";
import { emailDomain, formerDomainMigrations } from "./domain.ts";
import { emailRoute } from "./route.ts";

/** Domains at which e-mail arrives, and where it goes from there. */
export const email = plainService("email", [emailDomain, emailRoute], {
  migrations: formerDomainMigrations,
  seed(context) {
    const { seed, store, directory, added } = context;
    for (const { name: domain, routes } of seed.emailDomains) {
      const there = listResources(store, emailRoute.kind, domain).map(({ name }) => name.toLowerCase());
      for (const { pattern, fromName, queue } of routes) {
        if (there.includes(pattern.toLowerCase())) continue;
        const target = queue === undefined ? undefined : directory.named("queue", queue)[0];
        const body = { pattern, fromName: fromName ?? pattern, ...(target ? { queue: { id: target.id } } : {}) };
        createPlain(emailRoute, context, body, domain);
        added(emailRoute.kind, `${pattern}@${domain}`);
      }
    }
  },
});
