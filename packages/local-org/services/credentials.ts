import { missingField } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { createPlain, presentPlain, replacePlain } from "../resources/plain-actions.ts";
import { listByCursor } from "../resources/plain-listing.ts";
import { type PlainResource, scopeOf, unknownId } from "../resources/plain-resource.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

/** Names of the fields alone: the platform shows no value, and nothing here needs one. */
function complete({ credentialFields, ...posted }: JsonObject): JsonObject {
  return { ...posted, fields: Object.keys((credentialFields ?? {}) as JsonObject) };
}

/** @throws ApiError 400 for one without a type */
function check({ type }: JsonObject): void {
  const { id, name } = (type ?? {}) as JsonObject;
  if ([id, name].some((text) => typeof text === "string" && text !== "")) return;
  throw missingField("type");
}

const credential: PlainResource = {
  kind: "credential",
  type: "CREDENTIAL",
  path: "/api/v2/integrations/credentials",
  idParam: "credentialId",
  operations: {
    list: "getIntegrationsCredentials",
    get: "getIntegrationsCredential",
    remove: "deleteIntegrationsCredential",
  },
  permission: "integrations:integration",
  required: ["name"],
  complete,
  check,
  missing: unknownId,
  present: () => ({ fields: undefined }),
};

const shown = (context: Context, resource: ReturnType<typeof createPlain>): Reply => ({
  body: presentPlain(credential, scopeOf(context), resource),
});

const { path } = credential;
const may = (verb: string) => ({ permission: `integrations:integration:${verb}` });

/** Credentials of integrations, in the form of `CredentialInfo` of the vendor's SDK: without what is secret. */
export const credentials: Service = {
  name: "credentials",
  ...plainService(
    [credential],
    [
      {
        ...{ method: "POST", path, operation: "postIntegrationsCredentials", ...may("edit"), ownRequired: true },
        handler: (c) => shown(c, createPlain(credential, scopeOf(c), bodyObject(c.body))),
      },
      {
        ...{ method: "PUT", path: `${path}/{credentialId}`, operation: "putIntegrationsCredential" },
        ...{ ...may("edit"), ownRequired: true },
        handler: (c) =>
          shown(c, replacePlain(credential, scopeOf(c), c.params["credentialId"] as string, bodyObject(c.body))),
      },
      {
        ...{ method: "GET", path: `${path}/listing`, operation: "getIntegrationsCredentialsListing", ...may("view") },
        handler: (c) => ({ body: listByCursor(credential, c) }),
      },
    ],
  ),
};
