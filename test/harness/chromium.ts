import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The machine's Chromium. Without one, and with INSTALL_CHROMIUM set, the package manager first installs it. Undefined when it is
 * still missing.
 */
export function chromiumPath(): string | undefined {
  const there = installed();
  if (there !== undefined || !process.env["INSTALL_CHROMIUM"]) return there;
  spawnSync("sh", ["-c", "apt-get update && apt-get install -y chromium"], { stdio: "ignore", timeout: 600_000 });
  return installed();
}

function installed(): string | undefined {
  return [process.env["CHROMIUM"] ?? "", ...PLACES].find((path) => path !== "" && existsSync(path));
}
