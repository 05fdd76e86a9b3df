import type { ResourceUrn } from "@genesys-flows/project/state";
import type { Properties } from "../../engine/values.ts";
import type { CreationNote, CreationNotes } from "../../run/creation-notes.ts";
import { propertiesOf } from "./body.ts";
import { needsReplacement } from "./diff.ts";
import { described, importLine } from "./errors.ts";
import { type Holder, holdersOf, readHolder } from "./live.ts";
import { createdAt, disproofOf, sameAsIn } from "./proof.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

export interface Wanted {
  readonly inputs: Properties;
  readonly urn: ResourceUrn;
  readonly notes: CreationNotes;
  /**
   * Whether an object with its identity may be taken over, no matter who created it (`packages/project`,
   * stack/notes.ts).
   */
  readonly adopts: boolean;
}

export interface Resumption {
  /** The object that the interrupted run created and that the state lacks. */
  readonly made?: Holder;
  /** The reasons why other objects are not that object: id -> reason. */
  readonly others: ReadonlyMap<string, string>;
}

const nothing: Resumption = { others: new Map() };

/**
 * Looks for the object that an interrupted run created for this resource and that the state lacks. Makes no request if
 * there is no note for this resource and organisation.
 * @throws Error if several objects match
 */
export async function resume(spec: PlainResourceSpec, context: LifeContext, wanted: Wanted): Promise<Resumption> {
  const note = wanted.notes.read(wanted.urn, context.log.debug);
  if (note?.organizationId !== context.organisation.id) return nothing;
  const { ours, others } = await madeBy(spec, context, note);
  const [made, ...more] = ours;
  if (!made) return { others };
  if (more.length > 0) {
    const what = `An interrupted run may have created any of the ${ours.length} objects that match the ${spec.noun}`;
    throw severalOf(what, spec, { holders: ours, urn: wanted.urn });
  }
  if (needsAnother(spec, made, wanted.inputs)) {
    context.log.warn(
      `${runOf(note)} created the ${spec.noun} ${made.id}, but no update can change it to the desired state. ` +
        "This update creates a new one. The first one stays in the organisation: delete it there if nothing needs it.",
    );
    others.set(made.id, "no update can change it to the desired state");
    return { others };
  }
  context.log.info(`${runOf(note)} created the ${spec.noun} ${made.id}. This update takes it over.`);
  return { made, others };
}

/**
 * The object with the desired identity, no matter who created it, if an update can change it to the desired state.
 * @throws Error if several objects match
 */
export async function adoptable(
  spec: PlainResourceSpec,
  context: LifeContext,
  { inputs, urn }: Pick<Wanted, "inputs" | "urn">,
): Promise<Holder | undefined> {
  const holders = await holdersOf(spec, context, inputs);
  const [found, ...more] = holders.filter((holder) => !needsAnother(spec, holder, inputs));
  if (more.length === 0) return found;
  const what = `The organisation has ${holders.length} objects that match the ${described(spec, inputs)}`;
  throw severalOf(what, spec, { holders, urn });
}

/** `An interrupted run (build-7, 2026-01-02T03:04:05Z)` */
export function runOf({ host, time }: CreationNote): string {
  return `An interrupted run (${host}, ${time})`;
}

/**
 * The live objects that the request in a note created, and the reasons why other objects with that identity do not
 * match.
 */
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

/** The reason why a live object does not match the request in a note; undefined if it matches. */
export function disproofBy(note: CreationNote, live: Json, clientId: string | undefined): string | undefined {
  if (createdAt(live) === undefined && !note.wasAbsent) return "it may have existed before that run";
  return disproofOf({ live, body: note.body, started: Date.parse(note.time), clientId, same: sameAsIn(note) });
}

function needsAnother(spec: PlainResourceSpec, { id, live }: Holder, inputs: Properties): boolean {
  const state = { ...propertiesOf(spec, live), ...spec.fromId?.(id) };
  return needsReplacement(spec, { inputs, oldInputs: {}, state });
}

function severalOf(what: string, spec: PlainResourceSpec, of: { holders: readonly Holder[]; urn: ResourceUrn }): Error {
  const lines = of.holders.map(({ id }) => `  ${importLine(spec, { urn: of.urn, id })}`);
  return new Error(`${what}. Nothing was changed. Delete all but one, or import one of them:\n${lines.join("\n")}`);
}
