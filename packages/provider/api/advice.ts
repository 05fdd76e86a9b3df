/** What a refused log-in was tried with. */
export type LoginKind = "client" | "token";

/** What to do about a failure, for the person who runs the update; empty where its own words say so. */
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
      return "Others use the platform's API with the same client, or at the same time; run it again later.";
    default:
      return codeAdvice[failure.code ?? ""] ?? "";
  }
}

function credentialsAdvice({ code, login }: { code: string | undefined; login: LoginKind | undefined }): string {
  if (login === "token") {
    return (
      "The access token is not accepted: it has expired, was taken back, or belongs to another region. Get a new one and set " +
      "GENESYSCLOUD_ACCESS_TOKEN, or use GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET."
    );
  }
  if (code === "unauthorized_client" || code === "unsupported_grant_type") {
    return "The OAuth client is of another type: it needs the grant type 'Client Credentials' (Admin > Integrations > OAuth).";
  }
  return (
    "The credentials are not accepted: the client's id or secret is wrong, or the client belongs to another region. Check " +
    "GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET and the region."
  );
}

function permissionAdvice(named: readonly string[]): string {
  const permissions = [...new Set(named)];
  const where = "(Admin > Integrations > OAuth, the client's roles; of a user's token, the user's roles)";
  if (permissions.length === 0) return `Give the OAuth client a role that has the permission ${where}.`;
  const have = permissions.length > 1 ? "the permissions" : "the permission";
  return `Give the OAuth client a role that has ${have} ${permissions.join(", ")} in the division concerned ${where}.`;
}

/** The permissions that a text names: `architect:flow:publish`. */
export function permissionsIn(text: string): string[] {
  return [...new Set(text.match(/\b[a-zA-Z][\w-]*:[a-zA-Z][\w-]*:(?:[a-zA-Z][\w-]*|\*)/g) ?? [])];
}

/** By the platform's error codes (reference/platform-api.md §3.2). */
const codeAdvice: Readonly<Record<string, string>> = {
  "architect.flow.locked.by.user": "Have it checked in, or set forceUnlock, which keeps a copy of the draft.",
  "architect.flow.not.locked.by.user": "Somebody took the lock meanwhile; run the update again.",
  "architect.flow.already.exists": "Give the flow another name, or adopt the one that is there.",
  "architect.operation.already.in.progress": "Wait until the operation that runs on the flow has ended; run it again.",
  "architect.flow.cannot.publish.missing.dependencies": "Create what the flow names first.",
};
