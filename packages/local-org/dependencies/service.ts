import type { Service } from "../service.ts";
import { dependencyRoutes } from "./routes.ts";

/** Dependency tracking; what it tells is written by the flow service with each version. */
export const dependencies: Service = { name: "dependencies", migrations: [], routes: dependencyRoutes };
