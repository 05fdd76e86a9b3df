import { missingField } from "../http/api-error.ts";
import { route } from "../http/operations.ts";
import type { JsonObject } from "../http/route.ts";
import { listByCursor } from "../resources/plain-listing.ts";
import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { shown } from "../resources/plain-routes.ts";
import { plainService } from "../resources/plain-service.ts";

const credential: PlainResource = {
  kind: "credential",
  type: "CREDENTIAL",
  path: "/api/v2/integrations/credentials",
  operations: ["list", "create", "get", "replace", "remove"],
  permission: "integrations:integration",
  createdByEdit: true,
  required: ["name"],
  // Only stores the names of the fields: the platform does not show their values, and nothing here needs them.
  complete: ({ credentialFields, ...posted }) => ({
    ...posted,
    fields: Object.keys((credentialFields ?? {}) as JsonObject),
  }),
  check({ type }) {
    const { id, name } = (type ?? {}) as JsonObject;
    if (![id, name].some((text) => typeof text === "string" && text !== "")) throw missingField("type");
  },
  missing: unknownId,
  present: () => ({ fields: undefined }),
};

/** Credentials of integrations, as `CredentialInfo` of the vendor's SDK: without secrets. */
export const credentials = plainService("credentials", [credential], {
  routes: [
    route(
      "getIntegrationsCredentialsListing",
      (c) => ({ body: listByCursor(credential, c, (one) => shown(credential, c, one, "list")) }),
      "integrations:integration:view",
    ),
  ],
});
