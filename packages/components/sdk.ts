import { createRequire } from "node:module";
import type * as genesyscloudSdk from "@pulumi/genesyscloud";

/** The SDK, which loads the code of a type on first use. `import *` would access, and thus load, every type. */
export const genesyscloud = createRequire(import.meta.url)("@pulumi/genesyscloud") as typeof genesyscloudSdk;
