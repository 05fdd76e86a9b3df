import type { JsonObject } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { type Author, clientOf, userOf } from "./author.ts";
import type { Finding } from "./validation/findings.ts";

/** `Operation` of the API: how an action on a flow ended. Ours end before they answer. */
export function operation(
  store: Store,
  o: {
    action: "CHECKIN" | "PUBLISH" | "DELETE";
    author: Author;
    failure?: { code: string; findings: readonly Finding[] };
  },
): JsonObject {
  const user = userOf(o.author);
  return {
    id: store.newId(),
    complete: true,
    ...(user ? { user } : {}),
    client: clientOf(o.author),
    actionName: o.action,
    actionStatus: o.failure ? "FAILURE" : "SUCCESS",
    ...(o.failure
      ? {
          errorCode: o.failure.code,
          errorMessage: o.failure.findings.map((finding) => finding.text).join("\n"),
          errorDetails: o.failure.findings.map((finding) => ({ errorCode: finding.code, fieldName: finding.text })),
        }
      : {}),
  };
}
