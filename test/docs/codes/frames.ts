/** What surrounds the examples of docs/diagnostics.md: each shows only the lines that matter. */
import { join } from "node:path";
import { flowTypes, isDefinition } from "@genesys-flows/architect";
import { objectKinds } from "@genesys-flows/project";
import { checkModule } from "../../project/samples.ts";

const flowsPackage = join(import.meta.dirname, "../../../packages/genesys-flows/flows.ts");

type Files = Readonly<Record<string, string>>;

/** Nodes that an example may lead to without showing them. */
const NODES: Readonly<Record<string, string>> = {
  queue: "{transferToAcd: Sales, on: {failure: bye}}",
  sorry: "{playAudio: Sorry., then: bye}",
  thanks: "{playAudio: Thank you., then: bye}",
  bye: "{disconnect: {}}",
};

const HEAD = "inboundCall: Sales\nvoice: Jill\nonFault: {say: Sorry., then: disconnect}\n";

/** A flow for examples that show none. */
const FLOW = `${HEAD}start: greet
nodes:
  greet: {playAudio: Welcome., then: verify}
  verify: {callData: {action: CRM/Verify PIN, inputs: {pin: "1234"}}, on: {success: queue, failure: queue, timeout: queue}}
  queue: ${NODES["queue"]}
  bye: ${NODES["bye"]}
`;

/** Files that an example may name without showing them, each by the words that name it. */
const FILES: readonly { readonly named: RegExp; readonly file: string; readonly text: string }[] = [
  { named: /^import /m, file: "package.json", text: '{"type": "module"}' },
  { named: /callModule: check\b/, file: "flows/check.yaml", text: checkModule },
  {
    named: /CRM\/Verify PIN/,
    file: "flows/actions.yaml",
    text: "dataActions:\n  CRM/Verify PIN: {input: {pin: string}, output: {customerId: string}, request: {path: /pin}}\n",
  },
  {
    named: /^flows\/numbers.csv/m,
    file: "flows/tables.yaml",
    text: "dataTables: {Numbers: {key: number, columns: {queue: string, priority: number}, rows: numbers.csv}}\n",
  },
  { named: /rows: numbers\.csv/, file: "flows/numbers.csv", text: "number,queue\n+13175550100,Sales\n" },
  {
    named: /table: Routing/,
    file: "flows/tables.yaml",
    text: "dataTables: {Routing: {columns: {queue: string}, rows: {Sales: {queue: Sales}}}}\n",
  },
];

/** A file that shows where its flow starts is shown whole. */
const WHOLE = /^(start|nodes| {2}startUp\w+):/m;

/** The shapes that a part of a file can have, by its first line; each with the file and the text around it. */
const SHAPES: readonly { readonly begins: RegExp; readonly file: string; readonly whole: (part: string) => string }[] =
  [
    { begins: new RegExp(`^(${Object.keys(flowTypes).join("|")}):`), file: "flows/sales.yaml", whole: flow },
    {
      begins: new RegExp(`^(${objectKinds.map(({ key }) => key).join("|")}):`),
      file: "flows/objects.yaml",
      whole: (part) => part,
    },
    { begins: /^genesys-flows:/, file: "Pulumi.dev.yaml", whole: stackFile },
    { begins: /^exp: /, file: "flows/sales.yaml", whole: (part) => task(`- playAudio: {name: Say, audio: {${part}}}`) },
    { begins: /^- /, file: "flows/sales.yaml", whole: task },
    {
      begins: /^(numbers|emailAddresses|variables|values|description|stacks|pin|voice|settings|greeting):/,
      file: "flows/sales.yaml",
      whole: (part) => flow(`${HEAD}${part}`),
    },
  ];

function stackFile(entries = ""): string {
  return `config:\n  genesyscloud:region: local\n${indented(entries, 2)}\n`;
}

/** The project of an example. A line such as \`# flows/sales.yaml\` begins a file of it; what comes before is a part of one, by its first line. */
export function projectOf(example: string): Files {
  const [first = "", ...marked] = example.split(/^(?=# \S+\.\w+$)/m);
  const parts = first.startsWith("# ") ? [first, ...marked] : marked;
  const files = new Map(first.startsWith("# ") ? [] : [framed(first)]);
  for (const part of parts) {
    const [line = "", ...rest] = part.split("\n");
    const file = line.replace("# ", "");
    const text = rest.join("\n");
    files.set(file, /^(Pulumi|flows\/).*(?<!\.(test|options))\.yaml$/.test(file) ? framed(text)[1] : text);
  }
  if (![...files.keys()].some((file) => /^flows\/.*(sales|service)/i.test(file) && !file.endsWith(".test.yaml")))
    files.set("flows/sales.yaml", FLOW);
  const shown = [...files].flat().join("\n");
  for (const { named, file, text } of FILES) if (named.test(shown) && !files.has(file)) files.set(file, text);
  const program = files.get("flows/sales.ts")?.replace("genesys-flows/flows", flowsPackage);
  if (program !== undefined) files.set("flows/sales.ts", program);
  return { "Pulumi.yaml": "name: example\n", "Pulumi.dev.yaml": stackFile(), ...Object.fromEntries(files) };
}

function framed(part: string): [string, string] {
  if (WHOLE.test(part)) return ["flows/sales.yaml", part];
  const shape = SHAPES.find(({ begins }) => begins.test(part));
  return shape ? [shape.file, shape.whole(part)] : ["flows/sales.yaml", `${HEAD}${nodes(part)}`];
}

/** A definition or an export, with what it needs to run where it shows nothing of it. */
function flow(part: string): string {
  if (isDefinition(part)) return `${part.trimEnd()}\nstart: bye\nnodes: {bye: ${NODES["bye"]}}\n`;
  return `${part.trimEnd()}\n${actions("- disconnect: {name: Bye}")}`;
}

function nodes(part: string): string {
  const [start = ""] = part.split(":");
  const used = new Set<string>();
  // A node that comes with another may lead to a third.
  for (let text = part; text !== ""; ) {
    const more = Object.keys(NODES).filter(
      (id) => !used.has(id) && new RegExp(`[ :[]${id}\\b(?!:)`).test(text) && !new RegExp(`^${id}:`, "m").test(part),
    );
    for (const id of more) used.add(id);
    text = more.map((id) => NODES[id]).join("\n");
  }
  const others = [...used].map((id) => `  ${id}: ${NODES[id]}\n`).join("");
  return `start: ${start}\nnodes:\n${indented(part.trimEnd(), 2)}\n${others}`;
}

/** An export of one task with these actions. */
function task(part: string): string {
  return `inboundCall:\n  name: Sales\n${actions(part.trimEnd())}`;
}

function actions(list: string): string {
  return `  startUpRef: /inboundCall/tasks/task[Main_10]
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
${indented(list, 10)}
`;
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(by));
}
