import { namedRefs, plainService, seedPlain } from "../../resources/plain-service.ts";
import { user } from "../users/user.ts";
import { addMember, memberMigrations } from "./member-table.ts";
import { memberRoutes } from "./members.ts";
import { queue } from "./queue.ts";
import { queueCodeMigrations, queueCodeRoutes } from "./wrapup-codes.ts";

/** Queues, their members, and the wrap-up codes that they offer. */
export const queues = plainService("queues", [queue], {
  migrations: [...queueCodeMigrations, ...memberMigrations],
  routes: [...memberRoutes, ...queueCodeRoutes],
  seed(context) {
    const { store, seed } = context;
    const made = seedPlain(context, queue, seed.queues, ({ name, description }) => ({ name, description }));
    for (const { entry, resource } of made) {
      for (const { id } of namedRefs(context, user.kind, entry.members)) addMember(store, resource.id, id);
    }
  },
});
