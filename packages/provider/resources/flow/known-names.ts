import {
  type ArchyReference,
  type FlowType,
  flowTypeOfApi,
  flowTypes,
  type ReferenceKind,
} from "@genesys-flows/architect";
import { z } from "zod";
import { listAll } from "../../api/listing.ts";
import type { PlatformClient } from "../../api/platform-client.ts";

const named = z.looseObject({ name: z.string(), type: z.string().nullish() });

/** Kinds of references that name a flow, with the type of flow where the kind fixes it. */
const flowKinds: Partial<Record<ReferenceKind, FlowType | "any">> = {
  flow: "any",
  inqueueFlow: "any",
  commonModule: "commonModule",
  botFlow: "botFlow",
  digitalBotFlow: "digitalBot",
};

/** Which names the organisation has. Each is asked for once in a run; names are compared as the platform does, whatever their case. */
export class KnownNames {
  readonly #client: PlatformClient;
  readonly #answers = new Map<string, Promise<boolean>>();

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  /** Whether what a document names is there; undefined for kinds that are not looked up. */
  has(reference: ArchyReference): Promise<boolean> | undefined {
    const listing = listingFor(reference);
    if (!listing) return undefined;
    const key = JSON.stringify([listing.path, listing.type, reference.name.toLowerCase()]);
    const answer = this.#answers.get(key) ?? this.#lookUp(reference.name, listing);
    this.#answers.set(key, answer);
    return answer;
  }

  async #lookUp(name: string, { path, type }: Listing): Promise<boolean> {
    const query = { name, ...(type && { type: flowTypes[type].query }) };
    const candidates = await listAll(this.#client, { path, query }, named);
    return candidates.some(
      (found) =>
        found.name.toLowerCase() === name.toLowerCase() && (!type || flowTypeOfApi(found.type ?? "")?.type === type),
    );
  }
}

interface Listing {
  readonly path: string;
  readonly type?: FlowType | undefined;
}

function listingFor({ kind, flowType }: ArchyReference): Listing | undefined {
  if (kind === "queue") return { path: "/api/v2/routing/queues" };
  const type = flowKinds[kind];
  if (type === undefined) return undefined;
  return { path: "/api/v2/flows", type: type === "any" ? flowType : type };
}

/** Whether a reference names a flow. */
export function namesFlow({ kind }: Pick<ArchyReference, "kind">): boolean {
  return kind in flowKinds;
}
