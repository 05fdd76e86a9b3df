import { ApiFailure } from "../../api/failure.ts";
import type { Properties } from "../../rpc/values.ts";
import { bodyOf } from "./body.ts";
import { described } from "./errors.ts";
import { holderOf } from "./holder.ts";
import { collectionOf, entity, idOf } from "./live.ts";
import { provesOurs } from "./proof.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/**
 * Makes the object. When the answer to the POST is lost, the object is looked for: it is taken over when the platform's
 * answer proves that this very request made it, else the POST is sent once more.
 *
 * @throws Error with the line that imports it when another object has the name already
 */
export async function createLive(
  spec: PlainResourceSpec,
  context: LifeContext,
  wanted: { inputs: Properties; name: string },
): Promise<{ id: string; live: Json }> {
  const { inputs } = wanted;
  const found = spec.existing?.(context, inputs);
  if (found) {
    const live = await found;
    return { id: idOf(spec, live, inputs), live };
  }
  const plain = bodyOf(spec, inputs);
  const whole = spec.amend ? await spec.amend(plain, { inputs }, context) : plain;
  const body = spec.stages?.(whole, undefined)[0] ?? whole;
  const started = Date.now();
  for (let attempt = 0; ; attempt++) {
    try {
      const call = { method: "POST", path: collectionOf(spec, inputs), body } as const;
      const live = await context.client.call(call, entity);
      return { id: idOf(spec, live, inputs), live };
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const lost = error.kind === "network" || error.kind === "server" || error.kind === "unexpected-answer";
      const taken = error.status === 400 || error.status === 409;
      if (!lost && !taken) throw error;
      const holder = await holderOf(spec, context, inputs);
      const ours = lost || attempt > 0;
      if (holder && ours && provesOurs({ live: holder.live, body, started, clientId: context.client.clientId })) {
        context.log.info(`The platform's answer was lost; the ${spec.noun} that it had made by then is taken over.`);
        return holder;
      }
      if (holder) throw takenBy(spec, { holder: holder.id, inputs, name: wanted.name, error });
      if (!lost || !spec.identity || attempt > 0) throw error;
    }
  }
}

function takenBy(
  spec: PlainResourceSpec,
  taken: { holder: string; inputs: Properties; name: string; error: ApiFailure },
): Error {
  const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  return new Error(
    `The ${described(spec, taken.inputs)} is there already (${taken.holder}), and is not managed by this stack: somebody made ` +
      "it, or a run that was killed before it could note it. Nothing was changed. Give it another name, or take it over: " +
      `npm run pulumi -- import ${spec.token} ${quote(taken.name)} ${quote(taken.holder)}\n${taken.error.message}`,
  );
}
