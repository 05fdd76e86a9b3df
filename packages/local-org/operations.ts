import type { HttpMethod } from "./http/types.ts";
import list from "./operations.json" with { type: "json" };

/** Operations of the platform that clients of flows and routing use: the vendor SDK's name, method, path. */
export const operations = list as [operation: string, method: HttpMethod, path: string][];
