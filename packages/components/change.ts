import {
  type Diagnostic,
  entryAt,
  formatDiagnostic,
  lift,
  type ModuleContract,
  moduleContract,
} from "@genesys-flows/architect";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { type ChangeSubject, changeDigest, type Enforcement, type FlowChange, judgeChange } from "@genesys-flows/rules";
import type * as sdk from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { genesyscloud } from "./sdk.ts";

/** The checks for an update: the rules as enforced by a stack, and its exemptions. */
export interface ChangeGate {
  readonly enforcement: Enforcement;
  /** Splits findings into those without an exemption and those with one. */
  apply(findings: readonly Diagnostic[]): {
    readonly findings: readonly Diagnostic[];
    readonly exempted: readonly { readonly finding: Diagnostic }[];
  };
  /** Coverage of a project's flows by conversation tests, if a rule needs it. */
  testsOf(project: FlowProject): ChangeSubject["tests"];
  /** An exempted violation, as a non-blocking finding. */
  shown(exempted: { readonly finding: Diagnostic }): Diagnostic;
}

type Registered = Readonly<Record<string, { readonly isProtected: boolean }>>;

/**
 * In a preview, after the last registration: the rules' findings for the update. Empty during an update, because the
 * changes of an update are known only after it has started.
 */
export async function judgeUpdate(
  project: FlowProject,
  { flows, gate }: { readonly flows: Registered; readonly gate: ChangeGate },
) {
  const { rules } = gate.enforcement;
  const isJudged = rules.some(({ rule, level }) => rule.change !== undefined && level !== "disabled");
  if (!pulumi.runtime.isDryRun() || !isJudged) return { errors: 0, texts: [], exempted: [] };
  const subject = { ...subjectOf(project, flows, await genesyscloud.getChanges({})), tests: gate.testsOf(project) };
  const { findings, exempted } = gate.apply(judgeChange(subject, gate.enforcement));
  return {
    errors: findings.filter(({ severity }) => severity === "error").length,
    texts: findings.map(formatDiagnostic),
    exempted: exempted.map((one) => formatDiagnostic(gate.shown(one))),
  };
}

function subjectOf(
  project: FlowProject,
  registered: Registered,
  { flows, movedNumbers, movedAddresses }: sdk.GetChangesResult,
): ChangeSubject {
  const units = new Map(project.flows.map((flow) => [flow.key, flow]));
  const digestOf = (key: string) => units.get(key)?.digest ?? "";
  const moved = new Map(Object.entries(movedNumbers));
  const addresses = new Map(Object.entries(movedAddresses ?? {}));
  const digested = flows.map(({ key, operation, digest, takes }) => ({
    ...{ key, operation, digest },
    takes: Object.fromEntries(takes.map((module) => [module, digestOf(module)])),
  }));
  return {
    stack: pulumi.getStack(),
    flows: flows.map((change) => changeOf(change, units.get(change.key))),
    project: project.flows,
    protected: new Set(Object.keys(registered).filter((key) => registered[key]?.isProtected)),
    movedNumbers: moved,
    movedAddresses: addresses,
    digest: changeDigest(digested, moved, addresses),
    acknowledged: project.acknowledgedChanges,
  };
}

function changeOf(change: sdk.types.output.ChangedFlow, flow: FlowUnit | undefined): FlowChange {
  const { key, name, ownChange, takes, callersOutside, callersUnknown } = change;
  return {
    ...{ key, name, ownChange, takes },
    nodes: flow && change.nodes && writtenIds(flow, change.nodes),
    type: change.type as FlowChange["type"],
    operation: change.operation as FlowChange["operation"],
    flow: change.operation === "delete" ? undefined : flow,
    deployed: deployedOf(change, flow),
    next: flow?.type === "commonModule" ? publishedContract(flow) : undefined,
    callersOutside: callersUnknown === undefined ? callersOutside : { unknown: callersUnknown },
  };
}

/** The source ids of nodes, for ids in the compiled document. */
function writtenIds({ document, sourceMap, origin }: FlowUnit, nodes: readonly string[]): readonly string[] {
  if (origin === "export") return nodes;
  const compiled = lift(document).nodes;
  const find = entryAt(document, sourceMap);
  return nodes.flatMap((id) => find(compiled.get(id)?.path ?? [])?.node ?? []);
}

/**
 * The interface that a module will have in the organisation, read from its document like the published interface. The
 * outcome declared in an export's options is not published, so this outcome is used for both interfaces.
 */
function publishedContract({ document, origin, contract }: FlowUnit): ModuleContract {
  const beside = origin === "export" ? contract?.outcome : undefined;
  return moduleContract(document, beside && { outcome: beside });
}

function deployedOf(
  { deployed, deployedUnknown }: sdk.types.output.ChangedFlow,
  flow: FlowUnit | undefined,
): FlowChange["deployed"] {
  if (deployedUnknown !== undefined) return { unknown: deployedUnknown };
  if (deployed === undefined) return undefined;
  const contract = JSON.parse(deployed) as ModuleContract;
  const beside = flow?.origin === "export" ? flow.contract?.outcome : undefined;
  const isDeclared = Object.keys(contract.outputs).some((name) => name.toLowerCase() === beside?.from.toLowerCase());
  return beside && isDeclared && !contract.outcome ? { ...contract, outcome: beside } : contract;
}
