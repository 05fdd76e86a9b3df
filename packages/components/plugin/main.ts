import { main } from "@pulumi/pulumi/provider/index.js";
import type { Judge } from "../judged-stack.ts";
import { ComponentProvider } from "./provider.ts";

/**
 * Serves the components to the engine until it ends this process. @param judge checks each flow before it is registered
 */
export function serveComponents(judge: Judge): Promise<void> {
  return main(new ComponentProvider(judge), process.argv.slice(2));
}
