/** `npm run flowctl -- <command>`: the project's own command line. */
import { projectFolder } from "../lib/folders.ts";

process.chdir(projectFolder());
await import("../../packages/flowctl/main.ts");
