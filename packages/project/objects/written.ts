/** How objects of an organisation become entries of files; the program of a stack needs none of it. */
export { fileForKind } from "./files-of-kinds.ts";
export { reread } from "./reread.ts";
export { entryOf, namedProperties, type ObjectEntry } from "./write.ts";
