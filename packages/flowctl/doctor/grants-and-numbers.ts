import { count } from "@genesys-flows/architect/count";
import {
  ApiFailure,
  checkNumbers,
  type Organisation,
  type PlatformClient,
  permissionAdvice,
} from "@genesys-flows/platform";
import {
  type Grants,
  type NeededPermission,
  neededPermissions,
  readGrants,
  refusedRead,
} from "@genesys-flows/platform/permissions";
import { type FlowProject, outsideObjects } from "@genesys-flows/project";
import { type Check, ok, problem, unknown, warning } from "./check.ts";
import type { RecordedState } from "./machine.ts";

/**
 * Checks each permission that an update of the project needs. Uses a read request if one can test the permission,
 * otherwise the client's roles. If neither is possible, the permission is only listed. Does not read flows.
 * @param project undefined: checks the permissions that any project may need
 */
export async function permissionChecks(client: PlatformClient, project: FlowProject | undefined): Promise<Check[]> {
  const grants = await readGrants(client);
  return Promise.all(needs(project).map((needed) => permissionCheck(client, needed, grants)));
}

function needs(project: FlowProject | undefined): NeededPermission[] {
  const flows = project?.flows ?? [];
  const addressed = flows.flatMap(({ emailAddresses }) => emailAddresses);
  return neededPermissions({
    outside: [
      ...(project ? outsideObjects(project).map(({ kind }) => kind) : []),
      ...(addressed.some(({ skills = [] }) => skills.length > 0) ? ["skill"] : []),
      ...(addressed.some(({ language }) => language !== undefined) ? ["language"] : []),
    ],
    kinds: [...new Set(flows.flatMap(({ references }) => references.map(({ kind }) => kind)))],
    declared: new Set(project?.objects.flatMap(({ kind, existing }) => (existing ? [] : [kind]))),
    numbers: flows.some(({ numbers }) => numbers.length > 0),
    emailAddresses: flows.some(({ emailAddresses }) => emailAddresses.length > 0),
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
    const lost = needed.optional ? ` The permission is needed for ${needed.for}.` : "";
    return (refusal.kind === "permission" ? lacking : unknown)(id, refusal.message + lost);
  }
  const advice = permissionAdvice([needed.name]);
  if (grants instanceof ApiFailure) {
    return unknown(
      id,
      `This permission is needed for ${needed.for}. No read request can test it, and the client's roles cannot be read: ${grants.message} ${advice}`,
    );
  }
  if (grants.has(needed.name)) return ok(id, `${needed.for}; granted by the roles ${grants.roles.join(", ")}`);
  const roles =
    grants.roles.length > 0 ? `The client's roles are ${grants.roles.join(", ")}.` : "The client has no roles.";
  return lacking(id, `The OAuth client lacks this permission. It is needed for ${needed.for}. ${advice} ${roles}`);
}

/** Checks that each number of the project is in a DID pool and is free. Does not read flows. */
export async function numberChecks(
  { client, embedded }: Pick<Organisation, "client" | "embedded">,
  project: FlowProject,
  state: RecordedState | undefined,
): Promise<Check[]> {
  const numbers = [...new Set(project.flows.flatMap((flow) => flow.numbers))];
  const id = "numbers";
  if (numbers.length === 0) return [ok(id, "the flows have no numbers")];
  try {
    const found = await checkNumbers(client, { numbers, ivrs: new Set(state?.ivrs) });
    const outside = [...found.problems].map(([number, text]) =>
      // Same severity as in an update: a real organisation may have numbers that are not from pools.
      (embedded ? problem : warning)(`number ${number}`, text),
    );
    const checks = [
      ...[...found.taken].map(([number, text]) => problem(`number ${number}`, text)),
      ...[...found.doubtful].map(([number, text]) => warning(`number ${number}`, text)),
      ...outside,
      ...(found.notChecked === undefined
        ? []
        : [unknown(id, `The new numbers were not checked against the DID pools. ${found.notChecked}`)]),
    ];
    return checks.length > 0
      ? checks
      : [ok(id, `${count(numbers.length, "number")}: in DID pools, and free or assigned by this stack`)];
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return [unknown(id, error.message)];
  }
}
