import type { ArchyDocument, FlowType } from "@genesys-flows/architect";
import { archyType } from "../flows/flow-kinds.ts";
import { requireFlow } from "../flows/flow-table.ts";
import { presentDocument } from "../flows/publishing/present-document.ts";
import { presentFlows, snapshots } from "../flows/snapshots.ts";
import { formatVersion, parseVersion } from "../flows/version-table.ts";
import type { JsonObject } from "../http/route.ts";
import { ownerOf } from "../page/ownership.ts";
import { listResources, type Resource } from "../resources/resource-table.ts";
import { callRoutes, type RouteTime } from "../services/call-routes.ts";
import { KEY } from "../services/data-tables/data-table.ts";
import { rowsOf } from "../services/data-tables/rows.ts";
import { organisationOf } from "../services/organisation.ts";
import { assetsOf, recordingPath } from "../services/prompts/asset-table.ts";
import type { Store } from "../store/store.ts";
import { openExisting } from "./existing.ts";

/** A published flow. Versions have the API's format: `3.0`. */
export interface PublishedFlow {
  readonly id: string;
  readonly name: string;
  readonly type: FlowType;
  readonly version: string;
  /** The flow's key in the project that manages it. */
  readonly key?: string;
  /**
   * The modules and bots whose snapshots the flow holds, with the version in the snapshot and the published version.
   */
  readonly holds: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: FlowType;
    readonly version: string;
    readonly published: string;
  }[];
}

/** A route from a number to a flow through an IVR. */
export interface NumberRoute {
  readonly number: string;
  readonly ivr: string;
  readonly flowId: string;
  readonly times: readonly RouteTime[];
  /** The schedule group that determines the hours, or the emergency group. */
  readonly group?: string;
}

export interface PublishedPrompt {
  readonly name: string;
  readonly resources: readonly {
    readonly language: string;
    readonly text?: string;
    readonly seconds?: number;
    /** Path of the recording on the organisation's server, which requires no token. */
    readonly recording?: string;
  }[];
}

/** The published flows of an organisation, and the objects that conversations depend on. */
export interface PublishedContent {
  readonly organisation: string;
  /** Flows, sorted by name. */
  readonly flows: readonly PublishedFlow[];
  readonly numbers: readonly NumberRoute[];
  readonly prompts: readonly PublishedPrompt[];
  /** Rows of data tables by their keys. */
  readonly tables: ReadonlyMap<string, Readonly<Record<string, JsonObject>>>;
  /**
   * The other objects as posted, by kind: `schedule`, `scheduleGroup`, `emergencyGroup`, `queue`, `dataAction` and
   * others.
   */
  readonly objects: ReadonlyMap<string, readonly Pick<Resource, "id" | "name" | "document">[]>;
}

/** An organisation for repeated reads while others use it. */
export interface OpenPublished {
  /** The content. Returns the same object as before if nothing has changed. */
  content(): PublishedContent;
  /**
   * The document of a version, with the current names of the objects that it uses.
   * @throws ApiError for a version that does not exist
   */
  document(flowId: string, version: string): ArchyDocument;
  close(): void;
}

const KINDS = ["schedule", "scheduleGroup", "emergencyGroup", "queue", "dataTable", "dataAction", "prompt"] as const;
const OTHER_NAMES = ["skill", "language", "wrapupCode", "user", "group", "flowMilestone", "flowOutcome"] as const;

/** @throws OrganisationFileError if the organisation does not exist */
export function openPublished(file: string): OpenPublished {
  const organisation = openExisting(file);
  const { store } = organisation;
  let last: { readonly revision: string; readonly content: PublishedContent } | undefined;
  return {
    content: () =>
      store.transaction(() => {
        const { revision } = store;
        if (last?.revision !== revision) last = { revision, content: contentOf(store) };
        return last.content;
      }),
    document: (flowId, version) =>
      store.transaction(() =>
        presentDocument(organisation, requireFlow(store, flowId), parseVersion(version) ?? Number.NaN),
      ),
    close: () => store.close(),
  };
}

function contentOf(store: Store): PublishedContent {
  const objects = new Map([...KINDS, ...OTHER_NAMES].map((kind) => [kind as string, listResources(store, kind)]));
  return {
    organisation: organisationOf(store)?.name ?? "",
    flows: flowsOf(store),
    numbers: callRoutes(store).flatMap(({ numbers, ivr, flowId, times, group }) =>
      numbers.map((number) => ({ number, ivr: ivr.name, flowId, times, ...(group && { group: group.resource.name }) })),
    ),
    prompts: (objects.get("prompt") ?? []).map((prompt) => promptOf(store, prompt)),
    tables: new Map(
      (objects.get("dataTable") ?? []).map(({ id, name }) => [
        name,
        Object.fromEntries(rowsOf(store, id).map(({ [KEY]: key, ...row }) => [String(key), row])),
      ]),
    ),
    objects,
  };
}

function flowsOf(store: Store): PublishedFlow[] {
  const flows = presentFlows(store);
  const held = Map.groupBy(snapshots(store, flows), ({ caller }) => caller.id);
  return flows.flatMap((flow): PublishedFlow[] => {
    const { id, name, type, publishedVersion } = flow;
    // A voicemail flow has no document.
    if (publishedVersion === null || type === "voicemail") return [];
    const key = ownerOf(flow)?.key;
    const holds = (held.get(id) ?? []).map(({ source, held: version }) => ({
      id: source.id,
      name: source.name,
      type: archyType(source.type),
      version: formatVersion(version),
      published: formatVersion(source.publishedVersion ?? version),
    }));
    return [{ id, name, type, version: formatVersion(publishedVersion), ...(key !== undefined && { key }), holds }];
  });
}

function promptOf(store: Store, { id, name }: Resource): PublishedPrompt {
  const resources = assetsOf(store, id).map((asset) => {
    const { ttsString, text } = asset.document;
    const said = [ttsString, text].find((one) => typeof one === "string" && one !== "");
    const recording = recordingPath(asset);
    return {
      language: asset.language.toLowerCase(),
      ...(typeof said === "string" && { text: said }),
      ...(asset.seconds !== undefined && { seconds: asset.seconds }),
      ...(recording !== undefined && { recording }),
    };
  });
  return { name, resources };
}
