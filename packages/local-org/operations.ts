import type { HttpMethod } from "./http/types.ts";
import lines from "./operations.json" with { type: "json" };

/**
 * Every operation of the platform: the vendor SDK's name, method, path. `operations.json` is written from the SDK that is
 * installed (`node packages/local-org/vendor/write-operations.ts`); a test compares them.
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
