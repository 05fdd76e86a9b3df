/**
 * `node scripts/run.mjs <command>`: a command of `commands.ts`. The first steps of each, on any Node from version 20 and without
 * dependencies: install those of package-lock.json, then continue with Node 24: in this process when it is Node 24, otherwise in a child
 * process with that of `toolchain/node`, and end with its exit code or signal. Everything after that is TypeScript.
 */
import module from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkMachine, installPackages, ownNode, pathWith } from "../packages/wrapper/system/own-node.mjs";
import { ignoreClosedPipes } from "../packages/wrapper/system/pass-through.mjs";

const installation = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const bin = path.join(installation, "node_modules", ".bin");

ignoreClosedPipes();
checkMachine();
const node = ownNode({ installation, bin }, "24");
await Promise.all([installPackages(installation, "dependencies", { bin }), node.isNeeded && node.install()]);
if (node.isNeeded) node.link();
// Node 22 and newer; the stripped and compiled code of the commands, beside that of the programs that they start.
module.enableCompileCache?.(path.join(installation, ".genesys", "cache", "node"));
process.env.PATH = pathWith(bin);
if (node.isHere) {
  const [{ runProcess }, { program }] = await Promise.all([import("@genesys-flows/cli"), import("./commands.ts")]);
  process.exitCode = await runProcess(program, process.argv.slice(2), {});
} else {
  process.exitCode = await node.run();
}
