import { ApiError } from "../../http/apiError.ts";
import type { Context, Reply, Route } from "../../http/types.ts";
import type { Service } from "../../service.ts";
import { settleDueJobs } from "./settle.ts";

/**
 * The same services, each API request seeing the effect of all jobs that are over by then. What a job did stays when the
 * request itself is refused.
 */
export function settledFirst(services: readonly Service[]): Service[] {
  return services.map((service) => ({ ...service, routes: service.routes.map(settledRoute) }));
}

function settledRoute(route: Route): Route {
  if (!route.path.startsWith("/api/v2/")) return route;
  return {
    ...route,
    handler: (context) => (settleDueJobs(context) === 0 ? route.handler(context) : keepingJobs(route, context)),
  };
}

function keepingJobs(route: Route, context: Context): Reply {
  try {
    return context.store.transaction(() => route.handler(context));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.body(context.correlationId), headers: error.options.headers };
  }
}
