import { columns } from "@genesys-flows/architect/columns";
import { typeOfFlow } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { asked } from "../live/asking.ts";
import { LiveFlows } from "../live/live-flows.ts";
import type { OpenStack } from "../open-stack.ts";
import type { CallerRow } from "../verify/finding.ts";
import { moduleAnswer } from "../verify/module-checks.ts";

/** Facts about a flow from its source; for a module, its interface. */
export type SourceOfFlow = ReturnType<typeof sourceOfFlow>;

/** The organisation's version of a flow, or the reason why the version is not known. */
export type LiveFlow =
  | { readonly asked: false; readonly because: string }
  | {
      readonly asked: true;
      readonly organisation: string;
      readonly id?: string;
      readonly published?: string;
      /** Module -> the version that the flow holds. */
      readonly held: Readonly<Record<string, string>>;
      /** Every caller of a module, in this stack or not. */
      readonly callers: readonly CallerRow[];
      readonly unknown: readonly string[];
    };

/** Types of variables, by name without `Common.` */
function plainNames(types: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name.replace(/^Common\./, ""), type]));
}

export function sourceOfFlow(unit: FlowUnit, { flows }: FlowProject) {
  const { key, name, type, file, numbers, calls, contract } = unit;
  const emailAddresses = unit.emailAddresses.map(({ address }) => address);
  const outcome = contract?.outcome;
  return {
    ...{ key, name, type, file, numbers, ...(emailAddresses.length > 0 && { emailAddresses }) },
    ...{ calls: [...new Set(calls.map(({ module }) => module))] },
    ...(contract && {
      interface: {
        channels: contract.channels,
        inputs: plainNames(contract.inputs),
        outputs: plainNames(
          Object.fromEntries(Object.entries(contract.outputs).filter(([output]) => output !== outcome?.from)),
        ),
        // Empty for an export that declares no outcomes.
        outcomes: outcome ? [...Object.keys(outcome.outcomes), "error"] : [],
        callers: flows
          .filter(({ modules }) => modules.includes(key))
          .map((one) => ({ key: one.key, name: one.name, file: one.file })),
      },
    }),
  };
}

/**
 * The organisation's version of a flow, read in the same way as in `verify`.
 * @throws ApiFailure if the flows cannot be listed
 */
export async function liveFlow(
  unit: FlowUnit,
  { stack, project }: { readonly stack: OpenStack; readonly project: FlowProject },
  context: Context,
): Promise<LiveFlow> {
  const live = await LiveFlows.read(stack.organisation);
  const [flow] = live.named(unit.type, unit.name);
  const about = { asked: true, organisation: stack.organisation.name } as const;
  const nothing = { held: {}, callers: [], unknown: [] };
  if (!flow) return { ...about, ...nothing };
  const published = flow.publishedVersion?.id;
  const of = { ...about, id: flow.id, ...(published !== undefined && { published }), ...nothing };
  if (unit.contract) {
    const checks = { stack, project, live, key: unit.key, module: flow, contract: unit.contract };
    const { findings, callers } = await moduleAnswer(checks, context);
    const unknown = findings.filter(({ verdict }) => verdict === "unknown").map(({ text }) => text);
    return { ...of, callers: callers.toSorted((a, b) => (a.name < b.name ? -1 : 1)), unknown };
  }
  if (published === undefined) return of;
  const question = { id: flow.id, type: typeOfFlow(flow), version: published, complete: true };
  const held = await asked(() => stack.flows.embedded(question));
  if ("refusal" in held) return { ...of, unknown: [held.refusal] };
  const versions = held.map((copy) => [live.get(copy.id)?.name ?? copy.name ?? copy.id, copy.version ?? "?"] as const);
  return { ...of, held: Object.fromEntries(versions) };
}

/** A flow as text: its source, and the organisation's version. Ends with a line feed. */
export function shownFlow(source: SourceOfFlow, live: LiveFlow): string {
  const facts = [`${source.name}  ${source.type}, ${source.key}, ${source.file}`, publishedLine(live)];
  const parts = [
    [
      ...facts,
      ...listed("numbers", source.numbers),
      ...listed("e-mail", source.emailAddresses ?? []),
      ...listed("calls", callsOf(source, live)),
    ].join("\n"),
    ...(source.interface ? [interfaceText(source.interface), callersText(source.interface, live)] : []),
    ...(live.asked ? live.unknown.map((text) => `unknown: ${text}`) : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function publishedLine(live: LiveFlow): string {
  if (!live.asked) return `The organisation was not read: ${live.because}`;
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

/**
 * The callers of a module: the stack's flows according to their source, and all other callers that the organisation
 * reports.
 */
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
