import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { route } from "../http/operations.ts";
import type { Context, Reply } from "../http/route.ts";
import { homeDivision } from "../resources/resource-table.ts";
import type { OrganisationSeed } from "../seed/schema.ts";
import type { Service } from "../service.ts";
import type { Store } from "../store/store.ts";

/**
 * Lifetime of a token in seconds. Clients refresh a token a minute earlier (`reference/platform-api.md §0` rule 17).
 */
const TOKEN_SECONDS = 86_400;

const ME = "/api/v2/authorization/subjects/me";

/** The client that every organisation has. A seed may set a different secret for it. */
const DEFAULT_CLIENT: OrganisationSeed["clients"][number] = {
  id: "local",
  name: "Local client",
  secret: "local",
  permissions: ["*"],
};

const migrations = [
  `CREATE TABLE oauth_client (
     id TEXT PRIMARY KEY, name TEXT NOT NULL, secret TEXT NOT NULL, permissions TEXT NOT NULL, userId TEXT, userName TEXT
   ) STRICT;
   CREATE TABLE oauth_token (
     token TEXT PRIMARY KEY, clientId TEXT NOT NULL REFERENCES oauth_client (id) ON DELETE CASCADE, expires INTEGER NOT NULL
   ) STRICT;`,
  // Roles of a client: `{name, permissions}`. A client in an older file has no roles, so one role with its permissions
  // is added.
  "ALTER TABLE oauth_client ADD COLUMN roles TEXT NOT NULL DEFAULT '[]'",
];

/** An OAuth client to create for the person who starts the organisation. */
export interface OwnClient {
  readonly id: string;
  /** Default: the secret of an existing client, otherwise a new secret. */
  readonly secret?: string;
}

export interface IssuedClient {
  readonly id: string;
  readonly secret: string;
}

/**
 * Adds a client with every permission, or sets a new secret for an existing client without changing its permissions.
 */
export function issueClient(store: Store, { id, secret }: OwnClient): IssuedClient {
  return store.transaction(() => {
    const existing = store.get<{ secret: string }>("SELECT secret FROM oauth_client WHERE id = ?", id);
    const issued = secret ?? existing?.secret ?? randomBytes(24).toString("base64url");
    if (existing) store.run("UPDATE oauth_client SET secret = ? WHERE id = ?", issued, id);
    else {
      store.insert("oauth_client", { id, name: id, secret: issued, permissions: JSON.stringify(["*"]) });
    }
    return { id, secret: issued };
  });
}

/**
 * `POST /oauth/token`: issues a token for client credentials in Basic authorization (`reference/platform-api.md §1.3`).
 */
function issueToken(context: Context): Reply {
  const form = new URLSearchParams(context.rawBody.toString("utf8"));
  const grant = form.get("grant_type");
  if (grant !== "client_credentials") {
    return refusal("unsupported_grant_type", `The grant type '${grant ?? ""}' is not supported.`);
  }
  const [id, secret] = credentials(context.headers["authorization"], form);
  const client = context.store.get<{ secret: string }>("SELECT secret FROM oauth_client WHERE id = ?", id);
  if (!client || !equal(client.secret, secret))
    return refusal("invalid_client", "client not found or invalid client secret");
  const token = randomBytes(48).toString("base64url");
  const now = context.clock.now();
  context.store.run("DELETE FROM oauth_token WHERE expires <= ?", now);
  context.store.insert("oauth_token", { token, clientId: id, expires: now + TOKEN_SECONDS * 1000 });
  return { body: { access_token: token, token_type: "bearer", expires_in: TOKEN_SECONDS } };
}

function credentials(authorization: string | undefined, form: URLSearchParams): [string, string] {
  const basic = /^basic\s+(.+)$/i.exec(authorization ?? "")?.[1];
  if (!basic) return [form.get("client_id") ?? "", form.get("client_secret") ?? ""];
  const [id = "", ...secret] = Buffer.from(basic, "base64").toString("utf8").split(":");
  return [id, secret.join(":")];
}

const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a, "utf16le"), Buffer.from(b, "utf16le"));

const refusal = (error: string, description: string): Reply => ({
  status: 400,
  body: { error, description, error_description: description },
});

type Role = OrganisationSeed["roles"][number];

/**
 * The roles of a seeded client: its listed roles, and one role with its own permissions. A client with neither has
 * every permission.
 */
function rolesOf(client: OrganisationSeed["clients"][number], roles: readonly Role[]): Role[] {
  const own = client.permissions ?? (client.roles ? [] : ["*"]);
  const granted = roles.filter(({ name }) => client.roles?.some((role) => role.toLowerCase() === name.toLowerCase()));
  return [...granted, ...(own.length > 0 ? [ownRole(client.name ?? client.id, own)] : [])];
}

function ownRole(name: string, permissions: readonly string[]): Role {
  return { name: `Role of ${name}`, permissions: [...permissions] };
}

/**
 * `GET /api/v2/authorization/subjects/me`: the caller's roles with their permissions (`AuthzSubject` of OpenAPI). Every
 * role is granted in the home division.
 */
function describeSubject({ store, caller }: Context): Reply {
  const { id, name, document } = homeDivision(store);
  const stored = store.get<{ roles: string }>("SELECT roles FROM oauth_client WHERE id = ?", caller.clientId);
  const kept = JSON.parse(stored?.roles ?? "[]") as Role[];
  const roles = kept.length > 0 ? kept : [ownRole(caller.clientName, caller.permissions)];
  const grants = roles.map((role) => ({
    subjectId: caller.clientId,
    division: {
      id,
      name,
      description: document["description"] ?? "",
      homeDivision: true,
      selfUri: `/api/v2/authorization/divisions/${id}`,
    },
    role: { id: roleId(role), name: role.name, policies: role.permissions.map(policyOf), default: false },
  }));
  return { body: { id: caller.clientId, name: caller.clientName, grants, version: 1, selfUri: ME } };
}

/** The id of a role, which is constant because roles are not objects here. */
function roleId({ name }: Role): string {
  return createHash("sha256")
    .update(name)
    .digest("hex")
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, "$1-$2-4$3-8$4-$5");
}

/** A permission such as `routing:queue:*` as a policy. An omitted part matches anything. */
function policyOf(permission: string): { domain: string; entityName: string; actions: string[] } {
  const [domain = "*", entityName = "*", action = "*"] = permission.split(":");
  return { domain, entityName, actions: [action] };
}

/** `DELETE /api/v2/tokens/me`: revokes the token of this request. */
function endToken(context: Context): Reply {
  context.store.run("DELETE FROM oauth_token WHERE token = ?", context.caller.token);
  return { status: 200, body: {} };
}

/** `GET /api/v2/tokens/me`: the client and organisation of the token. */
function describeToken(context: Context): Reply {
  const { clientId, clientName } = context.caller;
  const organization = { id: context.config.organisationId };
  const client = { id: clientId, name: clientName, authorizedGrantType: "CLIENT-CREDENTIALS", organization };
  return { body: { organization, homeOrganization: organization, OAuthClient: client } };
}

export const oauth: Service = {
  name: "oauth",
  migrations,
  routes: [
    { method: "POST", path: "/oauth/token", operation: "issueToken", auth: "none", raw: true, handler: issueToken },
    route("getTokensMe", describeToken),
    route("headTokensMe", () => ({})),
    route("deleteTokensMe", endToken),
    route("getAuthorizationSubjectsMe", describeSubject),
  ],
  seed({ store, seed, directory, added }) {
    for (const client of [...seed.clients, DEFAULT_CLIENT]) {
      const roles = rolesOf(client, seed.roles);
      const user = client.user ? directory.named("user", client.user)[0] : undefined;
      const { id, name = id, secret } = client;
      const permissions = JSON.stringify([...new Set(roles.flatMap((role) => role.permissions))]);
      const row = { id, name, secret, permissions, userId: user?.id, userName: user?.name };
      if (store.insert("oauth_client", { ...row, roles: JSON.stringify(roles) }, []) > 0) added("client", id);
    }
  },
};
