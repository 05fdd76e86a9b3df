import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inCheckout } from "./checkout.ts";

/** Makes a folder in which a copy of this product is installed, of version 9.9.9. */
export function installOtherProduct(folder: string): void {
  cpSync(inCheckout("packages"), path.join(folder, "packages"), { recursive: true });
  const manifest = path.join(folder, "packages", "genesys-flows", "package.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/"version": "[^"]*"/, '"version": "9.9.9"'));
  cpSync(inCheckout("sdks"), path.join(folder, "sdks"), { recursive: true });
  const modules = path.join(folder, "node_modules");
  mkdirSync(modules);
  // Links to the packages of the checkout lead to those of the folder.
  for (const name of readdirSync(inCheckout("node_modules")).filter((entry) => !entry.startsWith("."))) {
    if (["@genesys-flows", "@pulumi", "genesys-flows"].includes(name))
      cpSync(inCheckout("node_modules", name), path.join(modules, name), { recursive: true, verbatimSymlinks: true });
    else symlinkSync(inCheckout("node_modules", name), path.join(modules, name));
  }
}
