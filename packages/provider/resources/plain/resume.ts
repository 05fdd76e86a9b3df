import type { ResourceUrn } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import type { CreationNote, CreationNotes } from "../../run/creation-notes.ts";
import { propertiesOf } from "./body.ts";
import { diffPlain } from "./diff.ts";
import { importLine } from "./errors.ts";
import { type Holder, holdersOf, readHolder } from "./live.ts";
import { createdAt, disproofOf, sameAsIn } from "./proof.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/** What is to be created, and by which resource of the program. */
export interface Wanted {
  readonly inputs: Properties;
  readonly urn: ResourceUrn;
  readonly notes: CreationNotes;
}

/** What came of a note that an earlier run left. */
export interface Resumption {
  /** What that run made and the state does not know. */
  readonly made?: Holder;
  /** Why an object is not that: its id -> the reason. */
  readonly others: ReadonlyMap<string, string>;
}

const nothing: Resumption = { others: new Map() };

/**
 * Looks for what a run made that was killed before the state knew of it. Without a note of this very resource and
 * organisation nobody looks, and no request is made.
 *
 * @throws Error when several objects may be the one
 */
export async function resume(spec: PlainResourceSpec, context: LifeContext, wanted: Wanted): Promise<Resumption> {
  const note = wanted.notes.read(wanted.urn, context.log.debug);
  if (note?.organizationId !== context.organisation.id) return nothing;
  const { ours, others } = await madeBy(spec, context, note);
  const [made, ...more] = ours;
  if (!made) return { others };
  if (more.length > 0) throw severalOf(spec, ours, wanted.urn);
  const where = runOf(note);
  if (needsAnother(spec, made, wanted.inputs)) {
    context.log.warn(
      `The ${spec.noun} ${made.id} was made by ${where} and is not what is wanted now; another one is made. It stays in the ` +
        "organisation: delete it there when nothing needs it.",
    );
    others.set(made.id, "no update makes it what is wanted now");
    return { others };
  }
  context.log.info(`The ${spec.noun} ${made.id} was made by ${where}; it is taken over.`);
  return { made, others };
}

/** `a run that ended before it could note it (build-7, 2026-01-02T03:04:05Z)` */
export function runOf({ host, time }: CreationNote): string {
  return `a run that ended before it could note it (${host}, ${time})`;
}

/** The live objects that the request of a note made, and why other ones of its identity are not that. */
export async function madeBy(
  spec: PlainResourceSpec,
  context: LifeContext,
  note: CreationNote,
): Promise<{ ours: Holder[]; others: Map<string, string> }> {
  const candidates =
    note.id === undefined
      ? await holdersOf(spec, context, note.identity)
      : [await readHolder(spec, context, note.id)].filter((holder) => holder !== undefined);
  const others = new Map<string, string>();
  const ours: Holder[] = [];
  for (const candidate of candidates) {
    const disproof = note.id === undefined ? disproofBy(note, candidate.live, context.client.clientId) : undefined;
    if (disproof === undefined) ours.push(candidate);
    else others.set(candidate.id, disproof);
  }
  return { ours, others };
}

/** Why a live object is not as the request of a note made it; undefined when it is. */
export function disproofBy(note: CreationNote, live: Json, clientId: string | undefined): string | undefined {
  if (createdAt(live) === undefined && !note.wasAbsent) return "it may have been there before";
  return disproofOf({
    live,
    body: note.body,
    started: Date.parse(note.time),
    clientId,
    same: sameAsIn(note),
  });
}

/** Whether no update makes it what is wanted. */
function needsAnother(spec: PlainResourceSpec, { id, live }: Holder, inputs: Properties): boolean {
  const state = { ...propertiesOf(spec, live), ...spec.fromId?.(id) };
  const { changes } = diffPlain(spec, { inputs, oldInputs: {}, state });
  return [...changes.values()].some(({ kind }) => kind.endsWith("-replace"));
}

function severalOf(spec: PlainResourceSpec, holders: readonly Holder[], urn: ResourceUrn): Error {
  const lines = holders.map(({ id }) => `- ${importLine(spec, { urn, id })}`);
  return new Error(
    `A run that ended before it could note it may have made any of ${holders.length} objects: the ${spec.noun} has no name of its ` +
      `own. Nothing was changed. Delete all but one, or take one of them over:\n${lines.join("\n")}`,
  );
}
