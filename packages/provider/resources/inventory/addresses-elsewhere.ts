import { addressKey } from "@genesys-flows/architect/settings";
import { commandLine, lookAgain } from "@genesys-flows/platform";
import { addressElsewhere, routesOf } from "@genesys-flows/platform/addresses";
import type { FlowOrganisation } from "../flow/life/flow-organisation.ts";
import type { SeenInventory } from "./numbers-elsewhere.ts";
import { inventoryOf } from "./values.ts";

/**
 * Reports e-mail addresses that the source and the last update route to a flow but that are now routed elsewhere.
 * Checks this several times. Does not report a missing route, which is reported like any other object. Makes no request
 * for a stack without addresses.
 * @throws ApiFailure, the signal's reason
 */
export async function reportAddresses(
  organisation: FlowOrganisation,
  { operation, inputs, state }: SeenInventory,
): Promise<void> {
  const [before, after] = [inventoryOf(state), inventoryOf(inputs)];
  const known = [...before.emailRoutes].filter(([address, { flow }]) => after.emailRoutes.get(address)?.flow === flow);
  const { log, signal, urn } = operation;
  const look = async () => {
    const { routes } = await routesOf(
      organisation.client,
      known.map(([address]) => address),
    );
    return known.flatMap(([address, { flow }]) => {
      const route = routes.get(addressKey(address));
      const flowId = before.flows.get(flow)?.id;
      return route && addressElsewhere(address, { route, flowId, nameOf: () => undefined }) !== undefined
        ? [{ address, flow, route, flowId }]
        : [];
    });
  };
  const isSettled = (found: readonly unknown[]) => found.length === 0;
  const waits = organisation.pace.doubtMs;
  const found = await lookAgain(await look(), look, { waits, signal, isSettled });
  const next = `This update does not change the route. To route the address to the flow again:\n  ${commandLine("pulumi", "up --refresh", urn)}`;
  for (const { address, flow, route, flowId } of found) {
    const other = route.flow?.id && (await organisation.flows.read(route.flow.id));
    const nameOf = () => (other ? other.name : undefined);
    const text = addressElsewhere(address, { route, flowId, nameOf });
    log.note({ code: "address-elsewhere", severity: "warning", flow, message: `${text} ${next}` });
  }
}
