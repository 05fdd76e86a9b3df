import { notFound } from "../http/api-error.ts";
import { route } from "../http/operations.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { plainService } from "../resources/plain-service.ts";
import { listResources, type Resource } from "../resources/resource-table.ts";
import type { Store } from "../store/store.ts";
import { checkedRange, hasNumber, type RangeKind, refuseOverlap } from "./number-ranges.ts";

const EXTENSIONS: RangeKind = {
  kind: "extensionPool",
  fields: ["startNumber", "endNumber"],
  form: /^\d{1,15}$/,
  malformed: (number) => `'${number}' is not an extension: an extension has only digits.`,
  disorder: "The end number must not be before the start number.",
  overlap: (pool) => `The extensions overlap with those of the pool ${pool}.`,
};

const extensionPool: PlainResource = {
  kind: EXTENSIONS.kind,
  type: "EXTENSIONPOOL",
  path: "/api/v2/telephony/providers/edges/extensionpools",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list"],
  permission: "telephony:plugin:all",
  divisioned: true,
  versioned: true,
  stateful: true,
  dated: true,
  required: ["startNumber", "endNumber"],
  missing: unknownId,
  nameOf: ({ startNumber, endNumber }) => `${startNumber} - ${endNumber}`,
  complete: ({ name: _, ...document }) => document,
  filters: { number: (pool, [text = ""]) => hasNumber(EXTENSIONS, pool, text) },
  // It is assumed that pools do not overlap, as for numbers.
  check: (document, scope, id) => refuseOverlap(EXTENSIONS, checkedRange(EXTENSIONS, document), scope, id),
  present: ({ name }) => ({ name }),
};

/** The path of the extensions themselves. */
const PATH = "/api/v2/telephony/providers/edges/extensions";

/** The extensions in users' addresses, with their pools. Each id consists of the user's id and the extension. */
function extensions(store: Store): JsonObject[] {
  const pools = listResources(store, extensionPool.kind);
  return listResources(store, "user").flatMap((user) =>
    numbersOf(user).flatMap((number) => {
      const pool = pools.find((one) => hasNumber(EXTENSIONS, one, number));
      if (!pool) return [];
      const id = `${user.id}-${number}`;
      return [
        {
          ...{ id, name: number, number, state: "active", version: 1, ownerType: "USER" },
          owner: { id: user.id, name: user.name, selfUri: `/api/v2/users/${user.id}` },
          extensionPool: { id: pool.id, name: pool.name, selfUri: `${extensionPool.path}/${pool.id}` },
          selfUri: `${PATH}/${id}`,
        },
      ];
    }),
  );
}

function numbersOf({ document }: Resource): string[] {
  const addresses = Array.isArray(document["addresses"]) ? (document["addresses"] as (JsonObject | null)[]) : [];
  const numbers = addresses.map((address) => address?.["extension"]).filter((number) => typeof number === "string");
  return [...new Set(numbers)];
}

function list(context: Context): Reply {
  const number = context.query.get("number");
  const found = extensions(context.store).filter((one) => number === undefined || one["number"] === number);
  return { body: page(found, context) };
}

/** @throws ApiError 404 */
function read(context: Context): Reply {
  const found = extensions(context.store).find(({ id }) => id === context.params["extensionId"]);
  if (!found) throw notFound("The extension was not found.", "not.found");
  return { body: found };
}

/** Ranges of extensions and the extensions of users. */
export const extensionPools = plainService("extensionPools", [extensionPool], {
  routes: [
    route("getTelephonyProvidersEdgesExtensions", list, extensionPool.permission),
    route("getTelephonyProvidersEdgesExtension", read, extensionPool.permission),
  ],
});
