// What compares versions of a flow for people. Apart from the index, so that the program, which compares none, does not load it.
export { type ComparedVersion, comparable } from "./decompile/comparable.ts";
export { type WrittenParts, writtenParts } from "./decompile/written-parts.ts";
export { type NodeOrigin, withOrigins } from "./graph/rename.ts";
