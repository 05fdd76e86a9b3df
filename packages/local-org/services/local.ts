import { rateWindowMigrations } from "../http/access.ts";
import { operations } from "../http/operations.ts";
import {
  clearRequests,
  loggedRequests,
  requestLogFaultMigrations,
  requestLogMigrations,
  requestLogWarningMigrations,
} from "../http/request-log.ts";
import type { Route } from "../http/route.ts";
import type { Service } from "../service.ts";

/**
 * The organisation's own interface, outside `/api/v2`: its request log and the list of what it implements. It needs
 * no token: the server answers only on the loopback interface.
 */
export function localService(routes: () => readonly Route[]): Service {
  const own = { auth: "none", unlogged: true } as const;
  return {
    name: "local",
    migrations: [
      ...requestLogMigrations,
      ...rateWindowMigrations,
      ...requestLogFaultMigrations,
      ...requestLogWarningMigrations,
    ],
    routes: [
      {
        ...own,
        method: "GET",
        path: "/_local/requests",
        operation: "getLocalRequests",
        handler: ({ store, query }) => ({
          body: { entities: loggedRequests(store, query.integer("after", { default: 0 })) },
        }),
      },
      {
        ...own,
        method: "DELETE",
        path: "/_local/requests",
        operation: "deleteLocalRequests",
        handler: ({ store }) => {
          clearRequests(store);
          return { status: 204 };
        },
      },
      {
        ...own,
        method: "GET",
        path: "/_local/operations",
        operation: "getLocalOperations",
        handler: () => {
          const implemented = routes().map(({ operation, method, path }) => ({ operation, method, path }));
          const names = new Set(implemented.map((route) => route.operation));
          const missing = operations
            .filter(([operation]) => !names.has(operation))
            .map(([operation, method, path]) => ({ operation, method, path }));
          return { body: { implemented, missing } };
        },
      },
    ],
  };
}
