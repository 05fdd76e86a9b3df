export { asTest, type CallTest } from "./as-test.ts";
export { CALL_ACTIONS, type CallBounds, timelineOf } from "./call.ts";
export type * from "./types.ts";
