import { keepStructsOnWire } from "@genesys-flows/lean-pulumi/structs";
import { serve } from "./rpc/serve.ts";

keepStructsOnWire();
// `pulumi-resource-genesyscloud [root folder] ENGINE`: the engine's address is the last argument.
const engineAddress = process.argv.slice(2).findLast((argument) => /:\d+$/.test(argument));
// The port is there before the rest is loaded: the engine starts the program meanwhile.
await serve(async (run) => (await import("./provider.ts")).createProvider(run), { engineAddress });
