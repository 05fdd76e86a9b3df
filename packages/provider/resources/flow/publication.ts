import type { Organisation } from "../../run/organisation.ts";
import { type Dependency, type FlowEntity, publisherOf, typeOfFlow } from "./entities.ts";

/** The published version as outputs tell it. */
export interface Publication {
  readonly name: string;
  readonly publishedVersion: string;
  readonly publishedBy: string | undefined;
  readonly datePublished: string | undefined;
  readonly modulesHeld: Readonly<Record<string, string>>;
}

/** The modules and bots that the published version holds a copy of. */
export async function embeddedIn(organisation: Organisation, live: FlowEntity): Promise<Dependency[]> {
  const version = live.publishedVersion?.id;
  return version === undefined ? [] : organisation.flows.embedded({ id: live.id, type: typeOfFlow(live), version });
}

/** What the platform says about the published version. */
export async function publicationOf(organisation: Organisation, live: FlowEntity): Promise<Publication> {
  const version = live.publishedVersion;
  const embedded = await embeddedIn(organisation, live);
  return {
    name: live.name,
    publishedVersion: version?.id ?? "",
    publishedBy: publisherOf(live),
    datePublished: version?.datePublished ?? undefined,
    modulesHeld: Object.fromEntries(embedded.map((entry) => [entry.name ?? entry.id, entry.version ?? ""])),
  };
}
