import { createProvider } from "./provider.ts";
import { serve } from "./rpc/serve.ts";

// `pulumi-resource-genesyscloud [root folder] ENGINE`: the engine's address is the last argument.
const engineAddress = process.argv.slice(2).findLast((argument) => /:\d+$/.test(argument));
await serve((signal) => createProvider({ signal }), { engineAddress });
