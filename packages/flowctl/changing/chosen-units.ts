import { didYouMean } from "@genesys-flows/architect/suggest";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { UsageError } from "../context.ts";

export interface UnitChoice {
  /** Keys, display names or files. */
  readonly into?: readonly string[] | undefined;
  /** Prefix of the display names, ignoring case. */
  readonly prefix?: string | undefined;
}

/**
 * The flows in a project that a command changes, without duplicates, in the order of their files. A prefix never
 * selects modules.
 * @throws UsageError with every name that does not match a flow
 */
export function chosenUnits(project: FlowProject, { into, prefix }: UnitChoice): FlowUnit[] {
  const { flows } = project;
  if ((into === undefined) === (prefix === undefined))
    throw new UsageError("Specify the flows with --into FLOW..., or the start of their names with --prefix P.");
  if (prefix !== undefined) {
    const wanted = prefix.toLowerCase();
    const found = flows.filter(({ name, type }) => type !== "commonModule" && name.toLowerCase().startsWith(wanted));
    if (found.length === 0) throw new UsageError(`No flow in the project has a name that starts with '${prefix}'.`);
    return inOrder(found);
  }
  const found = (into ?? []).map((name) => [name, flows.filter((unit) => isNamed(unit, name))] as const);
  const unknown = found.filter(([, units]) => units.length === 0).map(([name]) => unknownFlow(name, project));
  if (unknown.length > 0) throw new UsageError(unknown.join("\n"));
  return inOrder([...new Set(found.flatMap(([, units]) => units))]);
}

/** The reason why a name does not select a flow. @param others keys of flows that exist only in the organisation */
export function unknownFlow(name: string, project: FlowProject, others: readonly string[] = []): string {
  const other = project.elsewhere.find(({ key, file }) => key === name || file === name);
  if (other) return `The flow '${name}' belongs to other stacks: ${other.stacks.join(", ")}. Choose one with --stack.`;
  const keys = new Set([...project.flows.map(({ key }) => key), ...others]);
  return `The project has no flow '${name}'. ${didYouMean(name, keys, "Its flows") ?? ""}`.trim();
}

/** The module with a key or display name. @throws UsageError if the project has none */
export function moduleNamed({ flows }: FlowProject, name: string, stack: string): FlowUnit {
  const modules = flows.filter(({ type }) => type === "commonModule");
  const found = modules.find((unit) => isNamed(unit, name));
  if (found) return found;
  const other = flows.find((unit) => isNamed(unit, name));
  if (other) throw new UsageError(`'${name}' is not a common module (${other.file}).`);
  const keys = modules.map(({ key }) => key);
  const hint = didYouMean(name, keys, "Its modules") ?? "";
  throw new UsageError(
    `The project has no module '${name}'. ${hint} To adopt a module of the organisation: npm run flowctl -- adopt KEY ID --stack ${stack}`.replaceAll(
      / {2,}/g,
      " ",
    ),
  );
}

export function isNamed({ key, name, file }: FlowUnit, wanted: string): boolean {
  return key === wanted || file === wanted || name.toLowerCase() === wanted.toLowerCase();
}

function inOrder(units: readonly FlowUnit[]): FlowUnit[] {
  return units.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}
