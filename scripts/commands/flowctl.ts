/** `npm run flowctl -- <command>`: the project's own command line. */
import { projectFolder } from "../lib/system/folders.ts";
import { main } from "../lib/system/say.ts";

await main(async () => {
  process.chdir(projectFolder());
  await import("@genesys-flows/flowctl/main");
});
