import type { Store } from "../store/store.ts";
import { ApiError } from "./api-error.ts";
import type { Caller } from "./types.ts";

/** The caller of routes that ask for no token. */
export const ANONYMOUS: Caller = { clientId: "", clientName: "", permissions: [], token: "" };

interface TokenRow {
  readonly clientId: string;
  readonly clientName: string;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly permissions: string;
  readonly expires: number;
}

/**
 * The client that holds the bearer token. Tokens are in the store, so that one which a process issued is good in all.
 * A bare token without `Bearer` is accepted too, as the prompt upload sends it.
 * @throws ApiError 401 `authentication.required` without a token, `bad.credentials` for an unknown or expired one.
 */
export function authenticate(store: Store, authorization: string | undefined, now: number): Caller {
  const token = authorization?.replace(/^bearer(\s+|$)/i, "").trim();
  if (!token) {
    throw new ApiError(
      401,
      "authentication.required",
      "No authentication bearer token specified in authorization header.",
    );
  }
  const row = store.get<TokenRow>(
    `SELECT c.id AS clientId, c.name AS clientName, c.userId AS userId, c.userName AS userName, c.permissions AS permissions,
       t.expires AS expires
     FROM oauth_token t JOIN oauth_client c ON c.id = t.clientId WHERE t.token = ?`,
    token,
  );
  if (!row || row.expires <= now) throw new ApiError(401, "bad.credentials", "Invalid login credentials.");
  return {
    clientId: row.clientId,
    clientName: row.clientName,
    userId: row.userId ?? undefined,
    userName: row.userName ?? undefined,
    permissions: JSON.parse(row.permissions) as string[],
    token,
  };
}
