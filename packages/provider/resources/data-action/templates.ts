import { ifFound } from "@genesys-flows/platform";
import { z } from "zod";
import type { Json, LifeContext } from "../plain/spec.ts";

/**
 * Templates of a data action's configuration, which have their own URLs: the part that contains each, its field in that
 * part, and its file.
 */
const TEMPLATES = [
  { part: "request", field: "requestTemplate", file: "requesttemplate.vm" },
  { part: "response", field: "successTemplate", file: "successtemplate.vm" },
] as const;

/**
 * A data action or its draft, with the content of its templates in place of their URLs (reference/terraform-traces,
 * genesyscloud_integration_action).
 * @param path path of the action or the draft
 */
export async function withTemplates(live: Json, { client }: LifeContext, path: string): Promise<Json> {
  const config = { ...(live["config"] as Json | null | undefined) };
  const read = TEMPLATES.map(async ({ part, field, file }) => {
    const call = { method: "GET", path: `${path}/templates/${file}`, text: true } as const;
    const text = await ifFound(client.call(call, z.string()));
    const { [`${field}Uri`]: _, ...rest } = (config[part] ?? {}) as Json;
    config[part] = { ...rest, ...(text !== undefined && { [field]: text }) };
  });
  await Promise.all(read);
  return { ...live, config };
}
