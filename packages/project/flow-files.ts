import { dirname, join } from "node:path/posix";

/** Ends of the names of files that hold flows as text: YAML, of which JSON is a part. */
const TEXT_ENDS = ["yaml", "yml", "json"] as const;
const OPTIONS_ENDS = ["yaml", "yml"] as const;

/** Every end of the name of a flow file, without its dot. */
const flowFileEnds: readonly string[] = [...TEXT_ENDS, "ts"];

/** What `globSync` takes for the flow files below a folder. Options files, tests and the files of tools are among the results. */
export function flowFilesIn(folder: string): string {
  return `${folder}/**/*.{${flowFileEnds.join(",")}}`;
}

/** What `globSync` takes for the conversation tests below a folder. */
export function testFilesIn(folder: string): string {
  return `${folder}/**/*.test.{${OPTIONS_ENDS.join(",")}}`;
}

const TEXT = new RegExp(`\\.(?:${TEXT_ENDS.join("|")})$`, "i");
const CODE = /(?<!\.d|\.test)\.ts$/i;
const TESTS = new RegExp(`\\.test\\.(?:${OPTIONS_ENDS.join("|")})$`, "i");
const OPTIONS = new RegExp(`\\.options\\.(?:${OPTIONS_ENDS.join("|")})$`, "i");
const ENDS = new RegExp(`(?:\\.options)?\\.(?:${flowFileEnds.join("|")})$`, "i");

/** Settings of TypeScript and npm that may be in a folder of flow files. */
const OF_TOOLS = /(?:^|\/)(?:package(?:-lock)?|[jt]sconfig(?:\..+)?)\.json$/i;

/** Whether the name is that of a flow as text, of options, or of queues. */
export function isFlowText(file: string): boolean {
  return TEXT.test(file) && !OF_TOOLS.test(file) && !isTestFile(file);
}

export function isFlowCode(file: string): boolean {
  return CODE.test(file);
}

/** Whether the name is that of a flow in JSON: read like YAML, but not edited by commands. */
export function isFlowJson(file: string): boolean {
  return /\.json$/i.test(file) && isFlowText(file);
}

export function isOptionsFile(file: string): boolean {
  return OPTIONS.test(file);
}

/** Whether the name is that of conversations with a flow, `sales.test.yaml`. */
export function isTestFile(file: string): boolean {
  return TESTS.test(file);
}

/** Where the options of an export can be: beside it, under its key. A new file gets the first name. */
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
