import { ApiFailure, commandLine } from "@genesys-flows/platform";
import type { CreationNote } from "../../run/creation-notes.ts";
import { bodyOf } from "./body.ts";
import { described, importLine } from "./errors.ts";
import { collectionOf, entity, type Holder, holderOf, idOf } from "./live.ts";
import { disproofOf, fingerprintOf } from "./proof.ts";
import { adoptable, type Resumption, resume, type Wanted } from "./resume.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/** A new object, or an object that an earlier run created and that may differ from the desired state. */
export interface Created extends Holder {
  readonly resumed: boolean;
  /** Whether the object existed and this stack takes it over. */
  readonly adopted?: boolean;
}

/**
 * Creates the object. If the response to the POST is lost, looks for the object: takes it over if the live values prove
 * that this request created it; otherwise, sends the POST once more. Writes a note before the POST. If this run is
 * interrupted, the note shows the next run which object was created.
 * @throws Error with the import command if another object has the same identity
 */
export async function createLive(spec: PlainResourceSpec, context: LifeContext, wanted: Wanted): Promise<Created> {
  const { inputs, urn, notes } = wanted;
  const { debug } = context.log;
  const found = spec.existing?.(context, inputs);
  if (found) {
    const live = await found;
    return { id: idOf(spec, live, inputs), live, resumed: false };
  }
  const { made, others } = await resume(spec, context, wanted);
  if (made) {
    await notes.made(urn, made.id, debug);
    return { ...made, resumed: true };
  }
  const adopted = wanted.adopts ? await adoptable(spec, context, wanted) : undefined;
  if (adopted) return { ...adopted, resumed: true, adopted: true };
  const plain = bodyOf(spec, inputs);
  const whole = spec.amend ? await spec.amend(plain, { inputs }, context) : plain;
  const body = spec.stages?.(whole, undefined)[0] ?? whole;
  const repeated = spec.repeated?.(body) ?? body;
  const existing = await note(spec, context, { ...wanted, body: repeated });
  if (existing) throw takenBy(spec, { ...wanted, holder: existing.id, others });

  const started = Date.now();
  for (let attempt = 0; ; attempt++) {
    try {
      const call = { method: "POST", path: collectionOf(spec, inputs), body } as const;
      const live = await context.client.call(call, entity);
      const id = idOf(spec, live, inputs);
      await notes.made(urn, id, debug);
      return { id, live, resumed: false };
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const lost = error.kind === "network" || error.kind === "server" || error.kind === "unexpected-answer";
      const taken = error.status === 400 || error.status === 409;
      // The platform refused the request, so nothing was created.
      if (!lost && attempt === 0) await notes.drop(urn, debug);
      if (!lost && !taken) throw error;
      const holder = await holderOf(spec, context, inputs);
      const ours = lost || attempt > 0;
      const { clientId } = context.client;
      if (holder && ours && !disproofOf({ live: holder.live, body: repeated, started, clientId })) {
        await notes.made(urn, holder.id, debug);
        context.log.info(
          `The response to the creation of the ${spec.noun} was lost, but the platform did create it. This update takes it over.`,
        );
        return { ...holder, resumed: false };
      }
      if (holder) throw takenBy(spec, { ...wanted, holder: holder.id, others, error });
      if (!lost || !spec.identity || attempt > 0) throw error;
    }
  }
}

/**
 * Writes the note for an object that is about to be created.
 * @returns for types without a creation date: an existing object with the same identity, in which case no note is
 * written
 */
async function note(
  spec: PlainResourceSpec,
  context: LifeContext,
  o: Wanted & { body: Json },
): Promise<Holder | undefined> {
  const { inputs, urn, notes } = o;
  const { identity, undated } = spec;
  if (!identity) return undefined;
  const holder = undated && (await holderOf(spec, context, inputs));
  if (holder) {
    await notes.drop(urn, context.log.debug);
    return holder;
  }
  const named = identity.by.flatMap((name) => (inputs[name] === undefined ? [] : [[name, inputs[name]] as const]));
  const content = {
    organizationId: context.organisation.id,
    identity: Object.fromEntries(named) as CreationNote["identity"],
    ...(undated && { wasAbsent: true }),
    ...fingerprintOf(o.body),
  };
  await notes.write(urn, content, context.log.debug);
  return undefined;
}

/** The error for an object that is not created because another object has its identity. */
export function takenBy(
  spec: PlainResourceSpec,
  { inputs, urn, holder, others, error }: Wanted & Resumption & { holder: string; error?: ApiFailure },
): Error {
  const reason = others.get(holder);
  const by = reason
    ? `an interrupted run of this stack was creating such an object, but this is a different one: ${reason}`
    : "it was created outside this stack, or by an interrupted run on another machine, or the state was lost";
  // The import of a child requires its parent, which only the program knows.
  const alone = urn.text.includes("$")
    ? ""
    : `\nOr import only this object:\n  ${importLine(spec, { urn, id: holder })}`;
  return new Error(
    `The ${described(spec, inputs)} already exists (${holder}), and this stack does not manage it: ${by}. Nothing was changed. ` +
      `Choose a different name, or take it over together with all other objects that the source declares and the organisation already has:\n` +
      `  ${commandLine("flowctl", "adopt --declared", urn)}${alone}${error ? `\n${error.message}` : ""}`,
  );
}
