import { messageOf } from "@genesys-flows/architect/printable";
import type { OrganisationAccess } from "@genesys-flows/platform";
import { parseUrn } from "@genesys-flows/project/state";
import type { Operation } from "../../engine/resource.ts";
import type { CreationNote, CreationNotes } from "../../run/creation-notes.ts";
import type { Finding } from "../../run/findings.ts";
import { deleteLive } from "./delete.ts";
import { described } from "./errors.ts";
import { contextOf } from "./live.ts";
import { changedSince } from "./proof.ts";
import { disproofBy, madeBy, runOf } from "./resume.ts";
import type { LifeContext, PlainResourceSpec } from "./spec.ts";

export interface Abandoned {
  readonly specs: readonly PlainResourceSpec[];
  readonly access: OrganisationAccess;
  readonly notes: CreationNotes;
}

/**
 * Handles the objects that, according to notes, interrupted runs created and that the changed source no longer
 * contains. An update deletes an unchanged object; a preview only reports it. An object that was changed or is in use
 * is kept and reported. An update removes the notes. Makes no request if there are no such notes. Call this after the
 * last registration, in a run that has read every resource in the state. Otherwise, a note for an object in the state
 * looks like a note for an unknown object. (`destroy` registers nothing, so the notes are kept for the next update.)
 * @param of.wanted URNs of the resources that this run has
 */
export async function settleAbandoned(
  { specs, access, notes }: Abandoned,
  operation: Operation,
  of: { readonly stack: string; readonly wanted: ReadonlySet<string>; readonly preview: boolean },
): Promise<Finding[]> {
  const { debug } = operation.log;
  const abandoned = notes.all(of.stack, debug).filter(({ urn }) => !of.wanted.has(urn));
  // A later object may use an earlier one, so later objects are deleted first.
  abandoned.sort((one, other) => other.time.localeCompare(one.time));
  const findings: Finding[] = [];
  for (const note of abandoned) {
    const urn = parseUrn(note.urn);
    const spec = specs.find(({ token }) => token === urn?.type);
    const organisation = await access.open();
    if (urn === undefined || spec === undefined || note.organizationId !== organisation.id) continue;
    findings.push(...(await settle(spec, contextOf(organisation, operation), { note, preview: of.preview })));
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
    const what = `${runOf(note)} created the ${described(spec, note.identity, id)}; the source no longer contains it.`;
    const finding = { code: "left-by-interrupted-run", severity: "warning", message: `${what} ${fate}` } as const;
    findings.push(hint === undefined ? finding : { ...finding, hint });
  };
  const hint = spec.undeletable === undefined ? "Delete it in the organisation if nothing needs it." : undefined;
  const stays = (id: string, reason: string) => report(id, `It stays (${id}): ${reason}.`, hint);
  for (const [id, reason] of others) if (reason === changedSince) stays(id, reason);
  for (const { id, live } of ours) {
    const changed = disproofBy(note, live, context.client.clientId) ?? spec.undeletable;
    if (ours.length > 1) stays(id, "it is one of several objects that the run may have created");
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

/** Deletes an object. @returns the reason if the object is kept */
async function deletion(spec: PlainResourceSpec, context: LifeContext, id: string): Promise<string | undefined> {
  try {
    await deleteLive(spec, context, id);
    return undefined;
  } catch (error) {
    if (context.signal.aborted) throw error;
    return messageOf(error);
  }
}
