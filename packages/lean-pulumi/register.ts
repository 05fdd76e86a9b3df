/** Changes the SDK of this process. To be imported before `@pulumi/pulumi`, for its effect. */
import { createRequire } from "node:module";
import {
  loadArboristWhenAsked,
  mapNoStackTraces,
  type PulumiSdk,
  sendNoDebugMessages,
  takeNoSourcePositions,
} from "./patches.ts";

const own = createRequire(import.meta.url);
loadArboristWhenAsked(own);
// Only now: the SDK loads Arborist at once.
const sdk: PulumiSdk = own("@pulumi/pulumi");
mapNoStackTraces();
sendNoDebugMessages(sdk);
takeNoSourcePositions(sdk);
