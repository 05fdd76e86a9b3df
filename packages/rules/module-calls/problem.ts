import type { Violation } from "../rule.ts";

/** What is wrong with a call; its place is the call's. */
export type Problem = Pick<Violation, "message" | "why" | "fix">;
