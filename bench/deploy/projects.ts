import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { createWorkspace, Workspace } from "../../test/e2e/harness/workspace.ts";
import { inCheckout } from "../../test/harness/checkout.ts";
import type { Document } from "./calls.ts";
import { flowFiles, moduleFile, organisation as seed } from "./flows.ts";
import type { ServedOrganisation } from "./organisation.ts";

/** A project that the real CLI deploys and changes, with the policy pack. */
export interface Project {
  readonly workspace: Workspace;
  /** Changes what all resources depend on. @param text different from the present one */
  change(text: string): void;
}

export async function flowProject(callers: number, { config }: ServedOrganisation): Promise<Project> {
  const workspace = await createWorkspace({ flows: flowFiles(callers, FIRST), config, organisation: seed });
  return { workspace, change: (text) => workspace.write(...moduleFile(text)) };
}

const FIRST = "Sorry.";

/** A project with as many trivial resources, of the same shape. */
export async function trivialProject(callers: number): Promise<Project> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "genesys-flows-")));
  const workspace = new Workspace(root, "dev");
  const trivial = path.join(import.meta.dirname, "trivial");
  for (const file of ["Pulumi.yaml", "index.ts", "package.json"])
    cpSync(path.join(trivial, file), workspace.path(file));
  symlinkSync(path.join(trivial, "plugin"), workspace.path("plugin"));
  symlinkSync(inCheckout("node_modules"), workspace.path("node_modules"));
  cpSync(inCheckout("policies"), workspace.path("policies"), { recursive: true });
  const change = (text: string) => workspace.configure({ "trivial:callers": callers, "trivial:text": text });
  change(FIRST);
  mkdirSync(workspace.backend);
  await workspace.initialise();
  return { workspace, change };
}

/** The documents that the project last published, as its program wrote them; the module is the one of that type. */
export function documentsOf({ workspace }: Project): { module: Document; callers: Document[] } {
  const folder = workspace.path(".genesys/compiled");
  const documents = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file): Document => {
      const text = readFileSync(path.join(folder, file), "utf8");
      const [[type, flow]] = Object.entries(parse(text) as Record<string, { name: string }>) as [
        [string, { name: string }],
      ];
      return { name: flow.name, type: type === "commonModule" ? "commonmodule" : "inboundcall", text };
    });
  const module = documents.find(({ type }) => type === "commonmodule");
  if (!module) throw new Error(`There is no module in ${folder}.`);
  return { module, callers: documents.filter(({ type }) => type === "inboundcall") };
}
