import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, JsonObject, Reply } from "../../http/route.ts";
import { createPlain } from "../../resources/plain-actions.ts";
import { shown } from "../../resources/plain-routes.ts";
import { plainService, seedPlain } from "../../resources/plain-service.ts";
import { assetMigrations, saveAsset } from "./asset-table.ts";
import { addAsset, assetRoutes } from "./assets.ts";
import { promptHistoryMigrations, promptHistoryRoutes } from "./history.ts";
import { prompt } from "./prompt.ts";

/** Resources may come with the prompt. */
function create(context: Context): Reply {
  const body = bodyObject(context.body);
  const created = createPlain(prompt, context, body);
  for (const resource of (body["resources"] ?? []) as JsonObject[]) addAsset(context, created.id, resource);
  return { body: shown(prompt, context, created, "create") };
}

/** User prompts: what flows and queues say, one resource a language, as text or as a recording. */
export const prompts = plainService("prompts", [prompt], {
  migrations: [...assetMigrations, ...promptHistoryMigrations],
  routes: [
    route("postArchitectPrompts", create, "architect:userPrompt:add", { ownRequired: true }),
    ...[...assetRoutes, ...promptHistoryRoutes],
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
