/** Changes the SDK in this process. Import it before `@pulumi/pulumi`, for its side effect. */
import { createRequire } from "node:module";
import {
  type Debuggable,
  keepPromisesBare,
  makeOutputsWhenRead,
  mapNoStackTraces,
  nameFailedRegistrations,
  type PulumiSdk,
  type Rpc,
  type State,
  sendNoDebugMessages,
  takeNoSourcePositions,
} from "./program.ts";
import { notePrograms, type StackPart } from "./program-end.ts";
import { standInForUnused } from "./stand-ins.ts";
import { keepStructsOnWire } from "./structs.ts";

const own = createRequire(import.meta.url);
standInForUnused(own);
// Required only now, because the SDK loads all its parts together.
const sdk: PulumiSdk = own("@pulumi/pulumi");
const part = (name: string): unknown => own(`@pulumi/pulumi/${name}`);
mapNoStackTraces();
sendNoDebugMessages(sdk);
takeNoSourcePositions(sdk);
keepPromisesBare(part("runtime/debuggable.js") as Debuggable, part("runtime/state.js") as State);
makeOutputsWhenRead(part("runtime/rpc.js") as Rpc);
const { runInPulumiStack } = notePrograms(part("runtime/stack.js") as StackPart);
Object.assign(sdk.runtime, { runInPulumiStack }); // which has a copy
keepStructsOnWire();
nameFailedRegistrations();
