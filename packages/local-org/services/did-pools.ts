import { createHash } from "node:crypto";
import { conflict, invalidValue, notFound } from "../http/api-error.ts";
import { route } from "../http/operations.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { createPlain } from "../resources/plain-actions.ts";
import type { PlainResource, ResourceScope } from "../resources/plain-resource.ts";
import { plainService } from "../resources/plain-service.ts";
import { findResource, listResources, type Resource } from "../resources/resource-table.ts";
import type { Store } from "../store/store.ts";
import { checkedRange, hasNumber, poolWith, type RangeKind, rangeOf, refuseOverlap } from "./number-ranges.ts";

const NUMBERS: RangeKind = {
  kind: "didPool",
  fields: ["startPhoneNumber", "endPhoneNumber"],
  form: /^\+[1-9]\d{3,14}$/,
  malformed: (number) => `'${number}' is not a number in E.164 form.`,
  disorder: "The end phone number must not be before the start phone number.",
  overlap: (pool) => `The numbers overlap with those of the DID pool ${pool}.`,
};

const PROVIDERS = ["PURE_CLOUD", "PURE_CLOUD_VOICE"];

function check(document: JsonObject, scope: ResourceScope, id: string | undefined): void {
  const range = checkedRange(NUMBERS, document);
  if (!PROVIDERS.includes(String(document["provider"])))
    throw invalidValue("provider", document["provider"], PROVIDERS);
  refuseOverlap(NUMBERS, range, scope, id);
  const present = id === undefined ? undefined : findResource(scope.store, NUMBERS.kind, id);
  if (present) refuseIfAssigned(scope.store, present, (number) => number < range.start || number > range.end);
}

/** @throws ApiError 409 if a number that would leave the pool (`leaves`) is assigned to an IVR */
function refuseIfAssigned(store: Store, pool: Resource, leaves: (number: bigint) => boolean): void {
  const held = assignedNumbers(store).filter(
    ({ number }) => hasNumber(NUMBERS, pool, number) && leaves(BigInt(number)),
  );
  if (held.length === 0) return;
  const by = held.map(({ number, ivr }) => `${number} (IVR '${ivr.name}')`).join(", ");
  throw conflict(
    `The request could not be completed by the server due to a conflict. Numbers are in use: ${by}.`,
    held.map(({ ivr }) => ({ errorCode: "in.use", entityId: ivr.id, entityName: ivr.name })),
  );
}

const didPool: PlainResource = {
  kind: "didPool",
  type: "DIDPOOL",
  path: "/api/v2/telephony/providers/edges/didpools",
  operations: ["list", "create", "get", "replace", "remove"],
  permission: "telephony:plugin:all",
  versioned: true,
  stateful: true,
  dated: true,
  required: ["startPhoneNumber", "endPhoneNumber"],
  missing: { status: 404, code: "general.resource.not.found", message: "The DID Pool was not found." },
  nameOf: (document) => `${document["startPhoneNumber"]} - ${document["endPhoneNumber"]}`,
  complete: ({ name: _, ...document }) => ({ ...document, provider: document["provider"] || "PURE_CLOUD" }),
  check,
  present: ({ name }) => ({ name }),
  checkRemoval: (pool, { store }) => refuseIfAssigned(store, pool, () => true),
};

export const poolOf = (store: Store, number: string): Resource | undefined => poolWith(NUMBERS, store, number);

const MAX_LISTED = 10_000n;

/** `GET …/didpools/dids?type=ASSIGNED|UNASSIGNED|ASSIGNED_AND_UNASSIGNED`: the individual numbers. */
function listNumbers(context: Context): Reply {
  const type = context.query.get("type")?.toUpperCase() ?? "ASSIGNED_AND_UNASSIGNED";
  const match = context.query.get("numberMatch") ?? "";
  const owners = new Map(assignedNumbers(context.store).map(({ number, ivr }) => [number, ivr]));
  const ids = context.query.all("id");
  const pools = listResources(context.store, NUMBERS.kind).filter(({ id }) => ids.length === 0 || ids.includes(id));
  const numbers = pools.flatMap((pool) => {
    const { start, end } = rangeOf(NUMBERS, pool.document);
    const length = end - start >= MAX_LISTED ? MAX_LISTED : end - start + 1n;
    return Array.from({ length: Number(length) }, (_, index) => {
      const number = `+${start + BigInt(index)}`;
      const owner = owners.get(number);
      return {
        number,
        assigned: owner !== undefined,
        didPool: { id: pool.id, selfUri: `${didPool.path}/${pool.id}` },
        ...(owner ? { owner: { id: owner.id, name: owner.name }, ownerType: "IVR_CONFIG" } : {}),
      };
    });
  });
  const wanted = numbers.filter(
    ({ number, assigned }) =>
      number.includes(match) && (type === "ASSIGNED_AND_UNASSIGNED" || assigned === (type === "ASSIGNED")),
  );
  return { body: page(wanted, context) };
}

/** The constant id of a number (`DID` of OpenAPI). */
function idOfNumber(number: string): string {
  const hex = createHash("sha256").update(number).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** Each number that belongs to an IVR, as an object. */
function dids({ store }: Pick<Context, "store">): JsonObject[] {
  return assignedNumbers(store).map(({ number, ivr }) => {
    const id = idOfNumber(number);
    const pool = poolOf(store, number);
    return {
      ...{ id, name: number, phoneNumber: number, state: "active", version: 1, ownerType: "IVR_CONFIG" },
      owner: { id: ivr.id, name: ivr.name, selfUri: `/api/v2/architect/ivrs/${ivr.id}` },
      ...(pool && { didPool: { id: pool.id, name: pool.name, selfUri: `${didPool.path}/${pool.id}` } }),
      selfUri: `${DIDS}/${id}`,
    };
  });
}

const DIDS = "/api/v2/telephony/providers/edges/dids";

/** `GET …/dids`: lists numbers by number, owner or pool. */
function listDids(context: Context): Reply {
  const idIn = (did: JsonObject, field: string) => String((did[field] as JsonObject | undefined)?.["id"]);
  const filters: readonly [string, (did: JsonObject) => string][] = [
    ["id", (did) => String(did["id"])],
    ["phoneNumber", (did) => String(did["phoneNumber"])],
    ["owner.id", (did) => idIn(did, "owner")],
    ["didPool.id", (did) => idIn(did, "didPool")],
  ];
  const found = dids(context).filter((did) =>
    filters.every(([name, of]) => {
      const wanted = context.query.all(name);
      return wanted.length === 0 || wanted.includes(of(did));
    }),
  );
  if (context.query.descending) found.reverse();
  return { body: page(found, context) };
}

/** @throws ApiError 404 for a number that does not belong to an IVR */
function readDid(context: Context): Reply {
  const found = dids(context).find(({ id }) => id === context.params["didId"]);
  if (!found) throw notFound("The DID was not found.", "general.resource.not.found");
  return { body: found };
}

/** Ranges of numbers for IVRs. */
export const didPools = plainService("didPools", [didPool], {
  routes: [
    route("getTelephonyProvidersEdgesDidpoolsDids", listNumbers, didPool.permission),
    route("getTelephonyProvidersEdgesDids", listDids, didPool.permission),
    route("getTelephonyProvidersEdgesDid", readDid, didPool.permission),
  ],
  seed(context) {
    const { store, seed, added } = context;
    for (const { start, end, description } of seed.didPools) {
      const there = listResources(store, NUMBERS.kind).some(
        ({ document }) => document["startPhoneNumber"] === start && document["endPhoneNumber"] === end,
      );
      if (there) continue;
      createPlain(didPool, context, { startPhoneNumber: start, endPhoneNumber: end, description });
      added("didPool", `${start} - ${end}`);
    }
  },
});

export function assignedNumbers(store: Store): { number: string; ivr: Resource }[] {
  return listResources(store, "ivr").flatMap((ivr) => numbersOf(ivr).map((number) => ({ number, ivr })));
}

export function numbersOf(ivr: Resource): string[] {
  return ivr.document["dnis"] as string[];
}
