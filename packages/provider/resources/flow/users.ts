import { flowTypeOfApi } from "@genesys-flows/architect";
import type { Organisation } from "../../run/organisation.ts";
import type { Dependency } from "./entities.ts";

/** Who uses something, by dependency tracking. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** False for a flow whose published version does not use it any more. */
  readonly uses: boolean;
}

/** A user of something as it is now. @param usedId id of what it uses @throws ApiFailure */
export async function describeUser(
  organisation: Pick<Organisation, "flows">,
  user: Dependency,
  usedId: string,
): Promise<User> {
  const described = { id: user.id, name: user.name ?? user.id, type: user.type ?? "object" };
  if (!/FLOW$/.test(described.type)) return { ...described, uses: true };
  const flow = await organisation.flows.read(user.id);
  const type = flow && flowTypeOfApi(flow.type)?.type;
  if (!flow?.publishedVersion || !type) return { ...described, uses: flow !== undefined };
  const consumed = await organisation.flows.consumed({ id: flow.id, type, version: flow.publishedVersion.id });
  return { ...described, name: flow.name, uses: consumed.some((entry) => entry.id === usedId) };
}
