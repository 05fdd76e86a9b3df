import { keepStructsOnWire } from "@genesys-flows/lean-pulumi/structs";
import { serve } from "./rpc/serve.ts";

keepStructsOnWire();
// `pulumi-resource-genesyscloud [root folder] ENGINE`: the engine's address is the last argument.
const engineAddress = process.argv.slice(2).findLast((argument) => /:\d+$/.test(argument));
// The port is open before the rest is loaded, so that the engine can start the program in the meantime.
await serve(async (run) => (await import("./provider.ts")).createProvider(run), { engineAddress });
