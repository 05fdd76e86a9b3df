import "@genesys-flows/project/lean-sdk";
import { endWithEngine } from "./engine.ts";

endWithEngine(process.argv.at(-1) ?? "");
await import("./index.ts");
