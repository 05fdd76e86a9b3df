import { lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isOn } from "./command-line.ts";
import { pulumiHome } from "./installed-cli.ts";

/** `GENESYS_FLOWS_ENGINE_LOG=true` keeps the CLI's automatic log. */
const keepLog = "GENESYS_FLOWS_ENGINE_LOG";

const LOGS = "logs";

/**
 * The variables with which the CLI works without its automatic log. The CLI writes each property of each resource to a file in
 * `$PULUMI_HOME/logs`, which takes a quarter of the processor time of a preview (bench/README.md), and has no option against it; where
 * it cannot create that folder, it goes on without a log (`pkg/logging/encrypted.go`, `cmd/pulumi/pulumi.go` of 3.259). So it gets a home
 * in the project that links to everything in the real one, and has a file of that name. Credentials are read and written in the real one.
 * None where the project cannot be written.
 */
export function homeWithoutLog(o: {
  readonly project: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Record<string, string> {
  if (isOn(o.env[keepLog])) return {};
  const real = pulumiHome(o.env);
  const home = path.join(o.project, ".genesys", "pulumi-home");
  if (path.resolve(real) === path.resolve(home)) return {}; // a command within a command
  try {
    // What commands create in their home belongs in the real one.
    for (const folder of ["plugins", "workspaces"]) mkdirSync(path.join(real, folder), { recursive: true });
    mkdirSync(home, { recursive: true });
    for (const name of readdirSync(real)) if (name !== LOGS) link(path.join(real, name), path.join(home, name));
    writeFileSync(path.join(home, LOGS), "");
  } catch {
    return {};
  }
  return { PULUMI_HOME: home, PULUMI_CREDENTIALS_PATH: o.env["PULUMI_CREDENTIALS_PATH"] || real };
}

/** Another command may do the same at this moment. */
function link(to: string, at: string): void {
  const found = lstatSync(at, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() && readlinkSync(at) === to) return;
  rmSync(at, { recursive: true, force: true });
  try {
    symlinkSync(to, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
