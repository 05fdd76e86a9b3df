#!/usr/bin/env node
/**
 * Runs `genesys-flows <command>` in a project's folder. The first steps work on any Node from version 20; then the
 * command runs.
 */
import { runOnNode } from "@genesys-flows/wrapper/system/own-node";
import { ignoreClosedPipes } from "@genesys-flows/wrapper/system/pass-through";

const project = process.env["npm_config_local_prefix"] ?? process.cwd();

ignoreClosedPipes();
process.exitCode = await runOnNode({ installation: import.meta.dirname, project, least: "22.18" }, async () => {
  const { runProgram } = await import("@genesys-flows/wrapper");
  return runProgram(process.argv.slice(2));
});
