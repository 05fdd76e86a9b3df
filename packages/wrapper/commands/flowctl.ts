import { type Arguments, runProcess } from "@genesys-flows/cli";
import { program } from "@genesys-flows/flowctl/cli";
import { projectFolder } from "../system/files.ts";

export function run({ args }: Arguments): Promise<number> {
  process.chdir(projectFolder());
  const load = () => import("../health/machine.ts");
  return runProcess(program, args, {
    machine: {
      report: async (stack) => (await load()).machineReport(stack),
      decrypted: async (stack, key) => (await load()).decryptedEntry(stack, key),
      state: async (stack) => (await load()).stateResources(stack),
      releases: async (stack) =>
        (await import("../runs/kept-releases.ts")).releasesOf({ project: projectFolder(), stack }),
    },
  });
}
