import { readFileSync } from "node:fs";
import path from "node:path";
import { type FlowProject, type LoadOptions, loadProject, stackFileEntries } from "@genesys-flows/project";

/**
 * Loads the flows in a project for one of its stacks, without caching.
 * @param o.stack `dev` for Pulumi.dev.yaml
 * @throws DiagnosticError with every error in the files
 */
export async function loadedProject({
  root,
  stack,
  ...more
}: { readonly root: string; readonly stack: string } & Pick<
  LoadOptions,
  "declared" | "withFolder"
>): Promise<FlowProject> {
  const stackFile = `Pulumi.${stack}.yaml`;
  const entries = stackFileEntries(stackFile, readFileSync(path.join(root, stackFile), "utf8"));
  // Imports modules by path, because jest cannot resolve a module by URL.
  const importFile = (file: string) => import(file) as Promise<Record<string, unknown>>;
  return loadProject({ root, stack: entries, stackFile, fresh: true, importFile, ...more });
}
