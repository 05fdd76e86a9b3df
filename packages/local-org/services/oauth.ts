import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Context, Reply } from "../http/route.ts";
import type { OrganisationSeed } from "../seed/schema.ts";
import type { Service } from "../service.ts";

/** Life of a token in seconds; clients refresh a minute before (`reference/platform-api.md §0` rule 17). */
const TOKEN_SECONDS = 86_400;

/** The client that every organisation has; a seed may give it another secret. */
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
];

/** `POST /oauth/token`: client credentials, by Basic authorization (`reference/platform-api.md §1.3`). */
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
  context.store.run(
    "INSERT INTO oauth_token (token, clientId, expires) VALUES (?, ?, ?)",
    token,
    id,
    now + TOKEN_SECONDS * 1000,
  );
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

/** What a client of the seed may do: its own permissions and those of its roles; everything when it names neither. */
function permissionsOf(client: OrganisationSeed["clients"][number], roles: OrganisationSeed["roles"]): string[] {
  if (!client.permissions && !client.roles) return ["*"];
  const granted = roles.filter(({ name }) => client.roles?.some((role) => role.toLowerCase() === name.toLowerCase()));
  return [...new Set([...(client.permissions ?? []), ...granted.flatMap(({ permissions }) => permissions)])];
}

/** `DELETE /api/v2/tokens/me`: the token of this request ends. */
function endToken(context: Context): Reply {
  context.store.run("DELETE FROM oauth_token WHERE token = ?", context.caller.token);
  return { status: 200, body: {} };
}

/** `GET /api/v2/tokens/me`: what the token stands for. */
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
    { method: "GET", path: "/api/v2/tokens/me", operation: "getTokensMe", handler: describeToken },
    { method: "HEAD", path: "/api/v2/tokens/me", operation: "headTokensMe", handler: () => ({}) },
    { method: "DELETE", path: "/api/v2/tokens/me", operation: "deleteTokensMe", handler: endToken },
  ],
  seed({ store, seed, directory, added }) {
    for (const client of [...seed.clients, DEFAULT_CLIENT]) {
      const user = client.user ? directory.named("user", client.user)[0] : undefined;
      const changed = store.run(
        `INSERT INTO oauth_client (id, name, secret, permissions, userId, userName) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING`,
        client.id,
        client.name ?? client.id,
        client.secret,
        JSON.stringify(permissionsOf(client, seed.roles)),
        user?.id ?? null,
        user?.name ?? null,
      );
      if (changed > 0) added("client", client.id);
    }
  },
};
