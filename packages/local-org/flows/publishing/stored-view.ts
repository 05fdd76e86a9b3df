import { type FlowType, moduleContract } from "@genesys-flows/architect";
import type { Directory, Entry } from "../../directory.ts";
import type { Store } from "../../store/store.ts";
import { archyType } from "../flow-kinds.ts";
import { type FlowRow, flowByName } from "../flow-table.ts";
import type { EmbeddableContract, FlowAsSeen, NamedObject, OrganisationView } from "../validation/view.ts";
import { formatVersion, versionDocument, versionOf } from "../version-table.ts";

/** A data action as the directory has it: with the name of the integration that it belongs to. */
type DataActionEntry = Entry & { readonly integration: string };

/** The organisation as the store has it at this moment. */
export function storedView(store: Store, directory: Directory): OrganisationView {
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
    dataAction(integration, name) {
      return (directory.named("dataAction", name) as readonly DataActionEntry[]).find(
        (entry) => entry.integration.toLowerCase() === integration.toLowerCase(),
      );
    },
  };
}

function flowAsSeen(store: Store, row: FlowRow): FlowAsSeen {
  const { id, name, publishedVersion } = row;
  const type = archyType(row.type);
  if (publishedVersion === null) return { id, name, type };
  const contract = versionContract(store, row, publishedVersion);
  return { id, name, type, publishedVersion: formatVersion(publishedVersion), ...(contract ? { contract } : {}) };
}

/** Types of flows that others call with inputs and outputs. */
const CALLED: ReadonlySet<string> = new Set<FlowType>(["commonModule", "botFlow", "digitalBot"]);

/** What callers of a common module or bot may bind at one of its versions; undefined for other flows. */
export function versionContract(store: Store, row: FlowRow, version: number | null): EmbeddableContract | undefined {
  const stored = versionOf(store, row.id, version);
  if (!stored || !CALLED.has(row.type)) return undefined;
  const { inputs, outputs, channels } = moduleContract(versionDocument(store, row, stored.version));
  const bound = { inputs: Object.keys(inputs), outputs: Object.keys(outputs) };
  return row.type === "commonModule" ? { ...bound, compatibleFlowTypes: channels } : bound;
}
