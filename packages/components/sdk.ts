import { createRequire } from "node:module";
import type * as genesyscloudSdk from "@pulumi/genesyscloud";

/** The SDK, which loads the code of a type when that is used. An `import *` reads every type, and so loads all of them. */
export const genesyscloud = createRequire(import.meta.url)("@pulumi/genesyscloud") as typeof genesyscloudSdk;
