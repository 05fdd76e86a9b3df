/** `npm run sdk`: generates `sdks/genesyscloud` from the provider's schema, and compiles it. */
import { generateSdk } from "@genesys-flows/provider/generate-sdk";
import { ensureSdkCompiled, sdkFolder } from "../lib/sdk.ts";
import { setUp } from "../lib/set-up.ts";
import { main, say } from "../lib/system/say.ts";

await main(async () => {
  const { cli } = await setUp();
  await generateSdk({ folder: sdkFolder, pulumi: cli });
  await ensureSdkCompiled();
  say("sdks/genesyscloud is generated and compiled.");
});
