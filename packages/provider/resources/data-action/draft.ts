import { messageOf } from "@genesys-flows/architect/printable";
import { ApiFailure, ifFound, pause } from "@genesys-flows/platform";
import { z } from "zod";
import { equalValues, type PropertyValue } from "../../engine/values.ts";
import { entity } from "../plain/live.ts";
import { holds } from "../plain/proof.ts";
import type { Json, LifeContext } from "../plain/spec.ts";
import { withTemplates } from "./templates.ts";

/** Fields of an action that a run can change through a draft: `UpdateDraftInput` of the vendor's SDK. */
const FIELDS = ["name", "category", "secure", "contract", "config"] as const;

/** Delays before the draft is read again after a lost response or a conflict. */
const RETRY_MS = [200, 1000, 3000];

interface Publication {
  readonly name: string;
  /** Path of the action. */
  readonly path: string;
  /** The published action, with its templates. */
  readonly live: Json;
  readonly wanted: Json;
  readonly read: () => Promise<Json | undefined>;
}

/** The fields of an action that a draft can change. */
export function changeable(action: Json): Json {
  return Object.fromEntries(FIELDS.map((field) => [field, action[field]]));
}

/**
 * Whether a `PATCH` can turn one action into the other: they do not differ in any field that only a draft can change.
 */
export function hasContractOf(one: Json, other: Json): boolean {
  const contract = (action: Json) => JSON.parse(JSON.stringify(action["contract"] ?? {})) as PropertyValue;
  return (one["secure"] === true) === (other["secure"] === true) && equalValues(contract(one), contract(other));
}

function isAlike(one: Json, other: Json): boolean {
  const [a, b] = [one, other].map(({ name, category, config }) => ({ name, category, config }));
  return hasContractOf(one, other) && holds(a, b) && holds(b, a);
}

/**
 * Changes the contract of a published action and keeps its id: creates a draft and publishes it, because a `PATCH` of
 * the action does not accept a contract (`UpdateActionInput`). A draft from an interrupted run is used again: it equals
 * either the published action or the desired one.
 * @throws Error for a draft with other content, which somebody else is editing; ApiFailure after removing the draft
 */
export async function publishDraft(context: LifeContext, of: Publication): Promise<void> {
  const { client, log, signal } = context;
  const path = `${of.path}/draft`;
  let { live } = of;
  let isOurs = false;
  for (let attempt = 0; ; attempt++) {
    try {
      const existing = await readDraft(context, path);
      const draft = existing ?? (await client.call({ method: "POST", path }, entity));
      isOurs ||= !existing;
      let { version } = draft;
      if (!existing || !isAlike(existing, of.wanted)) {
        if (!isOurs && !isAlike(draft, live)) throw foreignDraft(of.name);
        isOurs = true;
        ({ version } = await client.call({ method: "PATCH", path, body: { ...of.wanted, version } }, entity));
      }
      isOurs = true;
      await client.call({ method: "POST", path: `${path}/publish`, body: { version } }, entity);
      return;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const wait = isPassing(error) ? RETRY_MS[attempt] : undefined;
      if (wait !== undefined) {
        await pause(wait, signal);
        live = (await of.read()) ?? live;
        if (isAlike(live, of.wanted)) return;
        continue;
      }
      if (isOurs) {
        // Otherwise, the next run, perhaps with a different contract, would find an unknown draft.
        await ifFound(client.call({ method: "DELETE", path, repeatable: true }, z.unknown())).catch((reason) =>
          log.debug(`The draft of the data action '${of.name}' could not be removed: ${messageOf(reason)}`),
        );
      }
      throw error;
    }
  }
}

async function readDraft(context: LifeContext, path: string): Promise<Json | undefined> {
  const query = { expand: "contract", includeConfig: "true" };
  const draft = await ifFound(context.client.call({ method: "GET", path, query }, entity));
  return draft && withTemplates(draft, context, path);
}

/** Whether the response was lost or somebody else made a change first. Reading the draft again shows what happened. */
function isPassing({ kind, status }: ApiFailure): boolean {
  return kind === "network" || kind === "server" || kind === "unexpected-answer" || status === 409;
}

function foreignDraft(name: string): Error {
  return new Error(
    `Somebody is editing a draft of the data action '${name}': the draft differs from the published action and from the source. ` +
      "A change to the contract or to `secure` requires the draft. Nothing was changed. " +
      "Publish or delete the draft in Genesys Cloud (Admin, Integrations, Actions), then run the update again.",
  );
}
