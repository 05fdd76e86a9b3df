import { addressKey, partsOfAddress } from "@genesys-flows/architect/settings";
import { didYouMean } from "@genesys-flows/architect/suggest";
import { z } from "zod";
import { ifFound } from "./client/failure.ts";
import { listAll } from "./client/listing.ts";
import type { PlatformClient } from "./client/platform-client.ts";

const DOMAINS = "/api/v2/routing/email/domains";

const reference = z.looseObject({ id: z.string().nullish(), name: z.string().nullish() });
const domainEntity = z.looseObject({ id: z.string(), subDomain: z.boolean().nullish() });
const routeEntity = z.looseObject({
  id: z.string(),
  pattern: z.string(),
  flow: reference.nullish(),
  queue: reference.nullish(),
});

/** An e-mail domain of an organisation. Its id is the domain name (reference/platform-api.md §2.3). */
export type EmailDomain = z.infer<typeof domainEntity>;

/** The route of an e-mail address. */
export interface LiveRoute extends z.infer<typeof routeEntity> {
  readonly domain: string;
}

/** All e-mail domains of the organisation. @throws ApiFailure */
export function emailDomains(client: PlatformClient): Promise<EmailDomain[]> {
  return listAll(client, { path: DOMAINS, query: {} }, domainEntity);
}

/**
 * The domain of an address. A subdomain that the platform provides is also found without the suffix that the platform
 * appends.
 */
export function domainOf(address: string, domains: readonly EmailDomain[]): EmailDomain | undefined {
  const wanted = partsOfAddress(address).domain.toLowerCase();
  return (
    domains.find(({ id }) => id.toLowerCase() === wanted) ??
    domains.find(({ id, subDomain }) => subDomain === true && id.toLowerCase().startsWith(`${wanted}.`))
  );
}

/** The message and the advice for an address whose domain does not exist in the organisation. */
export function noDomain(address: string, domains: readonly EmailDomain[]): { message: string; hint: string } {
  const { mailbox, domain } = partsOfAddress(address);
  const known = domains.map(({ id }) => id);
  const ofPlatform = known.find((id) => id.toLowerCase().startsWith(`${domain.toLowerCase()}.`));
  const meant = ofPlatform === undefined ? didYouMean(domain, known, "Its domains") : `Write ${mailbox}@${ofPlatform}.`;
  const advice =
    "Correct the address, declare the domain in `emailDomains` of a file in flows/, or add it in the organisation.";
  return {
    message: `The organisation has no e-mail domain ${domain}, so no route can connect ${address} to a flow.`,
    hint:
      known.length === 0 ? `It has no e-mail domains. ${advice}` : `${meant === undefined ? "" : `${meant} `}${advice}`,
  };
}

/**
 * The routes of some addresses, by `addressKey`. Reads the domains, and the routes of each domain that one of the
 * addresses uses.
 * @throws ApiFailure
 */
export async function routesOf(
  client: PlatformClient,
  addresses: readonly string[],
): Promise<{ readonly domains: readonly EmailDomain[]; readonly routes: ReadonlyMap<string, LiveRoute> }> {
  if (addresses.length === 0) return { domains: [], routes: new Map() };
  const domains = await emailDomains(client);
  const used = new Set(addresses.flatMap((address) => domainOf(address, domains)?.id ?? []));
  const found = new Map(
    await Promise.all([...used].map(async (domain) => [domain, await routesIn(client, domain)] as const)),
  );
  const routes = new Map(
    addresses.flatMap((address) => {
      const wanted = addressKey(partsOfAddress(address).mailbox);
      const ofDomain = found.get(domainOf(address, domains)?.id ?? "");
      const route = ofDomain?.find(({ pattern }) => addressKey(pattern) === wanted);
      return route ? [[addressKey(address), route] as const] : [];
    }),
  );
  return { domains, routes };
}

/** All routes of a domain; empty if the domain does not exist. @throws ApiFailure */
export async function routesIn(client: PlatformClient, domain: string): Promise<LiveRoute[]> {
  const path = `${DOMAINS}/${encodeURIComponent(domain)}/routes`;
  const found = (await ifFound(listAll(client, { path, query: {} }, routeEntity))) ?? [];
  return found.map((route) => ({ ...route, domain }));
}

/**
 * Describes where e-mail to an address is routed. Undefined if it is routed to the flow.
 * @param o.nameOf returns the name of a flow, if known
 */
export function addressElsewhere(
  address: string,
  o: {
    readonly route: LiveRoute | undefined;
    readonly flowId: string | undefined;
    readonly nameOf: (flowId: string) => string | undefined;
  },
): string | undefined {
  const { route, flowId } = o;
  if (!route) return `The e-mail address ${address} has no route.`;
  if (flowId !== undefined && route.flow?.id === flowId) return undefined;
  return `The route of ${address} (${route.domain}/${route.id}) points to ${targetOf(route, o.nameOf)}, not to this flow.`;
}

/** `the flow 'Sales'`, `the queue <id>`, `nothing`. */
export function targetOf(
  { flow, queue }: LiveRoute,
  nameOf: (flowId: string) => string | undefined = () => undefined,
): string {
  const named = (noun: string, id: string, name: string | null | undefined) =>
    name ? `the ${noun} '${name}'` : `the ${noun} ${id}`;
  if (flow?.id) return named("flow", flow.id, flow.name ?? nameOf(flow.id));
  return queue?.id ? named("queue", queue.id, queue.name) : "nothing";
}
