import type { Directory } from "../directory.ts";
import { type Context, momentOf } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { type FlowRow, flowById } from "./flow-table.ts";
import { presentFlow } from "./presentation.ts";

interface Kept {
  readonly flow: FlowRow;
  /** Its JSON, and the division's name that is in it. */
  shown?: { readonly division: string | undefined; readonly json: Buffer };
}

/**
 * Flows as they were last read and shown, so that a listing only recreates changed ones. A flow's mark shows whether it changed;
 * the mark is read from the store each time, because another process may have changed it.
 */
class KeptFlows {
  readonly #kept = new Map<string, Kept>();

  /** All flows, by id, deleted ones included. */
  all(store: Store): FlowRow[] {
    const marks = store.all<Pick<FlowRow, "id" | "mark">>("SELECT id, mark FROM flows ORDER BY id");
    if (this.#kept.size > marks.length) this.#kept.clear();
    return marks.map(({ id, mark }) => {
      const kept = this.#kept.get(id);
      return kept?.flow.mark === mark ? kept.flow : this.#keep(flowById(store, id) as FlowRow).flow;
    });
  }

  /** Each flow as the API shows it (`presentFlow`), as JSON. */
  json(scope: { readonly store: Store; readonly directory: Directory }, flows: readonly FlowRow[]): Buffer[] {
    const names = new Map<string | null, string | undefined>();
    const divisionOf = ({ divisionId: id }: FlowRow): string | undefined => {
      if (!names.has(id)) names.set(id, scope.directory.get("division", id ?? "")?.name);
      return names.get(id);
    };
    return flows.map((flow) => {
      const known = this.#kept.get(flow.id);
      const kept = known?.flow.mark === flow.mark ? known : this.#keep(flow);
      const division = divisionOf(flow);
      if (!kept.shown || kept.shown.division !== division) {
        kept.shown = { division, json: Buffer.from(JSON.stringify(presentFlow(scope, flow))) };
      }
      return kept.shown.json;
    });
  }

  #keep(flow: FlowRow): Kept {
    const kept = { flow };
    this.#kept.set(flow.id, kept);
    return kept;
  }
}

const byStore = new WeakMap<Store, KeptFlows>();

/** What is cached for a store while it is open. */
export function keptFlows(store: Store): KeptFlows {
  const kept = byStore.get(store) ?? new KeptFlows();
  byStore.set(store, kept);
  return kept;
}

/** Each flow as the API shows it, as JSON. Flows of a past moment do not change the cache. */
export function writtenFlows(context: Context, flows: readonly FlowRow[]): Buffer[] {
  if (momentOf(context) === undefined) return keptFlows(context.store).json(context, flows);
  return flows.map((flow) => Buffer.from(JSON.stringify(presentFlow(context, flow))));
}
