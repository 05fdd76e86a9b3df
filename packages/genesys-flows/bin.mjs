#!/usr/bin/env node
/** `genesys-flows <command>`, in the folder of a project: its first steps on any Node from version 20, then the commands. */
import module from "node:module";
import path from "node:path";
import { checkMachine, ownNode, pathWith } from "@genesys-flows/wrapper/system/own-node";
import { ignoreClosedPipes } from "@genesys-flows/wrapper/system/pass-through";

const project = process.env["npm_config_local_prefix"] ?? process.cwd();
const bin = path.join(project, "node_modules", ".bin");

ignoreClosedPipes();
checkMachine();
const node = ownNode({ installation: import.meta.dirname, bin }, "22.18");
if (node.isNeeded) {
  await node.install();
  node.link();
}
module.enableCompileCache?.(path.join(project, ".genesys", "cache", "node"));
process.env.PATH = pathWith(bin);
if (node.isHere) {
  const { runProgram } = await import("@genesys-flows/wrapper");
  process.exitCode = await runProgram(process.argv.slice(2));
} else {
  process.exitCode = await node.run();
}
