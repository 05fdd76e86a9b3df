import type { Operation } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import type { UnchangedFlow } from "../flow/drift/unchanged-flows.ts";
import type { SeenInventory } from "../inventory/numbers-elsewhere.ts";
import type { PlainResourceSpec } from "../plain/spec.ts";
import type { UnchangedObject } from "./objects.ts";

/**
 * The objects in the state that the update does not change. No other step checks whether these objects are still as
 * this stack left them, unless the run began with a refresh.
 */
export class UntouchedState {
  /** By URN. */
  readonly flows = new Map<string, UnchangedFlow>();
  readonly objects = new Map<string, UnchangedObject>();
  inventory: SeenInventory | undefined;
  readonly #refreshed = new Set<string>();
  readonly #onFirst: (state: Properties) => void;

  /** @param o.onFirst called with the state of the first flow that the update does not change */
  constructor(o: { readonly onFirst: (state: Properties) => void }) {
    this.#onFirst = o.onFirst;
  }

  begin(): void {
    this.flows.clear();
    this.objects.clear();
    this.inventory = undefined;
  }

  /** Records that a refresh in this run has read a resource and reported its changes. */
  addRefreshed({ urn }: Operation): void {
    this.#refreshed.add(urn.text);
  }

  /** @param o.changes whether the update changes the flow: if so, the preview of the flow checks it */
  addFlow(flow: UnchangedFlow, { changes }: { readonly changes: boolean }): void {
    const { text } = flow.operation.urn;
    if (changes || this.#refreshed.has(text)) this.flows.delete(text);
    else {
      if (this.flows.size === 0) this.#onFirst(flow.state);
      this.flows.set(text, flow);
    }
  }

  addObject(object: UnchangedObject, { changes }: { readonly changes: boolean }): void {
    const { text } = object.operation.urn;
    if (changes || this.#refreshed.has(text)) this.objects.delete(text);
    else this.objects.set(text, object);
  }

  setInventory(inventory: SeenInventory): void {
    this.inventory = this.#refreshed.has(inventory.operation.urn.text) ? undefined : inventory;
  }
}

/** Whether a listing shows the ids of a kind's objects. Rows of a table have no ids and are not compared. */
export function isListed({ identity }: PlainResourceSpec): boolean {
  return identity !== undefined && identity.idOf === undefined;
}
