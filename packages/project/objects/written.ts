/** Converts objects of an organisation into entries of files. A stack's program does not need this module. */
export { fileForKind } from "./files-of-kinds.ts";
export { reread } from "./reread.ts";
export { entryOf, namedProperties, type ObjectEntry } from "./write.ts";
