import { authorOf, doneBy } from "../../flows/author.ts";
import { notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply } from "../../http/route.ts";
import { createPlain, requested } from "../../resources/plain-actions.ts";
import { shown } from "../../resources/plain-routes.ts";
import { plainService, seedPlain } from "../../resources/plain-service.ts";
import { type AuditRow, auditsOfEntity } from "../audits/audit-table.ts";
import { assetMigrations, saveAsset } from "./asset-table.ts";
import { addAsset, assetRoutes } from "./assets.ts";
import { prompt } from "./prompt.ts";

const promptHistoryMigrations = [
  `CREATE TABLE prompt_history (
     id TEXT PRIMARY KEY, promptId TEXT NOT NULL, at INTEGER NOT NULL, author TEXT NOT NULL, upTo INTEGER NOT NULL
   ) STRICT;
   CREATE TRIGGER prompt_history_end AFTER DELETE ON resource WHEN old.kind = 'prompt' BEGIN
     DELETE FROM prompt_history WHERE promptId = old.id;
   END;`,
] as const;

/** A requested history: the prompt's audit entries up to the time of the request. */
interface HistoryRequest {
  readonly id: string;
  readonly at: number;
  /** JSON of an `Author`. */
  readonly author: string;
  readonly upTo: number;
}

function operation({ id, author }: HistoryRequest): JsonObject {
  return { id, complete: true, ...doneBy(JSON.parse(author)), actionName: "HISTORY", actionStatus: "SUCCESS" };
}

function generate(context: Context): Reply {
  const { store, clock, caller } = context;
  const { id: promptId } = requested(prompt, context);
  const upTo = auditsOfEntity(store, promptId).at(-1)?.sequence ?? 0;
  const request = { id: store.newId(), at: clock.now(), author: JSON.stringify(authorOf(caller)), upTo };
  store.insert("prompt_history", { ...request, promptId });
  return { body: operation(request) };
}

/** Reads a history, newest entry first unless the query has a different order, as for flows. @throws ApiError 404 */
function read(context: Context): Reply {
  const { store, query, params } = context;
  const found = requested(prompt, context);
  const sql = "SELECT id, at, author, upTo FROM prompt_history WHERE id = ? AND promptId = ?";
  const request = store.get<HistoryRequest>(sql, params["historyId"] as string, found.id);
  if (!request) throw notFound("Could not find the history with specified ID.", "architect.object.not.found");
  const actions = query.all("action").map((action) => action.toUpperCase());
  const rows = auditsOfEntity(store, found.id).filter(
    (row) => row.sequence <= request.upTo && (actions.length === 0 || actions.includes(actionOf(row))),
  );
  if (!/^asc/i.test(query.get("sortOrder") ?? "")) rows.reverse();
  const { entities, pageSize, pageNumber, total, pageCount } = page(rows, context);
  const time = new Date(request.at).toISOString();
  return {
    body: {
      ...operation(request),
      ...{ name: found.name, system: false, started: time, completed: time, pageSize, pageNumber, total, pageCount },
      entities: entities.map((row) => ({
        action: actionOf(row),
        ...(row.kind === "promptResource" ? { resource: row.entityName } : {}),
        timestamp: new Date(row.at).toISOString(),
        ...doneBy(JSON.parse(row.author)),
      })),
    },
  };
}

/**
 * The action of an entry. An update that does not change a resource's text, or that changes its upload status, is an
 * upload of its recording.
 */
function actionOf({ kind, action, before, after }: AuditRow): string {
  const changed = kind === "promptResource" && action === "Update";
  const [old, now] = [before, after].map((state) => (JSON.parse(state ?? "{}") as JsonObject)["uploadStatus"]);
  const uploaded = changed && (before === after || (old !== now && now !== "created"));
  return uploaded ? "UPLOAD" : action.toUpperCase();
}

/** Creates a prompt. The body may contain its resources. */
function create(context: Context): Reply {
  const body = bodyObject(context.body);
  const created = createPlain(prompt, context, body);
  for (const resource of (body["resources"] ?? []) as JsonObject[]) addAsset(context, created.id, resource);
  return { body: shown(prompt, context, created, "create") };
}

/** User prompts, which flows and queues play. A prompt has one resource per language, as text or as a recording. */
export const prompts = plainService("prompts", [prompt], {
  migrations: [...assetMigrations, ...promptHistoryMigrations],
  routes: [
    route("postArchitectPrompts", create, "architect:userPrompt:add", { ownRequired: true }),
    // A client first requests the history of a prompt and then reads it by the id of that request.
    route("postArchitectPromptHistory", generate, "architect:userPrompt:view"),
    route("getArchitectPromptHistoryHistoryId", read, "architect:userPrompt:view"),
    ...assetRoutes,
  ],
  seed(context) {
    const made = seedPlain(context, prompt, context.seed.prompts, ({ name, description }) => ({ name, description }));
    for (const { entry, resource } of made) {
      for (const [language, ttsString] of Object.entries(entry.texts)) {
        saveAsset(context.store, resource.id, language, { language, ttsString, text: ttsString, tags: {} });
      }
    }
  },
});
