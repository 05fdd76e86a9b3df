import type { Service } from "../service.ts";
import { dependencyMigrations } from "./build.ts";
import { dependencyRoutes } from "./routes.ts";
import { searchRoutes } from "./search.ts";

/** Dependency tracking; the flow service writes its data with each version. */
export const dependencies: Service = {
  name: "dependencies",
  migrations: dependencyMigrations,
  routes: [...dependencyRoutes, ...searchRoutes],
};
