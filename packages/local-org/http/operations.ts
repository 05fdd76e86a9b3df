import { ApiError, notFound } from "./api-error.ts";
import lines from "./operations.json" with { type: "json" };
import type { HttpMethod, Route } from "./route.ts";
import { Router } from "./router.ts";

/**
 * Every operation of the platform: the vendor SDK's name, the method and the path. `npm run generate` writes
 * `operations.json` from the installed SDK.
 */
export const operations: readonly (readonly [operation: string, method: HttpMethod, path: string])[] = lines.flatMap(
  (line) => {
    const [path = "", ...methods] = line.split(" ");
    return Array.from({ length: methods.length / 2 }, (_, index) => {
      const [method, operation] = methods.slice(index * 2, index * 2 + 2) as [HttpMethod, string];
      return [operation, method, path] as const;
    });
  },
);

/**
 * Names of all operations: those of the platform and those of the routes. Some routes exist only in the embedded
 * organisation.
 */
export function operationNames(routes: readonly Route[]): ReadonlySet<string> {
  return new Set([...routes.map((route) => route.operation), ...operations.map(([operation]) => operation)]);
}

const byName = new Map(operations.map(([operation, method, path]) => [operation, { operation, method, path }]));

/** The route for one of the platform's operations, which determines its method and path. */
export function route(
  operation: string,
  handler: Route["handler"],
  permission?: string,
  more: Pick<Route, "ownRequired" | "still"> = {},
): Route {
  const known = byName.get(operation);
  if (!known) throw new Error(`'${operation}' is not an operation of the platform.`);
  return { ...known, ...(permission !== undefined && { permission }), ...more, handler };
}

const byAddress = new Map(operations.map(([operation, method, path]) => [`${method} ${path}`, operation]));

/** The route at one of the platform's paths, which determines the operation. */
export function routeAt(method: HttpMethod, path: string, handler: Route["handler"], permission?: string): Route {
  return route(byAddress.get(`${method} ${path}`) ?? `${method} ${path}`, handler, permission);
}

const itemPaths = new Map(
  operations
    .filter(([, , path]) => path.endsWith("}"))
    .map(([, , path]) => [path.slice(0, path.lastIndexOf("/")), path]),
);

/** The path of one object in a list: for `/api/v2/users`, `/api/v2/users/{userId}`. */
export function itemPath(list: string): string {
  return itemPaths.get(list) as string;
}

let known: Router | undefined;

/** All of the platform's operations; created on the first request for an operation that is not implemented here. */
function platform(): Router {
  known ??= new Router([...byName.keys()].map((operation) => route(operation, () => ({}))));
  return known;
}

/** 501 for an operation that only the platform implements. */
function notImplemented({ operation, method, path }: Route): ApiError {
  return new ApiError(
    501,
    "local.not.implemented",
    `The embedded organisation does not implement ${operation} (${method} ${path}). GET /_local/operations lists the implemented operations.`,
    { messageParams: { operation } },
  );
}

/**
 * Routes that return 501 for some operations of the platform: those whose path would match a given route's parameter
 * (`/users/search` matches `/users/{userId}`).
 */
export function hiddenRoutes(routes: readonly Route[]): Route[] {
  const served = new Set(routes.map(({ method, path }) => `${method} ${path.replaceAll(PARAMETER, "{}")}`));
  const takers = Map.groupBy(
    routes.filter(({ path }) => path.includes("{")).map(({ method, path }) => ({ method, segments: path.split("/") })),
    ({ method, segments }) => `${method} ${segments.length}`,
  );
  const isTaken = (method: HttpMethod, segments: readonly string[]): boolean | undefined =>
    takers
      .get(`${method} ${segments.length}`)
      ?.some((taker) => taker.segments.every((one, index) => one.startsWith("{") || one === segments[index]));
  return operations
    .filter(([, method, path]) => !served.has(`${method} ${path.replaceAll(PARAMETER, "{}")}`))
    .filter(([, method, path]) => isTaken(method, path.split("/")))
    .map(([operation]) => {
      const hidden: Route = route(operation, () => {
        throw notImplemented(hidden);
      });
      return hidden;
    });
}

const PARAMETER = /\{[^}]+\}/g;

/**
 * The refusal of a request that no route matches: 501 with the operation's name if the platform has the operation, 405
 * if only the method is wrong, 404 otherwise.
 */
export function unknownOperation(method: HttpMethod, path: string, methods: readonly HttpMethod[]): ApiError {
  const asked = platform().match(method, path);
  if (asked) return notImplemented(asked.route);
  const allowed = [...new Set([...methods, ...platform().methods(path)])];
  if (allowed.length === 0) return notFound();
  return new ApiError(405, "method.not.allowed", `HTTP method ${method} is not allowed for this resource.`, {
    headers: { Allow: allowed.join(", ") },
  });
}
