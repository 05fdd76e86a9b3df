import { columns } from "@genesys-flows/architect/columns";
import {
  copiesOf,
  type Dependency,
  type FlowEntity,
  type HeldCopy,
  hasDraft,
  isStale,
  lockHolder,
  publisherOf,
  typeOfFlow,
} from "@genesys-flows/platform";
import type { OpenStack } from "../../open-stack.ts";

export interface FlowUses {
  /** Flows that the published version refers to or holds: modules, bots, in-queue flows, targets of transfers. */
  readonly flows: readonly Dependency[];
  /** Snapshots of module versions other than the published version. */
  readonly stale: readonly HeldCopy[];
}

/**
 * The objects that the published version of a flow uses, read with one request. Modules that are not in the listing
 * need a second request.
 * @throws ApiFailure
 */
export async function usesOf(
  { flows }: Pick<OpenStack, "flows">,
  flow: FlowEntity,
  listed: (id: string) => FlowEntity | undefined,
): Promise<FlowUses> {
  const version = flow.publishedVersion?.id ?? "";
  const consumed = await flows.consumed({ id: flow.id, type: typeOfFlow(flow), version });
  const used = consumed.filter(({ type }) => /FLOW$/.test(type ?? ""));
  const copies = await copiesOf(used, async (id) => listed(id) ?? (await flows.read(id)));
  return { flows: used, stale: copies.filter(isStale) };
}

export function tableOf(
  flows: readonly { readonly key: string; readonly flow: FlowEntity; readonly uses: FlowUses }[],
): string {
  const callers = new Map<string, number>();
  for (const { uses } of flows) for (const { id } of uses.flows) callers.set(id, (callers.get(id) ?? 0) + 1);
  const lockOf = (flow: FlowEntity) => {
    const holder = lockHolder(flow);
    return holder === undefined ? "" : `checked out by ${holder}`;
  };
  const rows = flows.map(({ key, flow, uses }) => [
    key,
    flow.name,
    flow.type.toLowerCase(),
    flow.publishedVersion?.id ?? "",
    publisherOf(flow) ?? "",
    (flow.publishedVersion?.datePublished ?? "").slice(0, "2026-01-31".length),
    [lockOf(flow), hasDraft(flow) ? "draft" : ""].filter((part) => part !== "").join(", "),
    uses.flows.map(({ name, id }) => name ?? id).join(", "),
    String(callers.get(flow.id) ?? ""),
  ]);
  const headings = ["key", "flow", "type", "version", "published by", "date", "state", "uses", "used by"];
  return columns(headings, rows).join("\n");
}
