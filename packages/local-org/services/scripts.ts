import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import { patchPlain, presentPlain, readPlain } from "../resources/plain-actions.ts";
import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { plainRoutes } from "../resources/plain-routes.ts";
import { plainService } from "../resources/plain-service.ts";

const script: PlainResource = {
  kind: "script",
  type: "COMPOSERSCRIPT",
  path: "/api/v2/scripts",
  operations: ["list", "get"],
  views: ["list"],
  viewFields: "all",
  seed: { list: "scripts" },
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

/** The published versions of the scripts. All seeded scripts are published. */
const published: PlainResource = {
  ...script,
  path: `${script.path}/published`,
  permission: "scripter:publishedScript",
};

/** Scripts for agents. Only their names are stored, so that flows and queues can find them. */
export const scripts = plainService("scripts", [script], {
  routes: [
    ...plainRoutes(published),
    route(
      "postScriptsPublished",
      (c) => {
        const found = readPlain(script, c, String(bodyObject(c.body)["scriptId"] ?? ""));
        return { body: presentPlain(published, c, patchPlain(script, c, found, {})) };
      },
      "scripter:publishedScript:add",
    ),
  ],
});
