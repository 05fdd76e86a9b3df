import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startLocalOrganisation } from "@genesys-flows/local-org";

/**
 * A message of the parent process: a response for the bare route to return from now on, or a request for the memory in
 * use.
 */
export type Order = { readonly bare: { headers: Record<string, string>; body: string } } | { readonly memory: true };

/** A message of this process, one for each order; `ready` first. */
export type Report =
  | { readonly ready: { organisation: number; bare: number } }
  | { readonly done: true }
  /** Bytes after a garbage collection. */
  | { readonly memory: { heap: number; resident: number } };

/**
 * The organisation in the file, and in the same process the floor: a bare `node:http` route that returns the bytes it
 * was given.
 */
const organisation = await startLocalOrganisation({
  file: process.argv[2] as string,
  requestsPerMinute: Number.MAX_SAFE_INTEGER,
});

let headers: Record<string, string> = {};
let body = Buffer.alloc(0);
const bare = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(200, headers);
    response.end(body);
  });
});
await new Promise<void>((resolve) => bare.listen(0, "127.0.0.1", resolve));

process.on("message", (order: Order) => {
  if ("bare" in order) {
    headers = order.bare.headers;
    body = Buffer.from(order.bare.body);
    tell({ done: true });
    return;
  }
  globalThis.gc?.();
  const { heapUsed: heap, external, rss: resident } = process.memoryUsage();
  tell({ memory: { heap: heap + external, resident } });
});
process.on("disconnect", () => process.exit());
tell({ ready: { organisation: organisation.port, bare: (bare.address() as AddressInfo).port } });

function tell(report: Report): void {
  process.send?.(report);
}
