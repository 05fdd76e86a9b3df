import { type FlowType, moduleContract } from "@genesys-flows/architect";
import type { Scope } from "../../service.ts";
import type { Store } from "../../store/store.ts";
import { archyType, EMBEDDED } from "../flow-kinds.ts";
import { type FlowRow, flowByName } from "../flow-table.ts";
import { formatVersion, versionDocument, versionOf } from "../version-table.ts";

/** The checks' view of the organisation. Names are compared case-insensitively. */
export interface OrganisationView {
  /** Whether the organisation supports a kind. References to objects of other kinds cannot be checked. */
  keeps(kind: string): boolean;
  /** A queue, division, skill or other object by name. */
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
  /** `"3.0"`; omitted if the flow was never published. */
  readonly publishedVersion?: string;
  /** Contract of the published version of a flow that can be embedded (common modules, bots). */
  readonly contract?: EmbeddableContract;
}

/** Variables that a caller of a common module or bot may bind, in declaration order. */
export interface EmbeddableContract {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Flow types that may embed the flow, as Archy root keys; undefined if any type may. */
  readonly compatibleFlowTypes?: readonly FlowType[];
}

/** The current organisation in the store. */
export function storedView({ store, directory }: Scope): OrganisationView {
  const named = (kind: string, name: string): NamedObject | undefined => {
    const found = directory.named(kind, name);
    return found.find((entry) => entry.name === name) ?? found[0];
  };
  return {
    keeps: (kind) => directory.keeps(kind),
    named,
    flow(type, name) {
      const row = flowByName(store, type, name);
      return row && flowAsSeen(store, row);
    },
    dataAction: (integration, name) =>
      directory
        .named("dataAction", name)
        .find((entry) => entry.integration?.toLowerCase() === integration.toLowerCase()),
  };
}

function flowAsSeen(store: Store, row: FlowRow): FlowAsSeen {
  const { id, name, publishedVersion } = row;
  const type = archyType(row.type);
  if (publishedVersion === null) return { id, name, type };
  const contract = versionContract(store, row, publishedVersion);
  return { id, name, type, publishedVersion: formatVersion(publishedVersion), contract };
}

/** Variables that callers may bind in one version of a common module or bot; undefined for other flows. */
export function versionContract(store: Store, row: FlowRow, version: number | null): EmbeddableContract | undefined {
  const stored = versionOf(store, row.id, version);
  if (!stored || !EMBEDDED.has(row.type)) return undefined;
  const { inputs, outputs, channels } = moduleContract(versionDocument(store, row, stored.version));
  const bound = { inputs: Object.keys(inputs), outputs: Object.keys(outputs) };
  return row.type === "commonModule" ? { ...bound, compatibleFlowTypes: channels } : bound;
}
