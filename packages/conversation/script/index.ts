// Conversation tests: scripts of customers and of the world around a flow.
export { play } from "./play.ts";
export { readScript } from "./read.ts";
export type * from "./types.ts";
