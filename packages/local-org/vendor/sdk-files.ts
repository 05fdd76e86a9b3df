import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The vendor's installed JavaScript SDK (`purecloud-platform-client-v2`) as text. */
export interface SdkFiles {
  /** The bundle: what each operation sends. */
  readonly bundle: string;
  /** The type declarations: of what bodies and query parameters consist. */
  readonly declarations: string;
}

/** Reads the SDK that a file of this repository would import. @throws Error where it is not installed */
export function readSdkFiles(from: string): SdkFiles {
  const bundle = createRequire(from).resolve("purecloud-platform-client-v2");
  const [root] = bundle.split(join("dist", "node"), 1) as [string];
  const declarations = join(root, "index.d.ts");
  return { bundle: readFileSync(bundle, "utf8"), declarations: readFileSync(declarations, "utf8") };
}
