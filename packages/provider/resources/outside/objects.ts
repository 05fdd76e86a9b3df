import { kernel } from "@genesys-flows/architect/kernel";
import { lookAgain, type Organisation, type PlatformClient } from "@genesys-flows/platform";
import { changedBy, deletedBy } from "@genesys-flows/platform/audits";
import { z } from "zod";
import type { Existing, Operation } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import { deletedNote, leftDeleted } from "../flow/drift/drift-reports.ts";
import { diffPlain, rootOf } from "../plain/diff.ts";
import { described } from "../plain/errors.ts";
import { collectionOf, contextOf, entity, idOf, readLive } from "../plain/live.ts";
import { ownId } from "../plain/properties.ts";
import type { Json, LifeContext, PlainProperty, PlainResourceSpec } from "../plain/spec.ts";

const LONGEST_VALUE = 2_000;

/**
 * In a refresh: reports the properties of an object that somebody changed since the state was written. Ignores
 * properties that the stack does not set, and properties that already differed, such as after a failed update.
 * @param o.state the recorded properties
 * @param o.live the properties that were just read
 */
export async function reportChanged(
  { log, client }: Pick<LifeContext, "log" | "client">,
  spec: PlainResourceSpec,
  { id, inputs, state, live }: Existing & { readonly live: Properties },
): Promise<void> {
  const differing = (from: Properties) => diffPlain(spec, { inputs, oldInputs: inputs, state: from }).changes;
  const known = differing(state);
  const paths = [...differing(live).keys()].filter((path) => !known.has(path));
  if (paths.length === 0) return;
  // The engine shows a line for each part of a list or a map. Both values of the whole property are easier to read.
  const names = [...new Set(paths.map(rootOf))];
  const changes = names.map((name) => `${name} ${shown(state[name])} -> ${shown(live[name])}`);
  const fields = new Map(names.map((name) => fieldOf(spec.properties[name], { name, live })));
  const by = await changedBy(client, { id: auditedId(spec, id), fields });
  const message = `The ${described(spec, state)} was changed outside this stack${by}: ${changes.join(", ")}.`;
  const next = "An update reverts the change. To keep the change, copy it into the source.";
  log.note({ code: "drift", severity: "warning", message: `${message}\n${next}` });
}

/**
 * In a refresh: reports an object that somebody deleted, if the audits show who. Otherwise, an interrupted run of this
 * stack may have deleted it, and the engine shows that the object does not exist.
 */
export async function reportGone(
  { log, client }: Pick<LifeContext, "log" | "client">,
  spec: PlainResourceSpec,
  { id, state }: Pick<Existing, "id" | "state">,
): Promise<void> {
  const by = await deletedBy(client, auditedId(spec, id));
  const next = "The next update creates it again, with a new id.";
  if (by !== "") log.note(deletedNote({ id, what: described(spec, state), by }, next));
}

/**
 * The field of the platform's JSON that contains a property, and the live value of the property if the field contains
 * no other value.
 */
function fieldOf(
  property: PlainProperty | undefined,
  { name, live }: { readonly name: string; readonly live: Properties },
): [string, unknown] {
  const path = typeof property?.api === "string" ? property.api : name;
  const [field = name, ...inner] = path.split(".");
  const value = live[name];
  const isOwn = inner.length === 0 && !property?.codec && (typeof value !== "object" || value === null);
  return [field, isOwn ? (value ?? undefined) : undefined];
}

function shown(value: Properties[string] | undefined): string {
  return value === undefined || value === null ? "nothing" : kernel().valueText(value as never, LONGEST_VALUE);
}

/** The id of an object in audits. Undefined for a row of a table, which has no id. */
function auditedId({ identity }: PlainResourceSpec, id: string): string | undefined {
  return identity?.idOf ? undefined : ownId(id);
}

/** An object in the state that is not a flow and that the source does not change. */
export interface UnchangedObject extends Existing {
  readonly operation: Operation;
  readonly spec: PlainResourceSpec;
}

const PAGE_SIZE = 100;
const page = z.looseObject({ entities: z.array(entity), pageCount: z.number().nullish() });

/**
 * Reports objects that were deleted outside the stack. Reads the first page of one listing for each kind, then either
 * the remaining pages or, by id, the objects that are not on the first page, whichever takes fewer requests. Before it
 * reports an object as deleted, reads the object by its id several times.
 * @param attempt runs work that may fail for a single kind
 * @throws the signal's reason
 */
export async function reportDeleted(
  organisation: Organisation,
  objects: readonly UnchangedObject[],
  attempt: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const byCollection = Map.groupBy(objects, ({ spec, inputs }) => collectionOf(spec, inputs));
  const compare = async ([path, group]: readonly [string, readonly UnchangedObject[]]) => {
    const missing = await missingFrom(organisation.client, path, group);
    await Promise.all(missing.map((object) => reportIfDeleted(organisation, object)));
  };
  await Promise.all([...byCollection].map((collection) => attempt(() => compare(collection))));
}

/**
 * The objects that are not on the pages of a listing. Reads more pages only if that takes fewer requests than reading
 * these objects.
 */
async function missingFrom(
  client: PlatformClient,
  path: string,
  group: readonly UnchangedObject[],
): Promise<readonly UnchangedObject[]> {
  const [first] = group as [UnchangedObject, ...UnchangedObject[]];
  const read = (pageNumber: number) =>
    client.call({ method: "GET", path, query: { pageNumber, pageSize: PAGE_SIZE } }, page);
  const without = (left: readonly UnchangedObject[], found: readonly Json[]) => {
    const existing = found.filter(({ state }) => state !== "deleted");
    const ids = new Set(existing.map((live) => idOf(first.spec, live, first.inputs)));
    return left.filter(({ id }) => !ids.has(id));
  };
  const { entities, pageCount } = await read(1);
  const missing = without(group, entities);
  const others = Array.from({ length: Math.max((pageCount ?? 1) - 1, 0) }, (_, index) => index + 2);
  if (others.length > missing.length) return missing;
  const pages = await Promise.all(others.map(read));
  return without(
    missing,
    pages.flatMap((one) => one.entities),
  );
}

async function reportIfDeleted(organisation: Organisation, { operation, spec, id, state }: UnchangedObject) {
  const { log, signal } = operation;
  const look = () => readLive(spec, contextOf(organisation, operation), id);
  const exists = (live: Json | undefined) => live !== undefined;
  const waits = organisation.pace.doubtMs;
  if (exists(await lookAgain(await look(), look, { waits, signal, isSettled: exists }))) return;
  const by = await deletedBy(organisation.client, auditedId(spec, id));
  log.note(leftDeleted({ id, what: described(spec, state), by }, operation));
}
