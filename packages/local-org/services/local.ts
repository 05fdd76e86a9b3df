import { rateWindowMigrations } from "../http/access.ts";
import { operations } from "../http/operations.ts";
import { clearRequests, laterRequestLogMigrations, loggedRequests, requestLogMigrations } from "../http/request-log.ts";
import type { Context, Reply, Route } from "../http/route.ts";
import { routesOf, type Service } from "../service.ts";

/**
 * The embedded organisation's own interface, outside `/api/v2`: its request log and the list of implemented operations.
 * It requires no token, because the server listens only on the loopback interface.
 */
export function localService(routes: () => readonly Route[]): Service {
  const unlogged = { unlogged: true } as const;
  const listRequests = ({ store, query }: Context): Reply => ({
    body: { entities: loggedRequests(store, query.integer("after", { default: 0 })) },
  });
  const listOperations = (): Reply => {
    const implemented = routes().map(({ operation, method, path }) => ({ operation, method, path }));
    const names = new Set(implemented.map((route) => route.operation));
    const missing = operations
      .filter(([operation]) => !names.has(operation))
      .map(([operation, method, path]) => ({ operation, method, path }));
    return { body: { implemented, missing } };
  };
  return {
    name: "local",
    migrations: [...requestLogMigrations, ...rateWindowMigrations, ...laterRequestLogMigrations],
    routes: routesOf([
      ["GET", "/_local/requests", "getLocalRequests", "none", listRequests, unlogged],
      ["DELETE", "/_local/requests", "deleteLocalRequests", "none", clear, unlogged],
      ["GET", "/_local/operations", "getLocalOperations", "none", listOperations, unlogged],
    ]),
  };
}

function clear({ store }: Context): Reply {
  clearRequests(store);
  return { status: 204 };
}
