// Conversation tests: scripts for customers and for the world around a flow.
export { checkScript } from "./check.ts";
export { durationMs, isDuration } from "./duration.ts";
export { givenSchema } from "./given-schema.ts";
export { play } from "./play.ts";
export { readScript } from "./read.ts";
export { isPlayed, type ScriptFile, type TestedFile, type TestStage, testedFile } from "./tested.ts";
export { endingLine, eventLine, transcriptText } from "./transcript.ts";
export type * from "./types.ts";
export { ScriptedWorld, surroundingsOf } from "./world.ts";
export { writeScript } from "./write.ts";
