import type { ResourceUrn } from "@genesys-flows/project/state";
import type { PlannedFlow } from "./forecast.ts";

/** What the update will do, as a preview found, by URN. */
export class PublishPlan {
  readonly #flows = new Map<string, PlannedFlow>();
  readonly #others = new Map<string, number>();
  #stack = "";

  addFlow(urn: ResourceUrn, flow: PlannedFlow): void {
    this.#flows.set(urn.text, flow);
    this.#stack = urn.stack;
  }

  /** The stack that the flows belong to. */
  get stack(): string {
    return this.#stack;
  }

  /** Any other resource, by the requests that it takes. */
  addOther(urn: ResourceUrn, requests: number): void {
    this.#others.set(urn.text, requests);
  }

  get flows(): readonly PlannedFlow[] {
    return [...this.#flows.values()];
  }

  get otherRequests(): number {
    return [...this.#others.values()].reduce((sum, requests) => sum + requests, 0);
  }
}
