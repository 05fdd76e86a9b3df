import { addressKey, type EmailAddress, partsOfAddress } from "@genesys-flows/architect/settings";
import type { FlowUnit } from "@genesys-flows/project";
import type * as sdk from "@pulumi/genesyscloud";
import type * as pulumi from "@pulumi/pulumi";
import { refusal } from "./log.ts";
import type { ProvidedObjects } from "./provided-objects.ts";
import { genesyscloud } from "./sdk.ts";

/** The route of an e-mail address, and its target flow. */
export interface RegisteredRoute {
  readonly address: string;
  /** Key of the flow. */
  readonly flow: string;
  readonly route: sdk.RoutingEmailRoute;
}

/** Objects registered by the program that a route may name: domains and other kinds, by name. */
type Objects = Pick<ProvidedObjects, "idFor" | "emailDomain">;

/**
 * Registers a route for each e-mail address of a flow. The resource is named after the address and does not belong to a
 * flow. If an address moves to another flow, the route is updated and keeps its id, so the address always has a route.
 */
export function registerEmailRoutes(
  unit: FlowUnit,
  o: { readonly flowId: pulumi.Input<string>; readonly objects: Objects; readonly opts?: pulumi.CustomResourceOptions },
): RegisteredRoute[] {
  return unit.emailAddresses.map((given) => ({
    address: given.address,
    flow: unit.key,
    route: new genesyscloud.RoutingEmailRoute(addressKey(given.address), routeArgs(given, unit, o), o.opts),
  }));
}

function routeArgs(
  { address, fromName, skills, language, autoBcc, ...plain }: EmailAddress,
  unit: FlowUnit,
  { flowId, objects }: { readonly flowId: pulumi.Input<string>; readonly objects: Objects },
): sdk.RoutingEmailRouteArgs {
  const { mailbox, domain } = partsOfAddress(address);
  const place = unit.addressPlaces[address] ?? { file: unit.file, line: 1 };
  const idOf = (kind: "skill" | "language", name: string): pulumi.Input<string> =>
    objects.idFor(unit.key, { kind, name }) ?? outsideId(kind, name, place);
  return {
    ...plain,
    ...(autoBcc && { autoBcc: [...autoBcc] }),
    domainId: objects.emailDomain(domain) ?? domain,
    pattern: mailbox,
    // The platform requires this property.
    fromName: fromName ?? unit.name,
    flowId,
    ...(skills && { skillIds: skills.map((name) => idOf("skill", name)) }),
    ...(language !== undefined && { languageId: idOf("language", language) }),
  };
}

/**
 * The id of an object that the program does not register. The object must exist in the organisation; otherwise, the run
 * ends with an error that shows where the object is named.
 */
async function outsideId(kind: string, name: string, { file, line }: { file: string; line: number }): Promise<string> {
  try {
    return (await genesyscloud.getNamedObject({ kind, name })).id;
  } catch (error) {
    const { message } = error as Error;
    const [, why = message] = /: (The organisation .*)$/s.exec(message) ?? [];
    throw refusal(`${file}:${line}: ${why}`);
  }
}
