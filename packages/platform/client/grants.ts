import { z } from "zod";
import { ApiFailure } from "./failure.ts";
import type { PlatformClient } from "./platform-client.ts";
import type { ApiCall } from "./session.ts";

const policy = z.looseObject({
  domain: z.string().nullish(),
  entityName: z.string().nullish(),
  actions: z.array(z.string()).nullish(),
});
const role = z.looseObject({ name: z.string().nullish(), policies: z.array(policy).nullish() });
const subject = z.looseObject({ grants: z.array(z.looseObject({ role: role.nullish() })) });

/** The roles of a client, and what they permit, in whichever division. */
export interface Grants {
  /** Names of the roles. */
  readonly roles: readonly string[];
  /** Whether one of them has a permission: `routing:queue:view`. */
  has(permission: string): boolean;
}

/**
 * The caller's roles, by `GET /authorization/subjects/me`, which needs no permission (`AuthzSubject` of OpenAPI).
 * @returns why they cannot be read, where the platform does not show them: a client may lack a subject of its own
 * @throws ApiFailure for what concerns the connection, the log-in or the budget
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

/** Whether the platform answers a read, whatever the answer says. @returns why it does not */
export async function refusedRead(client: PlatformClient, call: ApiCall): Promise<ApiFailure | undefined> {
  try {
    await client.call(call, z.unknown());
    return undefined;
  } catch (error) {
    if (error instanceof ApiFailure) return error;
    throw error;
  }
}

/** Failures that are about this request alone. */
const shows: ReadonlySet<ApiFailure["kind"]> = new Set(["permission", "not-found", "refused", "unexpected-answer"]);

function isIn(granted: string | null | undefined, wanted: string): boolean {
  return granted === "*" || granted?.toLowerCase() === wanted.toLowerCase();
}
