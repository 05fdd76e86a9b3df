/** What a refused log-in was tried with. */
export type LoginKind = "client" | "token";

/** What the person who runs the update can do about a failure; empty when its message already says so. */
export function adviceFor(failure: {
  /** `FailureKind` */
  readonly kind: string;
  readonly code: string | undefined;
  readonly message: string;
  /** Permissions that the platform names besides its message. */
  readonly permissions: readonly string[];
  readonly login: LoginKind | undefined;
}): string {
  switch (failure.kind) {
    case "credentials":
      return credentialsAdvice(failure);
    case "permission":
      return permissionAdvice([...permissionsIn(failure.message), ...failure.permissions]);
    case "rate-limit":
      return "This client, or another program in the organisation, sends too many requests. Retry later.";
    default:
      return codeAdvice[failure.code ?? ""] ?? "";
  }
}

function credentialsAdvice({ code, login }: { code: string | undefined; login: LoginKind | undefined }): string {
  if (login === "token") {
    return (
      "The platform rejects the access token: it has expired, was revoked, or belongs to another region. Get a new one and set " +
      "GENESYSCLOUD_ACCESS_TOKEN, or use GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET."
    );
  }
  if (code === "unauthorized_client" || code === "unsupported_grant_type") {
    return "The OAuth client has the wrong type: it needs the grant type 'Client Credentials' (Admin > Integrations > OAuth).";
  }
  return (
    "The platform rejects the credentials: the client's id or secret is wrong, or the client belongs to another region. Check " +
    "GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET and the region."
  );
}

/** What to do about permissions that the OAuth client lacks; none are named where the platform names none. */
export function permissionAdvice(named: readonly string[]): string {
  const permissions = [...new Set(named)];
  const where = "(Admin > Integrations > OAuth, the client's roles; with a user's token, the user's roles)";
  if (permissions.length === 0) return `Give the OAuth client a role with the permission for this request ${where}.`;
  const have = permissions.length > 1 ? "the permissions" : "the permission";
  return `Give the OAuth client a role with ${have} ${permissions.join(", ")} in the division of the object ${where}.`;
}

/** The permissions that a text names: `architect:flow:publish`. */
function permissionsIn(text: string): string[] {
  return [...new Set(text.match(/\b[a-zA-Z][\w-]*:[a-zA-Z][\w-]*:(?:[a-zA-Z][\w-]*|\*)/g) ?? [])];
}

/** By the platform's error codes (reference/platform-api.md §3.2). */
const codeAdvice: Readonly<Record<string, string>> = {
  "architect.flow.locked.by.user": "Have it checked in, or set forceUnlock, which saves a copy of the draft.",
  "architect.flow.not.locked.by.user": "Somebody else locked the flow meanwhile. Run the update again.",
  "architect.flow.already.exists": "Give the flow another name, or adopt the existing one.",
  "architect.operation.already.in.progress":
    "Another operation is running on the flow. Wait until it ends, then retry.",
  "architect.flow.cannot.publish.missing.dependencies": "Create the objects that the flow names first.",
};
