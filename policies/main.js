import "@genesys-flows/lean-pulumi/register-policies";
import "./index.ts";
import { endWithEngine } from "./engine.ts";

// No await here: the runner of the released language host loads a pack by `require`.
endWithEngine(process.argv.at(-1) ?? "");
