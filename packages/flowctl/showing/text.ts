import { columns } from "@genesys-flows/architect/columns";
import type { LiveFlow, SourceOfFlow } from "./interface.ts";

/** A flow for people: what its source says, and what the organisation has. Ends with a line feed. */
export function shownFlow(source: SourceOfFlow, live: LiveFlow): string {
  const facts = [`${source.name}  ${source.type}, ${source.key}, ${source.file}`, publishedLine(live)];
  const parts = [
    [...facts, ...listed("numbers", source.numbers), ...listed("calls", callsOf(source, live))].join("\n"),
    ...(source.interface ? [interfaceText(source.interface), callersText(source.interface, live)] : []),
    ...(live.asked ? live.unknown.map((text) => `unknown: ${text}`) : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function publishedLine(live: LiveFlow): string {
  if (!live.asked) return `The organisation was not asked: ${live.because}`;
  if (live.id === undefined) return `The organisation '${live.organisation}' does not have it.`;
  const version = live.published === undefined ? "never published" : `version ${live.published} is published`;
  return `In the organisation '${live.organisation}', ${version} (${live.id}).`;
}

function callsOf({ calls }: SourceOfFlow, live: LiveFlow): string[] {
  const held = live.asked ? live.held : {};
  return calls.map((name) => (held[name] === undefined ? name : `${name} (holds ${held[name]})`));
}

function listed(title: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${title}: ${names.join(", ")}`];
}

function interfaceText({ channels, inputs, outputs, outcomes }: NonNullable<SourceOfFlow["interface"]>): string {
  const typed = (variables: Readonly<Record<string, string>>) => {
    const names = Object.entries(variables).map(([name, type]) => `${name} ${type}`);
    return names.length === 0 ? "none" : names.join(", ");
  };
  return columns(
    ["interface", ""],
    [
      ["inputs", typed(inputs)],
      ["outputs", typed(outputs)],
      ["outcomes", outcomes.length === 0 ? "none declared" : outcomes.join(", ")],
      ["serves", channels.join(", ")],
    ],
  ).join("\n");
}

/** The callers: those of the stack from their sources, and all others that the organisation knows. */
function callersText({ callers }: NonNullable<SourceOfFlow["interface"]>, live: LiveFlow): string {
  const known = live.asked ? live.callers : [];
  const own = callers.map(({ name, file }) => {
    const row = known.find((one) => one.name === name);
    return [name, file, row?.held ?? "", row?.staleSince ?? ""];
  });
  const others = known
    .filter(({ name }) => !callers.some((one) => one.name === name))
    .map(({ name, owner, held, staleSince }) => [
      name,
      owner === undefined ? "(no stack)" : `(${owner})`,
      held ?? "",
      staleSince ?? "",
    ]);
  if (own.length + others.length === 0) return "No flow calls it.";
  const headings = ["called by", "file", ...(live.asked ? ["version held", "stale since"] : [])];
  return columns(
    headings,
    [...own, ...others].map((row) => row.slice(0, headings.length)),
  ).join("\n");
}
