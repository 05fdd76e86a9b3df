import { dirname, join } from "node:path/posix";

/** Extensions of files with flows as text: YAML, of which JSON is a subset. */
const TEXT_ENDS = ["yaml", "yml", "json"] as const;
const OPTIONS_ENDS = ["yaml", "yml"] as const;

/** Every extension of a flow file, without the dot. */
const flowFileEnds: readonly string[] = [...TEXT_ENDS, "ts"];

/**
 * The `globSync` pattern for the flow files in a folder. It also matches options files, tests and configuration files
 * of tools.
 */
export function flowFilesIn(folder: string): string {
  return `${folder}/**/*.{${flowFileEnds.join(",")}}`;
}

/** The `globSync` pattern for the conversation tests in a folder. */
export function testFilesIn(folder: string): string {
  return `${folder}/**/*.test.{${OPTIONS_ENDS.join(",")}}`;
}

const TEXT = new RegExp(`\\.(?:${TEXT_ENDS.join("|")})$`, "i");
const CODE = /(?<!\.d|\.test)\.ts$/i;
const TESTS = new RegExp(`\\.test\\.(?:${OPTIONS_ENDS.join("|")})$`, "i");
const OPTIONS = new RegExp(`\\.options\\.(?:${OPTIONS_ENDS.join("|")})$`, "i");
const ENDS = new RegExp(`(?:\\.options)?\\.(?:${flowFileEnds.join("|")})$`, "i");

/** Configuration files of TypeScript and npm that may be in a flow folder. */
const OF_TOOLS = /(?:^|\/)(?:package(?:-lock)?|[jt]sconfig(?:\..+)?)\.json$/i;

/** Whether a file may contain a flow as text, options or objects, judging by its name. */
export function isFlowText(file: string): boolean {
  return TEXT.test(file) && !OF_TOOLS.test(file) && !isTestFile(file);
}

export function isFlowCode(file: string): boolean {
  return CODE.test(file);
}

/**
 * Whether a file, judging by its name, may contain a flow in JSON. Such a file is read like YAML, but no command edits
 * it.
 */
export function isFlowJson(file: string): boolean {
  return /\.json$/i.test(file) && isFlowText(file);
}

export function isOptionsFile(file: string): boolean {
  return OPTIONS.test(file);
}

/** Whether a file name is the name of a test file, such as `sales.test.yaml`. */
export function isTestFile(file: string): boolean {
  return TESTS.test(file);
}

/**
 * The possible options files of an export, which are next to it and named by its key. A new file has the first name.
 */
export function optionsFilesOf(flow: { readonly file: string; readonly key: string }): [string, ...string[]] {
  const [first, ...others] = OPTIONS_ENDS.map((end) => join(dirname(flow.file), `${flow.key}.options.${end}`));
  return [first as string, ...others];
}

/** The name of a flow's file without `.yaml`, `.options.yaml`, `.json`, `.ts`. */
export function withoutEnd(name: string): string {
  return name.replace(ENDS, "");
}

/** For messages: `.yaml, .yml, .json or .ts`. */
export const flowFileEndsInWords = `${flowFileEnds
  .slice(0, -1)
  .map((end) => `.${end}`)
  .join(", ")} or .${flowFileEnds.at(-1)}`;
