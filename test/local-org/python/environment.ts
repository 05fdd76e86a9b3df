import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = "PureCloudPlatformClientV2";
const VERSION = "257.1.0";
const folder = join(import.meta.dirname, "../../../node_modules/.cache/local-org-python", VERSION);
const complete = join(folder, "complete");
const python = join(folder, "bin", "python");

/**
 * The Python of a virtual environment that has the vendor's SDK, made once and kept. Where there is no Python or no package
 * registry: why it could not be made. @throws Error instead when `CI` is set, where the tests must run
 */
export function pythonWithSdk(): { readonly python: string } | { readonly missing: string } {
  if (existsSync(complete)) return { python };
  rmSync(folder, { recursive: true, force: true });
  const failure =
    run("python3", ["-m", "venv", folder]) ??
    run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `${PACKAGE}==${VERSION}`]);
  if (failure === undefined) {
    writeFileSync(complete, "");
    return { python };
  }
  const missing = `${PACKAGE} ${VERSION} could not be installed: ${failure}`;
  if (process.env["CI"]) throw new Error(missing);
  return { missing };
}

/** What went wrong; undefined when nothing did. */
function run(command: string, args: readonly string[]): string | undefined {
  const { error, status, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 180_000 });
  if (error) return `${command}: ${error.message}`;
  return status === 0 ? undefined : stderr.trim().split("\n").slice(-3).join(" ") || `${command} ended with ${status}`;
}
