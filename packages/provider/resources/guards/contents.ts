import type { ReferenceKind } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { z } from "zod";
import { rowsAt } from "../data-table/path.ts";
import { entity, readLive } from "../plain/live.ts";
import type { Json, LifeContext } from "../plain/spec.ts";
import { architectUserPrompt } from "../prompt/prompt.ts";
import { fileNameIn, recordedHash } from "../prompt/recording.ts";

/** An object that is about to be deleted. */
export interface Doomed {
  readonly id: string;
  /**
   * SHA-256 of the recordings of the program's prompts. If a prompt has only these recordings, its deletion loses
   * nothing.
   */
  readonly keptRecordings: ReadonlySet<string>;
}

/** A kind whose objects have content that no source contains and that a deletion destroys. */
interface Container {
  /** The content of an object: `12 rows`; undefined if the object is empty. @throws ApiFailure */
  readonly contents: (context: LifeContext, object: Doomed) => Promise<string | undefined>;
  /** The effect of the deletion on the content. */
  readonly lost: string;
  /** For a message: the content that cannot be read, and the permission that reading it requires. */
  readonly unread: { readonly what: string; readonly permission: string };
  /**
   * Whether an object is deleted although its contents cannot be read. Rows and recordings cannot be recovered; the
   * platform itself refuses to delete a queue in use (400 `active.queue`, reference/platform-api.md §3.2).
   */
  readonly deletedUnread: boolean;
}

/** The protected kinds, by their names in documents. */
export const containers: Readonly<Partial<Record<ReferenceKind, Container>>> = {
  dataTable: {
    contents: async ({ client }, { id }) => {
      const page = z.looseObject({ entities: z.array(entity), total: z.number().nullish() });
      const query = { pageNumber: 1, pageSize: 1 };
      const { entities, total } = await client.call({ method: "GET", path: rowsAt(id), query }, page);
      const rows = total ?? entities.length;
      return rows === 0 ? undefined : count(rows, "row");
    },
    lost: "which would be deleted with it",
    unread: { what: "its rows", permission: "architect:datatableRow:view" },
    deletedUnread: false,
  },
  prompt: {
    contents: async (context, { id, keptRecordings }) => {
      const live = await readLive(architectUserPrompt, context, id);
      const recorded = ((live?.["resources"] ?? []) as Json[]).filter(hasRecording);
      const lost = recorded.filter((resource) => !keptRecordings.has(recordedHash(resource) ?? ""));
      return lost.length === 0 ? undefined : count(lost.length, "recording");
    },
    lost: "which would be deleted with it",
    unread: { what: "its recordings", permission: "architect:userPrompt:view" },
    deletedUnread: false,
  },
  queue: {
    contents: async (context, { id }) => {
      const waiting = await waitingIn(context, id);
      return waiting === 0 ? undefined : `${count(waiting, "conversation")} waiting`;
    },
    lost: "which would lose their place",
    unread: { what: "the number of conversations waiting in it", permission: "analytics:queueObservation:view" },
    deletedUnread: true,
  },
};

/** Whether the content of a prompt in one language is a recording that is uploaded or about to be uploaded. */
function hasRecording(resource: Json): boolean {
  const { uploadStatus } = resource;
  return fileNameIn(resource) !== undefined || uploadStatus === "uploaded" || uploadStatus === "transcoded";
}

const observations = z.looseObject({
  results: z
    .array(
      z.looseObject({
        data: z.array(
          z.looseObject({ metric: z.string(), stats: z.looseObject({ count: z.number().nullish() }).nullish() }),
        ),
      }),
    )
    .nullish(),
});

/**
 * The number of conversations of all media that wait in a queue: `POST /analytics/queues/observations/query` of the
 * vendor's SDK.
 */
async function waitingIn({ client }: LifeContext, id: string): Promise<number> {
  const predicate = { type: "dimension", dimension: "queueId", operator: "matches", value: id };
  const body = { filter: { type: "or", predicates: [predicate] }, metrics: ["oWaiting"] };
  const path = "/api/v2/analytics/queues/observations/query";
  const { results } = await client.call({ method: "POST", path, body, repeatable: true }, observations);
  const counts = (results ?? []).flatMap(({ data }) =>
    data.map(({ metric, stats }) => (metric === "oWaiting" ? (stats?.count ?? 0) : 0)),
  );
  return counts.reduce((sum, one) => sum + one, 0);
}
