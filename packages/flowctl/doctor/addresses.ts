import { count } from "@genesys-flows/architect/count";
import { addressKey } from "@genesys-flows/architect/settings";
import { ApiFailure, type Organisation } from "@genesys-flows/platform";
import { domainOf, noDomain, routesOf, targetOf } from "@genesys-flows/platform/addresses";
import type { FlowProject } from "@genesys-flows/project";
import { type Check, ok, problem, unknown, warning } from "./check.ts";
import type { RecordedState } from "./machine.ts";

/**
 * Checks for each e-mail address in the project that its domain exists and that the address is free. Returns an empty
 * list for a project without addresses.
 */
export async function addressChecks(
  { client }: Pick<Organisation, "client">,
  project: FlowProject,
  state: RecordedState | undefined,
): Promise<Check[]> {
  const addresses = project.flows.flatMap(({ emailAddresses }) => emailAddresses.map(({ address }) => address));
  if (addresses.length === 0) return [];
  const own = new Set(state?.emailRoutes);
  const declared = project.objects
    .filter(({ kind, existing }) => kind === "emailDomain" && !existing)
    .map(({ name, properties }) => ({ id: name, subDomain: properties["subdomain"] === true }));
  try {
    const { domains, routes } = await routesOf(client, addresses);
    const checks = addresses.flatMap((address): Check[] => {
      const id = `e-mail address ${address}`;
      if (!domainOf(address, [...domains, ...declared])) {
        const { message, hint } = noDomain(address, domains);
        // The user's program may create the domain.
        return [warning(id, `${message} ${hint}`)];
      }
      const route = routes.get(addressKey(address));
      if (!route || own.has(`${route.domain}/${route.id}`)) return [];
      const at = `${route.domain}/${route.id}`;
      return [
        problem(
          id,
          `The address already has a route (${at}) to ${targetOf(route)}. This stack does not manage this route.`,
        ),
      ];
    });
    const text = `${count(addresses.length, "e-mail address")}: their domains exist, and the addresses are free or belong to this stack`;
    return checks.length > 0 ? checks : [ok("e-mail addresses", text)];
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return [unknown("e-mail addresses", error.message)];
  }
}
