import { createPlain } from "../../resources/plain-actions.ts";
import { plainService } from "../../resources/plain-routes.ts";
import { resourcesNamed } from "../../resources/resource-table.ts";
import type { Service } from "../../service.ts";
import { addMember, memberMigrations } from "./member-table.ts";
import { memberRoutes } from "./members.ts";
import { queue } from "./queue.ts";
import { queueCodeMigrations, queueCodeRoutes } from "./wrapup-codes.ts";

const plain = plainService([queue]);

/** Queues, their members, and the wrap-up codes that they offer. */
export const queues: Service = {
  name: "queues",
  migrations: [...queueCodeMigrations, ...memberMigrations],
  kinds: plain.kinds,
  routes: [...plain.routes, ...memberRoutes, ...queueCodeRoutes],
  seed({ store, seed, scope, directory, added }) {
    for (const { name, description, division, members } of seed.queues) {
      if (resourcesNamed(store, queue.kind, name).length > 0) continue;
      const home = division === undefined ? undefined : directory.named("division", division)[0];
      const { id } = createPlain(queue, scope, { name, description, ...(home ? { division: { id: home.id } } : {}) });
      for (const member of members) {
        const person = directory.named("user", member)[0];
        if (person) addMember(store, id, person.id);
      }
      added("queue", name);
    }
  },
};
