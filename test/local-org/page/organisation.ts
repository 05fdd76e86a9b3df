import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { callOf, greeter, inbound, SEED } from "../flows/documents.ts";
import { started } from "../support/organisation.ts";

/** A module whose name and text would be markup if they were not escaped. */
export const HOSTILE = "Sales <script>alert(1)<script> & sons";

export interface Stage {
  readonly client: OrganisationClient;
  readonly ids: Readonly<Record<"greeter" | "support" | "sales" | "hostile", string>>;
}

/** An organisation in which a module was republished without its callers: `Support` is stale, `Sales` is not. */
export async function stage(): Promise<Stage> {
  const me = (await started({ seedText: SEED })).client;
  const module = await me.published(greeter());
  const support = await me.published(inbound("Support", [callOf(), menu]));
  await me.published(
    greeter({ say: "Good day.", actions: '    - playAudio: {name: Hours, audio: {tts: "We are open."}}' }),
  );
  const sales = await me.published(inbound("Sales", [callOf()]));
  const hostile = await me.published(
    inbound(JSON.stringify(HOSTILE), [
      `playAudio: {name: "<b>bold</b>", audio: {tts: "<img src=x onerror=alert(1)>"}}`,
    ]),
  );
  await me.ok("POST", `/api/v2/flows/actions/checkout?flow=${sales.id}`);
  return { client: me, ids: { greeter: module.id, support: support.id, sales: sales.id, hostile: hostile.id } };
}

const menu = `decision: {name: Is it late, condition: {exp: "Hour(GetCurrentDateTimeUtc()) > 18"}, outputs: {yes: {actions: [{playAudio: {name: Closed, audio: {tts: Closed.}}}]}, no: {actions: [{playAudio: {name: Open, audio: {tts: Open.}}}]}}}`;
