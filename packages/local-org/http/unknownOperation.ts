import { operations } from "../operations.ts";
import { ApiError, notFound } from "./apiError.ts";
import { Router } from "./router.ts";
import type { HttpMethod } from "./types.ts";

const platform = new Router(
  operations.map(([operation, method, path]) => ({ operation, method, path, handler: () => ({}) })),
);

/**
 * The refusal of a request that no route takes: 501 naming the operation when the platform has it, 405 when only the
 * method is wrong, 404 otherwise.
 */
export function unknownOperation(method: HttpMethod, path: string, methods: readonly HttpMethod[]): ApiError {
  const known = platform.match(method, path);
  if (known) {
    return new ApiError(
      501,
      "local.not.implemented",
      `The embedded organisation does not implement ${known.route.operation} (${method} ${known.route.path}). GET /_local/operations lists what it does.`,
      { messageParams: { operation: known.route.operation } },
    );
  }
  const allowed = [...new Set([...methods, ...platform.methods(path)])];
  if (allowed.length === 0) return notFound();
  return new ApiError(405, "method.not.allowed", `HTTP method ${method} is not allowed for this resource.`, {
    headers: { Allow: allowed.join(", ") },
  });
}
