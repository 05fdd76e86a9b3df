import { serve } from "./rpc/serve.ts";

// `pulumi-resource-genesyscloud [root folder] ENGINE`: the engine's address is the last argument.
const engineAddress = process.argv.slice(2).findLast((argument) => /:\d+$/.test(argument));
// The port is there before the rest is loaded: the engine starts the program meanwhile.
await serve(async (signal) => (await import("./provider.ts")).createProvider({ signal }), { engineAddress });
