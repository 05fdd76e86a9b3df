import { createRequire } from "node:module";

type Kernel = typeof import("./index.ts") & typeof import("./archy/same-content.ts");

const require = createRequire(import.meta.url);
let loaded: Kernel | undefined;

/**
 * The flow kernel. The first operation that reads a document loads it, because loading takes a third of the provider's
 * start-up time. A refresh, or an update without changes, does not read documents. Modules without library dependencies
 * (such as `/flow-types` and `/diagnostic`) are imported statically.
 */
export function kernel(): Kernel {
  if (!loaded) {
    const parts = ["./index.ts", "./archy/same-content.ts"];
    loaded = Object.assign({}, ...parts.map((part) => require(part))) as Kernel;
  }
  return loaded;
}
