import { bodyObject } from "../http/body.ts";
import type { Context, Reply } from "../http/route.ts";
import { patchPlain, presentPlain } from "../resources/plain-actions.ts";
import { type PlainResource, scopeOf, unknownId } from "../resources/plain-resource.ts";
import { plainRoutes } from "../resources/plain-routes.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

const script: PlainResource = {
  kind: "script",
  type: "COMPOSERSCRIPT",
  path: "/api/v2/scripts",
  idParam: "scriptId",
  operations: { list: "getScripts", get: "getScript" },
  views: { list: "getScriptsDivisionviews", fields: "all" },
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

/** The same scripts by their published version: those of the seed are all published. */
const published: PlainResource = {
  ...script,
  path: `${script.path}/published`,
  operations: { list: "getScriptsPublished", get: "getScriptsPublishedScriptId" },
  views: { list: "getScriptsPublishedDivisionviews", fields: "all" },
  permission: "scripter:publishedScript",
};

/** `POST /scripts/published` publishes again. @throws ApiError 404 */
function publish(context: Context): Reply {
  const { scriptId } = bodyObject(context.body);
  const scope = scopeOf(context);
  return { body: presentPlain(published, scope, patchPlain(script, scope, String(scriptId ?? ""), {})) };
}

/** Scripts that agents see, by name alone: what flows and queues need to find. */
export const scripts: Service = {
  name: "scripts",
  ...plainService(
    [script],
    [
      ...plainRoutes(published),
      {
        method: "POST",
        path: published.path,
        operation: "postScriptsPublished",
        permission: "scripter:publishedScript:add",
        handler: publish,
      },
    ],
  ),
  seed: (context) => seedPlain(context, script, context.seed.scripts),
};
