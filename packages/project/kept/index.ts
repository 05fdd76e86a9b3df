export { assertFormat, type KeptFormat, OtherFormatError, readKept } from "./format.ts";
export { formats } from "./formats.ts";
