import { lookAgain, type Organisation, type PlatformClient } from "@genesys-flows/platform";
import { deletedBy } from "@genesys-flows/platform/audits";
import { z } from "zod";
import type { Operation } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import { leftDeleted } from "../flow/drift/drift-reports.ts";
import { described } from "../plain/errors.ts";
import { collectionOf, entity, idOf, readLive } from "../plain/live.ts";
import type { Json, LifeContext, PlainResourceSpec } from "../plain/spec.ts";
import { auditedId } from "./changed-object.ts";

/** An object of the state that is not a flow and that the source does not change. */
export interface UnchangedObject {
  readonly operation: Operation;
  readonly spec: PlainResourceSpec;
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
}

const PAGE_SIZE = 100;
const page = z.looseObject({ entities: z.array(entity), pageCount: z.number().nullish() });

/**
 * Reports objects that were deleted outside the stack. Reads one listing for each kind; further pages, or the objects that are not
 * on the first one by their ids, whichever are fewer. An object that no listing has is read by its id, again, before it is
 * called deleted.
 * @param attempt does what may fail for one kind alone
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

/** The objects that the pages of a listing do not have, as far as reading pages takes fewer requests than reading these objects. */
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
  const context: LifeContext = { organisation, client: organisation.client, log, signal };
  const look = () => readLive(spec, context, id);
  const exists = (live: Json | undefined) => live !== undefined;
  const waits = organisation.pace.doubtMs;
  if (exists(await lookAgain(await look(), look, { waits, signal, isSettled: exists }))) return;
  const by = await deletedBy(organisation.client, auditedId(spec, id));
  log.note(leftDeleted({ id, what: described(spec, state), by }, operation));
}
