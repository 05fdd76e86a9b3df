import { createRequire } from "node:module";
import type * as genesyscloudSdk from "@pulumi/genesyscloud";

/**
 * The SDK, which loads the code of a type on first use. An `import *` would access every type and therefore load all
 * code.
 */
export const genesyscloud = createRequire(import.meta.url)("@pulumi/genesyscloud") as typeof genesyscloudSdk;
