import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

const script: PlainResource = {
  kind: "script",
  type: "COMPOSERSCRIPT",
  path: "/api/v2/scripts",
  idParam: "scriptId",
  operations: { list: "getScripts", get: "getScript" },
  permission: "scripter:script",
  divisioned: true,
  required: ["name"],
  missing: unknownId,
  nameSearch: "part",
  present: (resource) => ({
    createdDate: new Date(resource.created).toISOString(),
    modifiedDate: new Date(resource.modified).toISOString(),
    publishedDate: new Date(resource.modified).toISOString(),
  }),
};

/** Scripts that agents see, by name alone: what flows and queues need to find. */
export const scripts: Service = {
  name: "scripts",
  ...plainService([script]),
  seed: (context) => seedPlain(context, script, context.seed.scripts),
};
