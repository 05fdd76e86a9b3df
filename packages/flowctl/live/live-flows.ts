import { type FlowType, flowTypeOfApi } from "@genesys-flows/architect";
import { didYouMean } from "@genesys-flows/architect/suggest";
import { type FlowEntity, flowEntity, listAll, nameKey, type Organisation } from "@genesys-flows/platform";
import { UsageError } from "../context.ts";

const FLOWS_ON_A_PAGE = 500;

/** Snapshot of all flows of an organisation, by name. */
export class LiveFlows {
  readonly all: readonly FlowEntity[];
  readonly #byId: ReadonlyMap<string, FlowEntity>;
  readonly #byName: ReadonlyMap<string, readonly FlowEntity[]>;

  constructor(flows: readonly FlowEntity[]) {
    const all = flows.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    this.all = all;
    this.#byId = new Map(all.map((flow) => [flow.id, flow]));
    this.#byName = Map.groupBy(all, (flow) => `${flowTypeOfApi(flow.type)?.type} ${nameKey(flow.name)}`);
  }

  /** Reads the flows. @param query filters the listing @throws ApiFailure */
  static async read(
    { client }: Pick<Organisation, "client">,
    query: Readonly<Record<string, string>> = {},
  ): Promise<LiveFlows> {
    const call = { path: "/api/v2/flows", query };
    return new LiveFlows(await listAll(client, call, flowEntity, { pageSize: FLOWS_ON_A_PAGE }));
  }

  get(id: string): FlowEntity | undefined {
    return this.#byId.get(id);
  }

  /** The flows of a type with a name, ignoring case and surrounding spaces. */
  named(type: FlowType, name: string): readonly FlowEntity[] {
    return this.#byName.get(`${type} ${nameKey(name)}`) ?? [];
  }

  /** The module with a name. @throws UsageError if the organisation does not have the module */
  module(name: string): FlowEntity {
    const [found] = this.named("commonModule", name);
    if (found) return found;
    const modules = this.all.filter(({ type }) => flowTypeOfApi(type)?.type === "commonModule");
    const names = modules.map((flow) => flow.name);
    const hint = didYouMean(name, names, "Its modules") ?? "";
    throw new UsageError(`The organisation has no module '${name}'. ${hint}`.trim());
  }

  /** Flows of one type whose names differ only in case and surrounding spaces. */
  get alike(): (readonly FlowEntity[])[] {
    return [...this.#byName.values()].filter((flows) => flows.length > 1);
  }
}
