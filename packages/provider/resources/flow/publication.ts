import type { Organisation } from "../../run/organisation.ts";
import { type FlowEntity, publisherOf, typeOfFlow } from "./entities.ts";

/** What the platform says about the published version, as outputs. */
export async function publicationOf(organisation: Organisation, live: FlowEntity) {
  const version = live.publishedVersion;
  const type = typeOfFlow(live);
  const embedded = version ? await organisation.flows.embedded({ id: live.id, type, version: version.id }) : [];
  return {
    name: live.name,
    publishedVersion: version?.id ?? "",
    publishedBy: publisherOf(live),
    datePublished: version?.datePublished ?? undefined,
    modulesHeld: Object.fromEntries(embedded.map((entry) => [entry.name ?? entry.id, entry.version ?? ""])),
  };
}
