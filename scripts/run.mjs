/**
 * `node scripts/run.mjs <command>`: runs a command of `commands.ts`. The first steps run on any Node from version 20
 * and without dependencies. They install the packages of package-lock.json and continue with Node 24: in this process
 * if it is Node 24, otherwise in a child process with the Node of `toolchain/node`. In that case, this process ends
 * with the exit code or signal of the child. Everything after that is TypeScript.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runOnNode } from "../packages/wrapper/system/own-node.mjs";
import { ignoreClosedPipes } from "../packages/wrapper/system/pass-through.mjs";

const installation = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

ignoreClosedPipes();
process.exitCode = await runOnNode(
  { installation, project: installation, least: "24", packages: installation },
  async () => {
    const [{ runProcess }, { program }] = await Promise.all([import("@genesys-flows/cli"), import("./commands.ts")]);
    return runProcess(program, process.argv.slice(2), {});
  },
);
