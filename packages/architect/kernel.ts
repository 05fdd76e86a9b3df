import { createRequire } from "node:module";

type Kernel = typeof import("./index.ts") & typeof import("./archy/same-content.ts");

const require = createRequire(import.meta.url);
let loaded: Kernel | undefined;

/**
 * The flow kernel, loaded by the first operation that reads a document. In a run without changes, and in a refresh, none does, and
 * loading it takes a third of the time in which the provider starts. The parts without a library (`/flow-types`, `/diagnostic` and
 * such) are imported as usual.
 */
export function kernel(): Kernel {
  if (!loaded) {
    const parts = ["./index.ts", "./archy/same-content.ts"];
    loaded = Object.assign({}, ...parts.map((part) => require(part))) as Kernel;
  }
  return loaded;
}
