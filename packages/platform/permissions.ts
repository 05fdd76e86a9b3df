import type { ReferenceKind } from "@genesys-flows/architect";
import { markdownTable } from "@genesys-flows/architect/columns";
import { z } from "zod";
import { ApiFailure } from "./client/failure.ts";
import type { PlatformClient } from "./client/platform-client.ts";
import type { ApiCall } from "./client/session.ts";
import { division, integration, type Kind, madeKinds, otherKinds, permissionTo, type Verb } from "./names/kinds.ts";
import { auditsQuery } from "./organisation/audits.ts";

export interface NeededPermission {
  /** `architect:job:create` */
  readonly name: string;
  /** The purpose of the permission: `publish jobs`. */
  readonly for: string;
  /** A request that needs the permission but does not read flows. Omitted if no such request is known. */
  readonly read?: ApiCall;
  /** An update works without the permission, and reports which checks it skipped. */
  readonly optional?: true;
}

interface PermissionUses {
  readonly kinds: readonly ReferenceKind[];
  /** The kinds of objects that files and e-mail addresses name. An update fails if it cannot look up these objects. */
  readonly outside: readonly string[];
  /** The kinds of objects that the project's files declare, such as `queue`. */
  readonly declared: ReadonlySet<string>;
  /** Whether numbers route to the project's flows. */
  readonly numbers: boolean;
  /** Whether e-mail addresses route to the project's flows. */
  readonly emailAddresses: boolean;
  /** Whether a flow may be published even though somebody has checked it out. */
  readonly forceUnlock: boolean;
}

interface Row extends Pick<NeededPermission, "for" | "read"> {
  readonly names: readonly string[];
  /** Whether a project needs the permission. Default: always. */
  readonly when?: (uses: PermissionUses) => boolean;
}

const verbs: readonly Verb[] = ["view", "add", "edit", "delete"];
const all = ({ permission }: { readonly permission: string }) => [
  ...new Set(verbs.map((verb) => permissionTo(permission, verb))),
];
const firstOf = (path: string): ApiCall => ({ method: "GET", path, query: { pageNumber: 1, pageSize: 1 } });

/** The permissions of an update, in the order of docs/real-organisation.md. */
const rows: readonly Row[] = [
  {
    names: ["architect:flow:view", "architect:flow:search", "architect:flow:delete"],
    for: "finding, reading and deleting flows",
  },
  { names: ["architect:job:create", "architect:job:view"], for: "publish jobs" },
  {
    names: ["architect:flow:add", "architect:flow:edit", "architect:flow:publish"],
    for: "the publish job itself: writing the content and names of flows",
  },
  { names: ["architect:flow:unlock"], for: "`forceUnlock`", when: ({ forceUnlock }) => forceUnlock },
  {
    names: ["architect:jobExport:create", "architect:jobExport:view"],
    for: "showing what somebody changed in Architect, copies of drafts, adopting, rolling back",
  },
  {
    names: ["architect:dependencyTracking:view"],
    for: "verifying each publish",
    read: { method: "GET", path: "/api/v2/architect/dependencytracking/build" },
  },
  ...Object.values<Kind>(madeKinds).flatMap((kind) => declaredRow(kind) ?? []),
  {
    names: all({ permission: "architect:datatableRow" }),
    for: "rows of data tables",
    when: ({ declared }) => declared.has("dataTable"),
  },
  {
    names: all(madeKinds.ivr),
    for: "numbers: IVR configurations",
    read: firstOf(pathOf(madeKinds.ivr)),
    when: ({ numbers }) => numbers,
  },
  {
    names: ["routing:email:manage"],
    for: "e-mail addresses: domains and routes",
    when: ({ emailAddresses }) => emailAddresses,
  },
];

/** The permissions to create objects of a kind, for a stack whose files declare such objects. */
function declaredRow(kind: Kind): Row | undefined {
  const { declared, permission } = kind;
  if (!declared || permission === undefined) return undefined;
  const names = all({ permission }).filter((one) => kind.undeletable === undefined || !one.endsWith(":delete"));
  return {
    names: [...new Set([...names, ...(kind.viewPermission ? [kind.viewPermission] : [])])],
    for: `${plural(kind)} that the stack creates`,
    read: firstOf(pathOf(kind)),
    when: (uses) => uses.declared.has(declared.kind),
  };
}

/** Without this permission, only the platform itself refuses to delete a queue while conversations wait in it. */
const waiting: NeededPermission = {
  name: "analytics:queueObservation:view",
  for: "deleting queues: checking whether conversations are waiting in the queue",
  optional: true,
};

/** Without this permission, an update does not check numbers against the DID pools. */
const pools: NeededPermission = {
  name: permissionTo(madeKinds.didPool.permission, "view"),
  for: "numbers: DID pools",
  read: firstOf(pathOf(madeKinds.didPool)),
  optional: true,
};

/** Without this permission, a report of a change outside the stack names only people whom the object itself names. */
const audits = (): NeededPermission => ({
  name: "audits:audit:view",
  for: "reporting who changed or deleted something outside the stack: without it, reports omit the name",
  read: auditsQuery(),
  optional: true,
});

/**
 * The permissions that an update of a project needs, without duplicates. If a row lists several permissions, its
 * request tests the permission that ends in `:view`.
 */
export function neededPermissions(uses: PermissionUses): NeededPermission[] {
  const used = rows.filter(({ when }) => when?.(uses) ?? true);
  const needed = used.flatMap(({ names, read, ...row }): NeededPermission[] =>
    names.map((name) => ({ name, for: row.for, ...(read && name.endsWith(":view") && { read }) })),
  );
  const required = uses.outside.flatMap((kind): NeededPermission[] => {
    const row =
      everyKind.find(({ named, declared }) => kind === declared?.kind || kind === named?.kind) ?? byName[kind];
    const name = row && viewOf(row);
    if (typeof row?.path !== "string" || name === undefined) return [];
    return [{ name, for: `looking up ${plural(row)} that files name`, read: readOf(row) }];
  });
  const looked = uses.kinds.flatMap((kind) => lookups.find((row) => row.named?.kind === kind) ?? []);
  const lookedUp = looked.flatMap((kind): NeededPermission[] => {
    const name = viewOf(kind);
    return name === undefined ? [] : [{ name, for: `looking up ${plural(kind)}`, read: readOf(kind), optional: true }];
  });
  const every = [
    ...needed,
    ...required,
    ...(uses.numbers ? [pools] : []),
    ...(uses.declared.has("queue") ? [waiting] : []),
    audits(),
    ...lookedUp,
  ];
  return every.filter(({ name }, at) => every.findIndex((other) => other.name === name) === at);
}

const everyKind: readonly Kind[] = [...Object.values<Kind>(madeKinds), ...otherKinds];

/** Kinds that documents do not name, but objects in files do. */
const byName: Readonly<Record<string, Kind>> = { division, integration };

/** The kinds that a preview looks up, apart from flows. */
const lookups: readonly Kind[] = everyKind.filter(({ named }) => named && !named.flow);

function viewOf({ permission, viewPermission }: Kind): string | undefined {
  if (viewPermission === null || permission === undefined) return undefined;
  return viewPermission ?? permissionTo(permission, "view");
}

function readOf(kind: Kind): ApiCall {
  if (kind.named?.paging === "query")
    return { method: "POST", path: pathOf(kind), body: { pageSize: 1 }, repeatable: true };
  return kind.named?.paging === "cursor"
    ? { method: "GET", path: pathOf(kind), query: { pageSize: 1 } }
    : firstOf(pathOf(kind));
}

function pathOf({ path, noun }: Kind): string {
  if (typeof path === "string") return path;
  throw new Error(`No single listing includes every ${noun}.`);
}

function plural({ noun }: Kind): string {
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

/** The table of permissions in docs/real-organisation.md. */
export function permissionsTable(): string {
  return markdownTable(
    ["permission", "for"],
    [
      ...rows.map((row) => [code(row.names), row.for]),
      ...[pools, waiting, audits()].map((one) => [code([one.name]), one.for]),
      [
        "the permissions [to look up names](#permissions-to-look-up-names)",
        "each only if your flows, objects in files or e-mail addresses name objects of its kind",
      ],
    ],
  );
}

/** The table of lookup permissions in docs/real-organisation.md. */
export function lookupPermissionsTable(): string {
  const needed = [...lookups, ...Object.values(byName)].filter((kind) => viewOf(kind) !== undefined);
  const free = lookups.filter((kind) => viewOf(kind) === undefined && kind.named?.kind !== "user");
  return markdownTable(
    ["permission", "kind"],
    [
      ...needed.map((kind) => [code([viewOf(kind) ?? ""]), plural(kind)]),
      ["`directory:user:view`", "users, only in an organisation with more than 500 of them"],
      ["none", free.map(plural).join(", ")],
    ],
  );
}

const policy = z.looseObject({
  domain: z.string().nullish(),
  entityName: z.string().nullish(),
  actions: z.array(z.string()).nullish(),
});
const role = z.looseObject({ name: z.string().nullish(), policies: z.array(policy).nullish() });
const subject = z.looseObject({ grants: z.array(z.looseObject({ role: role.nullish() })) });

/** The roles of a client, and the permissions that they grant in any division. */
export interface Grants {
  readonly roles: readonly string[];
  /** Whether one of the roles grants a permission: `routing:queue:view`. */
  has(permission: string): boolean;
}

/**
 * The caller's roles, from `GET /authorization/subjects/me`, which needs no permission (`AuthzSubject` of OpenAPI).
 * @returns the failure if the platform does not return the roles; a client might have no subject of its own
 * @throws ApiFailure if the connection or the login fails, or the request budget is used up
 */
export async function readGrants(client: PlatformClient): Promise<Grants | ApiFailure> {
  try {
    const { grants } = await client.call({ method: "GET", path: "/api/v2/authorization/subjects/me" }, subject);
    const roles = grants.map((grant) => grant.role).filter((one) => one !== null && one !== undefined);
    const policies = roles.flatMap((one) => one.policies ?? []);
    return {
      roles: [...new Set(roles.flatMap(({ name }) => name ?? []))],
      has(permission) {
        const [domain = "", entity = "", action = ""] = permission.split(":");
        return policies.some(
          (one) =>
            isIn(one.domain, domain) &&
            isIn(one.entityName, entity) &&
            (one.actions ?? []).some((each) => isIn(each, action)),
        );
      },
    };
  } catch (error) {
    if (error instanceof ApiFailure && shows.has(error.kind)) return error;
    throw error;
  }
}

/** Tries a read, and ignores its content. @returns the failure if the platform refuses the request */
export async function refusedRead(client: PlatformClient, call: ApiCall): Promise<ApiFailure | undefined> {
  try {
    await client.call(call, z.unknown());
    return undefined;
  } catch (error) {
    if (error instanceof ApiFailure) return error;
    throw error;
  }
}

/** Failures that affect only this request. */
const shows: ReadonlySet<ApiFailure["kind"]> = new Set(["permission", "not-found", "refused", "unexpected-answer"]);

function isIn(granted: string | null | undefined, wanted: string): boolean {
  return granted === "*" || granted?.toLowerCase() === wanted.toLowerCase();
}
