#!/usr/bin/env node
import { run } from "./create.mjs";

process.exitCode = await run(process.argv.slice(2));
