import { namedRefs, seedPlain } from "../../resources/plain-seed.ts";
import { plainService } from "../../resources/plain-service.ts";
import type { Service } from "../../service.ts";
import { user } from "../users/user.ts";
import { addMember, memberMigrations } from "./member-table.ts";
import { memberRoutes } from "./members.ts";
import { queue } from "./queue.ts";
import { queueCodeMigrations, queueCodeRoutes } from "./wrapup-codes.ts";

/** Queues, their members, and the wrap-up codes that they offer. */
export const queues: Service = {
  name: "queues",
  migrations: [...queueCodeMigrations, ...memberMigrations],
  ...plainService([queue], [...memberRoutes, ...queueCodeRoutes]),
  seed: (context) => {
    const { store, seed } = context;
    const made = seedPlain(context, queue, seed.queues, ({ name, description }) => ({ name, description }));
    for (const { entry, resource } of made) {
      for (const { id } of namedRefs(context, user.kind, entry.members)) addMember(store, resource.id, id);
    }
  },
};
