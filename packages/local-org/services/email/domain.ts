import { badRequest, missingField } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import { conflicting, type PlainResource } from "../../resources/plain-resource.ts";
import type { Store } from "../../store/store.ts";

/** Names of deleted domains. */
export const formerDomainMigrations = [
  `CREATE TABLE former_email_domain (id TEXT PRIMARY KEY) STRICT;
   CREATE TRIGGER former_email_domain_end AFTER DELETE ON resource WHEN old.kind = 'emailDomain' BEGIN
     INSERT INTO former_email_domain (id) VALUES (old.id) ON CONFLICT DO NOTHING;
   END;`,
] as const;

/**
 * Whether a deleted domain had that name. Its routes are an empty list: the vendor's test of deleted routes loops forever on 404 (`reference/export-shapes.md`).
 */
export function wasDomain(store: Store, id: string): boolean {
  return store.get("SELECT 1 FROM former_email_domain WHERE id = ?", id) !== undefined;
}

const LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
const DOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`, "i");
/** What the platform appends to the id of a subdomain; clients strip everything after the first dot. */
const SUBDOMAIN_SUFFIX = "mypurecloud.com";

/** The id of a domain is its name; that of a subdomain gets the platform's own domain appended. */
function idOf(body: JsonObject): string {
  const id = body["id"];
  if (typeof id !== "string" || id === "") throw missingField("id");
  if (!DOMAIN.test(id) || id.length > 253) {
    throw badRequest("The 'domain' field contains some illegal characters.", "postino.invalid.domain.name", [
      { errorCode: "postino.invalid.domain.name", fieldName: "id" },
    ]);
  }
  return body["subDomain"] === true && !id.endsWith(`.${SUBDOMAIN_SUFFIX}`) ? `${id}.${SUBDOMAIN_SUFFIX}` : id;
}

/** An empty id or domain removes a setting (`reference/platform-api.md §2.3`). */
function complete(document: JsonObject): JsonObject {
  const { mxRecordStatus: _, customSMTPServer, mailFromSettings, ...posted } = document;
  const { mailFromDomain } = (mailFromSettings ?? {}) as { mailFromDomain?: string };
  const server = customSMTPServer as { id?: string } | null | undefined;
  return {
    subDomain: false,
    ...posted,
    mxRecordStatus: "VALID",
    mailFromSettings: { status: mailFromDomain ? "VERIFIED" : "UNKNOWN", mailFromDomain: mailFromDomain ?? "" },
    ...(server?.id ? { customSMTPServer: { id: server.id } } : {}),
  };
}

export const emailDomain: PlainResource = {
  kind: "emailDomain",
  type: "EMAILDOMAIN",
  path: "/api/v2/routing/email/domains",
  operations: ["list", "create", "get", "patch", "remove"],
  seed: { list: "emailDomains", body: ({ name }) => ({ id: name }) },
  permission: "routing:email:manage",
  required: [],
  nameTaken: { status: 400, code: "postino.domain.exists", message: "The inbound domain already exists." },
  missing: { status: 404, code: "postino.error.not.found", message: "The resource could not be found." },
  inUse: conflicting("The domain cannot be deleted while it has routes: {users}."),
  filters: {
    filter: ({ id }, [text = ""]) => id.toLowerCase().includes(text.replaceAll("*", "").toLowerCase()),
  },
  idOf,
  nameOf: (_, id) => id,
  complete,
};
