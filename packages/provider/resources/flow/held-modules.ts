import type { Organisation } from "../../run/organisation.ts";
import type { FlowEntity } from "./entities.ts";
import { embeddedIn } from "./publication.ts";

/** A module or bot of which a published flow holds a copy. */
export interface HeldCopy {
  /** As it lives now. */
  readonly module: FlowEntity;
  /** The version that the flow holds. */
  readonly held: string;
  /** The published version; undefined when there is none any more. */
  readonly live: string | undefined;
}

/** The modules that the flow's published version holds, without those that are gone. @throws ApiFailure */
export async function heldCopies(organisation: Organisation, live: FlowEntity): Promise<HeldCopy[]> {
  const copies = await embeddedIn(organisation, live);
  const read = await Promise.all(
    copies.map(async (copy) => ({ held: copy.version ?? "", module: await organisation.flows.read(copy.id) })),
  );
  return read.flatMap(({ held, module }) => (module ? [{ module, held, live: module.publishedVersion?.id }] : []));
}

/** Whether callers of the flow hear another version of the module than the published one. */
export function isStale({ held, live }: HeldCopy): boolean {
  return live !== undefined && held !== live;
}
