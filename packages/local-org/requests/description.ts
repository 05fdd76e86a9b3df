import { sdkDescription } from "../vendor/sdk-description.ts";
import type { SdkFiles } from "../vendor/sdk-files.ts";
import { type SdkOperation, sdkOperations } from "../vendor/sdk-operations.ts";
import type { OpenApi, OpenApiOperation } from "./open-api.ts";

/**
 * The platform's OpenAPI file with the operations that it leaves out, as far as they are wanted, from the vendor's SDK. Its own
 * operations get the SDK's names, which differ for a few.
 */
export function completeDescription(api: OpenApi, sdk: SdkFiles, wanted: ReadonlySet<string>): OpenApi {
  const operations = sdkOperations(sdk.bundle);
  const names = new Map(operations.map(({ operation, method, path }) => [`${method} ${path}`, operation]));
  const described = new Set<string>();
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const operationId = names.get(`${method.toUpperCase()} ${path}`) ?? operation.operationId;
      described.add(operationId);
      paths[path] = { ...paths[path], [method]: { ...operation, operationId } };
    }
  }
  const missing = ({ operation }: SdkOperation): boolean => wanted.has(operation) && !described.has(operation);
  const added = sdkDescription(sdk.declarations, operations.filter(missing));
  for (const [path, methods] of Object.entries(added.paths)) paths[path] = { ...paths[path], ...methods };
  return { paths, components: { schemas: { ...added.components.schemas, ...api.components.schemas } } };
}
