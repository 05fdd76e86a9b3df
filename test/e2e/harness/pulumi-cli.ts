import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { inCheckout } from "../../harness/checkout.ts";

/**
 * Folder of the Pulumi CLI and its language host: `$PULUMI_HOME/versions/<version>/bin`, where the official `pulumi`
 * package looks (reference/toolchain.md §1).
 *
 * @throws Error when the CLI is not installed, with the command that installs it.
 */
export function pulumiBin(): string {
  const home = process.env["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi");
  const { devDependencies } = JSON.parse(readFileSync(inCheckout("package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const bin = path.join(home, "versions", String(devDependencies["pulumi"]), "bin");
  if (!existsSync(path.join(bin, "pulumi"))) {
    throw new Error(`There is no Pulumi CLI in ${bin}. \`npm test\` installs it; run that first.`);
  }
  return bin;
}
