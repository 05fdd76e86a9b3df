import { type Author, authorOf, clientOf, userOf } from "../flows/author.ts";
import { flowKindOf } from "../flows/flow-kinds.ts";
import { requireFlow } from "../flows/flow-table.ts";
import { type ApiError, conflict, notFound } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import {
  findResource,
  listResources,
  type Resource,
  removeResource,
  saveResource,
} from "../resources/resource-table.ts";
import type { Service } from "../service.ts";

/** The stored level has the id of its flow. */
const KIND = "flowLogLevel";
const DEFAULT = { kind: "flowLogLevelDefault", id: "default" } as const;

const missing = (): ApiError => notFound("The flow has no log level of its own.", "not.found");

function write(context: Context, o: { kind: string; id: string; name: string }): Resource {
  const { store, clock, caller } = context;
  const now = clock.now();
  const { logLevelCharacteristics } = bodyObject(context.body);
  const present = findResource(store, o.kind, o.id);
  const author = authorOf(caller);
  const resource: Resource = {
    ...{ id: o.id, name: o.name, version: (present?.version ?? 0) + 1, modified: now },
    ...{ created: present?.created ?? now, createdBy: caller.userId ?? caller.clientId },
    document: { logLevelCharacteristics, author },
  };
  saveResource(store, o.kind, resource);
  return resource;
}

/** `FlowSettingsResponse` of OpenAPI. */
function present({ id, name, modified, document }: Resource, type?: string): JsonObject {
  const author = document["author"] as Author;
  const user = userOf(author);
  return {
    ...(type === undefined ? { id } : { id, name, type }),
    ...(user && { modifiedBy: { id: user["id"], selfUri: user["selfUri"] } }),
    modifiedByClient: clientOf(author),
    dateModified: new Date(modified).toISOString(),
    logLevelCharacteristics: document["logLevelCharacteristics"],
    selfUri: type === undefined ? ORGANISATION : `/api/v2/flows/${id}/instances/settings/loglevels`,
  };
}

function ofFlow(context: Context): { id: string; name: string; type: string; level?: Resource } {
  const { id, name, type } = requireFlow(context.store, context.params["flowId"]);
  const level = findResource(context.store, KIND, id);
  return { id, name, type: flowKindOf(type).apiType.toLowerCase(), level };
}

function read(context: Context): Reply {
  const { level, type, name } = ofFlow(context);
  if (!level) throw missing();
  return { body: present({ ...level, name }, type) };
}

/** @throws ApiError 409 if the flow already has a level, which only `PUT` can change */
function create(context: Context): Reply {
  const { id, name, type, level } = ofFlow(context);
  if (level) throw conflict(`The flow '${name}' already has a log level.`);
  return { body: present(write(context, { kind: KIND, id, name }), type) };
}

function change(context: Context): Reply {
  const { id, name, type, level } = ofFlow(context);
  if (!level) throw missing();
  return { body: present(write(context, { kind: KIND, id, name }), type) };
}

function remove(context: Context): Reply {
  if (!removeResource(context.store, KIND, ofFlow(context).id)) throw missing();
  return { status: 204 };
}

/** The log levels of existing flows. */
function list(context: Context): Reply {
  const levels = listResources(context.store, KIND).flatMap((level) => {
    const flow = context.directory.get("flow", level.id);
    return flow ? [present({ ...level, name: flow.name }, flow.type?.toLowerCase())] : [];
  });
  return { body: page(levels, context) };
}

/** The organisation's own level; assumed to be `Base` until it is set. */
function readDefault({ store }: Context): Reply {
  const level = findResource(store, DEFAULT.kind, DEFAULT.id);
  const usual = { id: DEFAULT.id, logLevelCharacteristics: { level: "Base" }, selfUri: ORGANISATION };
  return { body: level ? present(level) : usual };
}

function changeDefault(context: Context): Reply {
  return { body: present(write(context, { ...DEFAULT, name: DEFAULT.id })) };
}

function removeDefault({ store }: Context): Reply {
  removeResource(store, DEFAULT.kind, DEFAULT.id);
  return { status: 204 };
}

const ORGANISATION = "/api/v2/flows/instances/settings/loglevels/default";
const permission = "architect:flowLogLevel";

/** Log levels of flows, which have no effect here because no flow runs. */
export const flowLogLevels: Service = {
  name: "flowLogLevels",
  routes: [
    route("getFlowInstancesSettingsLoglevels", read, `${permission}:view`),
    route("postFlowInstancesSettingsLoglevels", create, `${permission}:add`),
    route("putFlowInstancesSettingsLoglevels", change, `${permission}:edit`),
    route("deleteFlowInstancesSettingsLoglevels", remove, `${permission}:delete`),
    route("getFlowsInstancesSettingsLoglevels", list, `${permission}:view`),
    route("getFlowsInstancesSettingsLoglevelsDefault", readDefault, `${permission}Default:view`),
    route("putFlowsInstancesSettingsLoglevelsDefault", changeDefault, `${permission}Default:edit`),
    route("deleteFlowsInstancesSettingsLoglevelsDefault", removeDefault, `${permission}Default:delete`),
  ],
};
