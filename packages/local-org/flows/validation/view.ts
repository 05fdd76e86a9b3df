import type { FlowType } from "@genesys-flows/architect";

/** How the checks read the organisation. Names are compared ignoring case. */
export interface OrganisationView {
  /** False for a kind that the organisation does not support: references to it cannot be checked. */
  keeps(kind: string): boolean;
  /** A queue, division, skill, ... by name. */
  named(kind: string, name: string): NamedObject | undefined;
  flow(type: FlowType, name: string): FlowAsSeen | undefined;
  dataAction(integration: string, name: string): NamedObject | undefined;
}

export interface NamedObject {
  readonly id: string;
  readonly name: string;
}

export interface FlowAsSeen extends NamedObject {
  readonly type: FlowType;
  /** `"3.0"`; absent while the flow was never published. */
  readonly publishedVersion?: string;
  /** Contract of the published version of a flow that others embed (common modules, bots). */
  readonly contract?: EmbeddableContract;
}

/** What a caller of a common module or bot may bind, in the order of its declaration. */
export interface EmbeddableContract {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Flow types that may embed it, as Archy root keys; undefined: any. */
  readonly compatibleFlowTypes?: readonly FlowType[];
}
