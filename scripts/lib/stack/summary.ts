import { columns } from "@genesys-flows/architect/columns";
import { printableLine } from "@genesys-flows/architect/printable";
import { capture } from "../system/capture.ts";
import { SetUpError } from "../system/say.ts";
import { devStack } from "./environment.ts";
import { chosenStack } from "./selected-stack.ts";

/** What the stack's output `flows` says of one flow. */
interface PublishedFlow {
  name: string;
  type: string;
  publishedVersion?: string;
  modulesHeld?: Record<string, string>;
}

/** The outputs of a stack, as far as they matter here. */
interface StackOutputs {
  flows?: Record<string, PublishedFlow>;
  numbers?: Record<string, unknown>;
  /** Drawn where Mermaid is: in pull requests, not on a terminal. */
  topology?: unknown;
}

/**
 * Prints what is published on a stack, from its outputs, and the outputs of one's own beside it; for `dev` with what to do next.
 * @throws SetUpError when the CLI does not give the outputs
 */
export async function printSummary(o: {
  project: string;
  stack: string;
  cli: string;
  env: NodeJS.ProcessEnv;
}): Promise<void> {
  const command = ["stack", "output", "--json", "--stack", o.stack];
  const { code, stdout, stderr } = await capture(o.cli, command, { cwd: o.project, env: o.env });
  if (code !== 0) throw new SetUpError(`The stack's outputs could not be read:\n${stderr.trim()}`);
  const { flows, numbers, topology: _, ...own }: StackOutputs = JSON.parse(stdout);
  const outputs = { flows: flows ?? {}, numbers: numbers ?? {} };
  const next = o.stack === devStack ? summary(outputs, { selected: chosenStack([], o.project) }) : flowTable(outputs);
  process.stdout.write(`\n${ownOutputs(own)}${next}`);
}

/** Outputs that index.ts was given by somebody, a line each, and an empty line; nothing when there are none. */
function ownOutputs(outputs: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(outputs).map(
    ([name, value]) => `${printableLine(`${name}: ${JSON.stringify(value)}`)}\n`,
  );
  return lines.length === 0 ? "" : `${lines.join("")}\n`;
}

/**
 * What stands after an update: a table of the flows (from the stack outputs `flows` and `numbers`) and where to look
 * next. Ends with a line feed.
 * @param o.selected the stack on which commands work that name none
 */
export function summary(
  outputs: StackOutputs,
  { selected = devStack }: { selected?: string | undefined } = {},
): string {
  if (Object.keys(outputs.flows ?? {}).length === 0) {
    return "No flow is published yet: put one into flows/, then `npm start`.\n";
  }
  return [
    flowTable(outputs),
    "Next:",
    "  flows/                            edit a flow or a module, then",
    selected === devStack
      ? "  npm run pulumi -- preview --diff  see what the change does, and why"
      : `  npm run pulumi -- preview --diff --stack ${devStack}\n                                    see what the change does, and why`,
    "  npm start                         do it",
    "  npm test                          check everything",
    "  README.md                         add a flow, point it at a real organisation",
    "",
  ].join("\n");
}

/** The flows of a stack as a table; ends with a line feed. */
function flowTable(outputs: StackOutputs): string {
  const flows = Object.entries(outputs.flows ?? {});
  const rows = flows.map(([key, flow]) => [
    flow.name,
    flow.type,
    flow.publishedVersion ?? "none",
    Object.entries(flow.modulesHeld ?? {})
      .map(([module, version]) => `${module} ${version}`)
      .join(", "),
    numbersOf(key, outputs.numbers ?? {}).join(", "),
  ]);
  return `${table(["Flow", "Type", "Published version", "Modules held", "Numbers"], rows).join("\n")}\n`;
}

function numbersOf(key: string, numbers: Record<string, unknown>): string[] {
  const own = numbers[key];
  return Array.isArray(own) ? own.map(String) : [];
}

/** Rows under headings, in columns as wide as their widest cell; control characters are escaped. */
export function table(headings: readonly string[], given: readonly (readonly string[])[]): string[] {
  return columns(
    headings,
    given.map((row) => row.map(printableLine)),
  );
}
