import { createProvider } from "./provider.ts";
import { serve } from "./rpc/serve.ts";

// `pulumi-resource-genesyscloud [root folder] ENGINE`: the engine's address is the last argument.
await serve(createProvider(), { engineAddress: process.argv.slice(2).findLast((argument) => /:\d+$/.test(argument)) });
