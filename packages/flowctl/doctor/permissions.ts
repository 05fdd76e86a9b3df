import { ApiFailure, type PlatformClient, permissionAdvice } from "@genesys-flows/platform";
import {
  type Grants,
  type NeededPermission,
  neededPermissions,
  readGrants,
  refusedRead,
} from "@genesys-flows/platform/permissions";
import type { FlowProject } from "@genesys-flows/project";
import { type Check, ok, problem, unknown, warning } from "./check.ts";

/**
 * Each permission that an update of the project needs: tested by a read where one does, else by the client's roles, else named. Reads
 * no flow.
 * @param project without one, the permissions of every project
 */
export async function permissionChecks(client: PlatformClient, project: FlowProject | undefined): Promise<Check[]> {
  const grants = await readGrants(client);
  return Promise.all(needs(project).map((needed) => permissionCheck(client, needed, grants)));
}

function needs(project: FlowProject | undefined): NeededPermission[] {
  const flows = project?.flows ?? [];
  return neededPermissions({
    kinds: [...new Set(flows.flatMap(({ references }) => references.map(({ kind }) => kind)))],
    queues: Object.keys(project?.queues ?? {}).length > 0,
    numbers: flows.some(({ numbers }) => numbers.length > 0),
    forceUnlock: flows.some(({ settings }) => settings.forceUnlock),
  });
}

async function permissionCheck(
  client: PlatformClient,
  needed: NeededPermission,
  grants: Grants | ApiFailure,
): Promise<Check> {
  const id = `permission ${needed.name}`;
  const lacking = needed.optional ? warning : problem;
  if (needed.read) {
    const refusal = await refusedRead(client, needed.read);
    if (!refusal) return ok(id, needed.for);
    const lost = needed.optional ? ` It is for ${needed.for}.` : "";
    return (refusal.kind === "permission" ? lacking : unknown)(id, refusal.message + lost);
  }
  const advice = permissionAdvice([needed.name]);
  if (grants instanceof ApiFailure) {
    return unknown(
      id,
      `For ${needed.for}. No read can test it, and the client's roles cannot be read: ${grants.message} ${advice}`,
    );
  }
  if (grants.has(needed.name)) return ok(id, `${needed.for}; by the roles ${grants.roles.join(", ")}`);
  const roles = grants.roles.length > 0 ? `Its roles are ${grants.roles.join(", ")}.` : "It has no role.";
  return lacking(id, `The OAuth client lacks it. It is for ${needed.for}. ${advice} ${roles}`);
}
