/** `npm run flowctl -- <command>`: the project's own command line. */
import { projectFolder } from "../lib/system/folders.ts";
import { main } from "../lib/system/say.ts";

await main(async () => {
  process.chdir(projectFolder());
  const { flowctl } = await import("@genesys-flows/flowctl/cli");
  const load = () => import("../lib/health/machine.ts");
  await flowctl({
    machine: {
      report: async (stack) => (await load()).machineReport(stack),
      decrypted: async (stack, key) => (await load()).decryptedEntry(stack, key),
      state: async (stack) => (await load()).stateResources(stack),
      releases: async (stack) =>
        (await import("../lib/releases/kept-releases.ts")).releasesOf({ project: projectFolder(), stack }),
    },
  });
});
