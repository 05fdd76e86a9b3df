import { seedPlain } from "../../resources/plain-seed.ts";
import { kindSource } from "../../resources/resource-table.ts";
import type { Service } from "../../service.ts";
import { assetRoutes } from "./asset-routes.ts";
import { assetMigrations, saveAsset } from "./asset-table.ts";
import { prompt } from "./prompt.ts";
import { promptRoutes } from "./prompt-routes.ts";
import { uploadRoutes } from "./uploads.ts";

/** User prompts: what flows and queues say, one resource a language, as text or as a recording. */
export const prompts: Service = {
  name: "prompts",
  migrations: assetMigrations,
  routes: [...promptRoutes, ...assetRoutes, ...uploadRoutes],
  kinds: { [prompt.kind]: kindSource(prompt.kind, { divisioned: true }) },
  seed: (context) => {
    const made = seedPlain(context, prompt, context.seed.prompts, ({ name, description }) => ({ name, description }));
    for (const { entry, resource } of made) {
      for (const [language, ttsString] of Object.entries(entry.texts)) {
        saveAsset(context.store, resource.id, language, { language, ttsString, text: ttsString, tags: {} });
      }
    }
  },
};
