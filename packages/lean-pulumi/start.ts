/** For `node --require`, before the SDK's program runner (Pulumi.yaml, `nodeargs`). Loads no part of the SDK. */
import { createRequire } from "node:module";
import { standInForRunner, standInForUnused } from "./stand-ins.ts";

const own = createRequire(import.meta.url);
standInForUnused(own);
// The language host passes `--tracing` only if the CLI has it.
standInForRunner(own, { traced: process.argv.includes("--tracing") });
