import type { Caller, Context } from "../http/route.ts";

/** The author of an action on a flow, or the holder of its lock: a user, or an OAuth client without a user. */
export interface Author {
  readonly user?: { readonly id: string; readonly name?: string };
  readonly client: { readonly id: string; readonly name?: string };
}

/** The author and time of an action on a flow, in epoch milliseconds. */
export interface Deed {
  readonly author: Author;
  readonly now: number;
}

export function deedOf({ caller, clock }: Pick<Context, "caller" | "clock">): Deed {
  return { author: authorOf(caller), now: clock.now() };
}

export function authorOf(caller: Caller): Author {
  return {
    ...(caller.userId ? { user: { id: caller.userId, name: caller.userName } } : {}),
    client: { id: caller.clientId, name: caller.clientName },
  };
}

/**
 * Whether two authors own the same locks. Locks belong to the user, no matter which client is used, or to a client
 * without a user.
 */
export function sameAuthor(a: Author, b: Author): boolean {
  return a.user || b.user ? a.user?.id === b.user?.id : a.client.id === b.client.id;
}

/** `User` as the API shows it. */
export function userOf(author: Author): Record<string, unknown> | undefined {
  if (!author.user) return undefined;
  return { id: author.user.id, name: author.user.name, version: 1, selfUri: `/api/v2/users/${author.user.id}` };
}

/** `DomainEntityRef` of the client. */
export function clientOf(author: Author): Record<string, unknown> {
  return { id: author.client.id, name: author.client.name, selfUri: `/api/v2/oauth/clients/${author.client.id}` };
}

/** User and client, which most responses to an action contain. */
export function doneBy(author: Author): { user?: Record<string, unknown>; client: Record<string, unknown> } {
  const user = userOf(author);
  return { ...(user && { user }), client: clientOf(author) };
}

export function authorName(author: Author): string {
  const { user, client } = author;
  return user ? (user.name ?? user.id) : (client.name ?? client.id);
}
