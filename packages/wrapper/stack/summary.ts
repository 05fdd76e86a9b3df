import { columns } from "@genesys-flows/architect/columns";
import { printableLine } from "@genesys-flows/architect/printable";
import { outputsInState } from "../state/state-file.ts";
import { type Ending, succeeded } from "../system/pass-through.mjs";
import { SetUpError, say } from "../system/say.ts";
import { devStack } from "./environment.ts";
import { chosenStack } from "./selected-stack.ts";
import { type OpenedStack, onStack, type StackWithCli } from "./stack.ts";

interface StackOutputs {
  flows?: Record<
    string,
    { id?: string; name: string; type: string; publishedVersion?: string; modulesHeld?: Record<string, string> }
  >;
  numbers?: Record<string, unknown>;
  /** Not printed, because terminals cannot draw Mermaid. Digests are also omitted, because only programs use them. */
  topology?: unknown;
  sourceDigests?: unknown;
}

/**
 * Prints the outputs that a user added to index.ts, then the summary. For `dev`, the summary includes the next steps.
 * @throws SetUpError if the CLI cannot read the outputs
 */
export async function printSummary(o: OpenedStack): Promise<void> {
  const read: StackOutputs | undefined = o.files && outputsInState(o.files);
  const { flows, numbers, topology: _, sourceDigests: __, ...own } = read ?? (await printedOutputs(o));
  const outputs = { flows: flows ?? {}, numbers: numbers ?? {} };
  const next = o.stack === devStack ? summary(outputs, { selected: chosenStack([], o.project) }) : flowTable(outputs);
  process.stdout.write(`\n${ownOutputs(own)}${next}`);
}

/** Prints the summary after a successful update. If the summary cannot be printed, shows the error and continues. */
export async function printSummaryAfter(update: Ending, o: OpenedStack): Promise<void> {
  if (succeeded(update)) await printSummary(o).catch((error: Error) => say(error.message));
}

/** Reads the outputs through the CLI. @throws SetUpError if the CLI cannot read them */
async function printedOutputs(o: StackWithCli): Promise<StackOutputs> {
  const { code, stdout, stderr } = await onStack(o, ["stack", "output", "--json"]);
  if (code !== 0) throw new SetUpError(`The stack's outputs could not be read:\n${stderr.trim()}`);
  return JSON.parse(stdout);
}

/** One line for each output that a user added to index.ts, followed by a blank line. Empty if there are no outputs. */
function ownOutputs(outputs: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(outputs).map(
    ([name, value]) => `${printableLine(`${name}: ${JSON.stringify(value)}`)}\n`,
  );
  return lines.length === 0 ? "" : `${lines.join("")}\n`;
}

/**
 * A table of the flows, from the outputs `flows` and `numbers`, followed by the next steps.
 * @param o.selected the stack that commands without `--stack` work on
 */
export function summary(
  outputs: StackOutputs,
  { selected = devStack }: { selected?: string | undefined } = {},
): string {
  if (Object.keys(outputs.flows ?? {}).length === 0) {
    return "No flow is published yet. Add one to flows/, then run `npm start`.\n";
  }
  return [
    flowTable(outputs),
    "Next:",
    "  flows/                            edit a flow or a module, then",
    selected === devStack
      ? "  npm run pulumi -- preview         see what the change does, and why"
      : `  npm run pulumi -- preview --stack ${devStack}\n                                    see what the change does, and why`,
    "  npm start                         deploy it",
    "  npm test                          check everything",
    "  README.md                         links to the documentation",
    "",
  ].join("\n");
}

function flowTable(outputs: StackOutputs): string {
  const flows = Object.entries(outputs.flows ?? {});
  const rows = flows.map(([key, flow]) => {
    const numbers = outputs.numbers?.[key];
    const modules = Object.entries(flow.modulesHeld ?? {}).map(([module, version]) => `${module} ${version}`);
    return [
      flow.name,
      flow.type,
      flow.publishedVersion ?? "none",
      modules.join(", "),
      Array.isArray(numbers) ? numbers.join(", ") : "",
      flow.id ?? "",
    ].map(printableLine);
  });
  return `${columns(["Flow", "Type", "Published version", "Modules held", "Numbers", "Id"], rows).join("\n")}\n`;
}
