import "@genesys-flows/lean-pulumi/register";
import { endWithEngine } from "./engine.ts";

endWithEngine(process.argv.at(-1) ?? "");
await import("./index.ts");
