import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Gathered } from "../client/gathered.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import type { ApiCall } from "../client/session.ts";
import { reference } from "../flows/entities.ts";

/**
 * "14 days worth of audits" (API description of `postAuditsQueryRealtime`), minus an hour, because the platform's clock
 * may be ahead.
 */
const REACH_MS = 14 * 86_400_000 - 3_600_000;
const PAGE_SIZE = 100;
/** Maximum number of objects that are looked up separately at the same time. Reports omit the names for the others. */
const MOST_ALONE = 20;
/** The longest time that a report waits for a name. */
const LIMIT_MS = 5_000;

const change = z.looseObject({ property: z.string().nullish(), newValues: z.array(z.unknown()).nullish() });
/** `AuditLogMessage` of the vendor's SDK. */
const entry = z.looseObject({
  eventDate: z.string().nullish(),
  action: z.string().nullish(),
  entity: reference.nullish(),
  user: reference.nullish(),
  client: reference.nullish(),
  propertyChanges: z.array(change).nullish(),
});
type AuditEntry = z.infer<typeof entry>;
const page = z.looseObject({ entities: z.array(entry), pageCount: z.number().nullish() });

/**
 * Queries the audit entries of one object, or of all objects, newest first. The query is not retried, because reports
 * do not depend on it.
 */
export function auditsQuery(o: { readonly entityId?: string; readonly pageNumber?: number } = {}): ApiCall {
  const { entityId, pageNumber = 1 } = o;
  const until = Date.now();
  const interval = [until - REACH_MS, until].map((at) => new Date(at).toISOString()).join("/");
  const filters = entityId === undefined ? [] : [{ property: "EntityId", value: entityId }];
  const sort = [{ name: "Timestamp", sortOrder: "descending" }];
  const body = { interval, filters, sort, pageNumber, pageSize: PAGE_SIZE };
  return { method: "POST", path: "/api/v2/audits/query/realtime", query: { expand: ["user"] }, body, once: true };
}

/**
 * Who deleted an object outside the stack, and when, from the audits: ` by Ann at 2026-01-02T03:04:05.000Z`. Empty if
 * the audits have no entry or cannot be read, or if this client deleted the object.
 */
export async function deletedBy(client: PlatformClient, id: string | undefined): Promise<string> {
  return endedBy(client, id, { ends: ["Delete"], begins: ["Create"] });
}

/** Like `deletedBy`, for a flow that no longer has a published version. */
export async function unpublishedBy(client: PlatformClient, id: string): Promise<string> {
  return endedBy(client, id, { ends: ["Deactivate", "Unpublish"], begins: ["Publish"] });
}

/**
 * Uses the last `ends` entry if no `begins` entry follows it. Earlier entries may concern an earlier deletion, for
 * example of a domain that was created again.
 */
async function endedBy(
  client: PlatformClient,
  id: string | undefined,
  { ends, begins }: { readonly ends: readonly string[]; readonly begins: readonly string[] },
): Promise<string> {
  const last = (await auditsOf(client).of(id)).find(({ action }) => isAction(action, [...ends, ...begins]));
  return byText([isAction(last?.action, ends) ? last : undefined], client);
}

/**
 * Who changed the fields of an object outside the stack, according to the last entry for each field. Empty if a field
 * has no entry, or if an entry sets a value other than the live value. In that case, the audits lag behind, and the
 * entry describes an earlier change.
 * @param o.fields maps fields of the platform's JSON to their live values if these are strings, numbers or booleans
 */
export async function changedBy(
  client: PlatformClient,
  o: { readonly id: string | undefined; readonly fields: ReadonlyMap<string, unknown> },
): Promise<string> {
  const entries = (await auditsOf(client).of(o.id)).filter(({ action }) => !isAction(action, ["Create"]));
  const last = [...o.fields].map(([field, live]) => {
    const changeIn = ({ propertyChanges }: AuditEntry) =>
      propertyChanges?.find(({ property }) => property?.split(/[.[/]/)[0]?.toLowerCase() === field.toLowerCase());
    const found = entries.find((one) => changeIn(one) !== undefined);
    const values = (found && changeIn(found)?.newValues) ?? [];
    const isLive = live === undefined || values.some((value) => String(value) === String(live));
    return isLive ? found : undefined;
  });
  return byText(last, client);
}

function isAction(action: string | null | undefined, names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase() === action?.toLowerCase());
}

/**
 * Lists each user or client once, with the time of their last entry. Empty if this client made one of the entries, or
 * if an entry names nobody.
 */
function byText(entries: readonly (AuditEntry | undefined)[], client: PlatformClient): string {
  const latest = new Map<string, string>();
  for (const one of entries) {
    const who = one && stranger(one, client);
    const at = Date.parse(one?.eventDate ?? "");
    if (who === undefined || Number.isNaN(at)) return "";
    const when = new Date(at).toISOString();
    if (when > (latest.get(who) ?? "")) latest.set(who, when);
  }
  const named = [...latest].map(([who, when]) => `${who} at ${when}`);
  return named.length === 0 ? "" : ` by ${named.join(" and ")}`;
}

/**
 * The user or client behind an entry. Undefined for this client, even if it acted on behalf of a user, and for an entry
 * that names neither.
 */
function stranger({ user, client: by }: AuditEntry, { clientId }: PlatformClient): string | undefined {
  if (by?.id === clientId) return undefined;
  const person = user?.name || (user?.id ? `user ${user.id}` : undefined);
  return (person ?? (by?.id ? `client ${by.id}` : undefined))?.replaceAll(/\s+/g, " ");
}

/**
 * The audits of an organisation, newest entries first. No filter accepts several ids. For simultaneous lookups, this
 * class therefore reads the entries of all objects if that takes fewer requests. It sends no requests after a failure.
 */
class Audits {
  readonly #client: PlatformClient;
  readonly #gathered = new Gathered((ids) => this.#read(ids));
  #isSilent = false;

  constructor(client: PlatformClient) {
    this.#client = client;
    // With an access token, the entries of this run cannot be distinguished from others.
    this.#isSilent = client.clientId === undefined;
  }

  /** The entries of an object; empty if they cannot be read. */
  async of(id: string | undefined): Promise<readonly AuditEntry[]> {
    if (id === undefined || this.#isSilent) return [];
    try {
      const late = sleep(LIMIT_MS, undefined, { ref: false });
      const entries = await Promise.race([this.#gathered.ask(id), late]);
      if (entries) return entries;
    } catch {
      // Without a permission or a response, the report says what changed, but not who changed it.
    }
    this.#isSilent = true;
    return [];
  }

  async #read(ids: readonly string[]): Promise<ReadonlyMap<string, readonly AuditEntry[]>> {
    if (ids.length === 1) return this.#readAlone(ids);
    const { entities, pageCount } = await this.#page({});
    const further = (pageCount ?? Number.POSITIVE_INFINITY) - 1;
    if (further > Math.min(ids.length, MOST_ALONE)) return this.#readAlone(ids);
    const others = Array.from({ length: Math.max(further, 0) }, (_, index) => this.#page({ pageNumber: index + 2 }));
    const all = [entities, ...(await Promise.all(others)).map((one) => one.entities)].flat();
    const byId = Map.groupBy(all, ({ entity }) => entity?.id);
    return new Map(ids.map((id) => [id, newestFirst(byId.get(id) ?? [])]));
  }

  async #readAlone(ids: readonly string[]): Promise<ReadonlyMap<string, readonly AuditEntry[]>> {
    const read = async (id: string) => [id, newestFirst((await this.#page({ entityId: id })).entities)] as const;
    const rest = ids.slice(MOST_ALONE).map((id) => [id, []] as const);
    return new Map([...(await Promise.all(ids.slice(0, MOST_ALONE).map(read))), ...rest]);
  }

  #page(o: Parameters<typeof auditsQuery>[0]) {
    return this.#client.call(auditsQuery(o), page);
  }
}

function newestFirst(entries: readonly AuditEntry[]): readonly AuditEntry[] {
  const at = ({ eventDate }: AuditEntry) => Date.parse(eventDate ?? "") || 0;
  return entries.toSorted((a, b) => at(b) - at(a));
}

const ofClient = new WeakMap<PlatformClient, Audits>();

function auditsOf(client: PlatformClient): Audits {
  const audits = ofClient.get(client) ?? new Audits(client);
  ofClient.set(client, audits);
  return audits;
}
