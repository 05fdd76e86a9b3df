import { type Operation, parseUrn } from "../../engine/resource.ts";
import type { CreationNote, CreationNotes } from "../../run/creation-notes.ts";
import type { Finding } from "../../run/findings.ts";
import type { OrganisationDoor } from "../../run/organisation.ts";
import { messageOf } from "../../text/words.ts";
import { deleteLive } from "./delete.ts";
import { described } from "./errors.ts";
import { changedSince } from "./proof.ts";
import { disproofBy, madeBy, runOf } from "./resume.ts";
import type { LifeContext, PlainResourceSpec } from "./spec.ts";

/** Where what killed runs left is found and settled. */
export interface Abandoned {
  readonly specs: readonly PlainResourceSpec[];
  readonly door: OrganisationDoor;
  readonly notes: CreationNotes;
}

/**
 * What killed runs made and nothing is due for any more, as the source was changed meanwhile: by the notes that they left. What is
 * still as it was made is deleted; a preview only says so. What somebody has changed or uses stays, and is reported. No note
 * of it is left, but by a preview. Where there are no such notes, no request is made.
 *
 * To be called after the last registration, in a run that has read every resource of the state before: a note of what the state
 * has would pass for one of what it does not know. (In `destroy` nothing is registered: the notes stay for the next update.)
 *
 * @param of.isWanted whether this run has the resource, by its URN's text
 */
export async function settleAbandoned(
  { specs, door, notes }: Abandoned,
  operation: Operation,
  of: { readonly stack: string; readonly isWanted: (urn: string) => boolean; readonly preview: boolean },
): Promise<Finding[]> {
  const { debug } = operation.log;
  const abandoned = notes.all(of.stack, debug).filter(({ urn }) => !of.isWanted(urn));
  // What was made later may use what was made before.
  abandoned.sort((one, other) => other.time.localeCompare(one.time));
  const findings: Finding[] = [];
  for (const note of abandoned) {
    const urn = parseUrn(note.urn);
    const spec = specs.find(({ token }) => token === urn?.type);
    const organisation = await door.open();
    if (urn === undefined || spec === undefined || note.organizationId !== organisation.id) continue;
    const context = { organisation, client: organisation.client, log: operation.log, signal: operation.signal };
    findings.push(...(await settle(spec, context, { note, preview: of.preview })));
    if (!of.preview) await notes.drop(urn, debug);
  }
  return findings;
}

async function settle(
  spec: PlainResourceSpec,
  context: LifeContext,
  { note, preview }: { note: CreationNote; preview: boolean },
): Promise<Finding[]> {
  const { ours, others } = await madeBy(spec, context, note);
  const findings: Finding[] = [];
  const report = (id: string, fate: string, hint?: string) => {
    const what = `The ${described(spec, note.identity, id)} was made by ${runOf(note)}; the source has it no more.`;
    const finding = { code: "left-by-interrupted-run", severity: "warning", message: `${what} ${fate}` } as const;
    findings.push(hint === undefined ? finding : { ...finding, hint });
  };
  const stays = (id: string, reason: string) =>
    report(id, `It stays (${id}): ${reason}.`, "Delete it in the organisation when nothing needs it.");
  for (const [id, reason] of others) if (reason === changedSince) stays(id, reason);
  for (const { id, live } of ours) {
    const changed = disproofBy(note, live, context.client.clientId);
    if (ours.length > 1) stays(id, "it is one of several that this run may have made");
    else if (changed !== undefined) stays(id, changed);
    else if (preview) report(id, "The update deletes it.");
    else {
      const refused = await deletion(spec, context, id);
      if (refused === undefined) report(id, "It was deleted.");
      else stays(id, refused);
    }
  }
  return findings;
}

/** Deletes an object. @returns why it stays */
async function deletion(spec: PlainResourceSpec, context: LifeContext, id: string): Promise<string | undefined> {
  try {
    await deleteLive(spec, context, id);
    return undefined;
  } catch (error) {
    if (context.signal.aborted) throw error;
    return messageOf(error);
  }
}
