import { listAll } from "@genesys-flows/platform";
import { z } from "zod";
import type { LifeContext, Part } from "../plain/spec.ts";

const AT_ONCE = 100;
const code = z.looseObject({ id: z.string() });

/** The wrap-up codes that a queue offers: `/routing/queues/<id>/wrapupcodes`. */
export const queueWrapupCodes: Part = {
  property: "wrapupCodes",
  async read(context, path) {
    const codes = await liveCodes(context, path);
    return codes.length === 0 ? undefined : codes.sort();
  },
  async write(context, { path, wanted }) {
    const live = await liveCodes(context, path);
    const after = (Array.isArray(wanted) ? wanted : []).map(String);
    for (const gone of live.filter((id) => !after.includes(id))) {
      const address = `${path}/wrapupcodes/${encodeURIComponent(gone)}`;
      await context.client.call({ method: "DELETE", path: address, repeatable: true }, z.unknown());
    }
    const added = after.filter((id) => !live.includes(id)).map((id) => ({ id }));
    for (let at = 0; at < added.length; at += AT_ONCE) {
      const body = added.slice(at, at + AT_ONCE);
      await context.client.call({ method: "POST", path: `${path}/wrapupcodes`, body, repeatable: true }, z.unknown());
    }
  },
};

async function liveCodes(context: LifeContext, path: string): Promise<string[]> {
  return (await listAll(context.client, { path: `${path}/wrapupcodes` }, code)).map(({ id }) => id);
}
