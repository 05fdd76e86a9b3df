import { typeOfFlow } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { asked } from "../live/asking.ts";
import { LiveFlows } from "../live/live-flows.ts";
import type { OpenStack } from "../open-stack.ts";
import type { CallerRow } from "../verify/finding.ts";
import { moduleAnswer } from "../verify/module-checks.ts";

/** What the source says of a flow: of a module, its interface. */
export type SourceOfFlow = ReturnType<typeof sourceOfFlow>;

/** What the organisation has of it, or why that is not known. */
export type LiveFlow =
  | { readonly asked: false; readonly because: string }
  | {
      readonly asked: true;
      readonly organisation: string;
      readonly id?: string;
      readonly published?: string;
      /** Module -> the version that the flow holds. */
      readonly held: Readonly<Record<string, string>>;
      /** Every caller of a module, of this stack or not. */
      readonly callers: readonly CallerRow[];
      readonly unknown: readonly string[];
    };

/** Types of variables by their names without `Common.` */
function plainNames(types: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name.replace(/^Common\./, ""), type]));
}

export function sourceOfFlow(unit: FlowUnit, { flows }: FlowProject) {
  const { key, name, type, file, numbers, calls, contract } = unit;
  const outcome = contract?.outcome;
  return {
    ...{ key, name, type, file, numbers, calls: [...new Set(calls.map(({ module }) => module))] },
    ...(contract && {
      interface: {
        channels: contract.channels,
        inputs: plainNames(contract.inputs),
        outputs: plainNames(
          Object.fromEntries(Object.entries(contract.outputs).filter(([output]) => output !== outcome?.from)),
        ),
        // Empty for an export that declares none.
        outcomes: outcome ? [...Object.keys(outcome.outcomes), "error"] : [],
        callers: flows
          .filter(({ modules }) => modules.includes(key))
          .map((one) => ({ key: one.key, name: one.name, file: one.file })),
      },
    }),
  };
}

/** What the organisation has of a flow, read as `verify` reads it. @throws ApiFailure where the flows cannot be listed */
export async function liveFlow(
  unit: FlowUnit,
  { stack, project }: { readonly stack: OpenStack; readonly project: FlowProject },
  context: Context,
): Promise<LiveFlow> {
  const live = await LiveFlows.read(stack.organisation);
  const [flow] = live.named(unit.type, unit.name);
  const nothing = { asked: true, organisation: stack.organisation.name, held: {}, callers: [], unknown: [] } as const;
  if (!flow) return nothing;
  const published = flow.publishedVersion?.id;
  const of = { ...nothing, id: flow.id, ...(published !== undefined && { published }) };
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
