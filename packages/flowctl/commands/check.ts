import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { exemptedFinding } from "@genesys-flows/policies/gate";
import { stackNames } from "@genesys-flows/project";
import { type Found, inProject, inStacks, loose } from "../checking/checked.ts";
import { gateOfStack } from "../checking/gate.ts";
import { type Context, formNamed, mistakesIn, UsageError } from "../context.ts";
import { findingText, machineFormats } from "../formats/findings.ts";
import { namedPath } from "../reading/places.ts";
import { requiredStackFile } from "../stack-file.ts";

export interface CheckOptions {
  /** Default: `dev`. */
  readonly stack?: string;
  readonly paths: readonly string[];
  readonly allStacks?: boolean;
  readonly format?: string;
  readonly strict?: boolean;
  readonly base?: string;
  readonly notes?: boolean;
}

/**
 * Checks the flows in the project, or the named files and folders, against the rules as the stack enforces them. A file
 * of the project is checked with the whole project, any other file separately.
 * @returns 0 if there are no errors (and with `strict`, no warnings), otherwise 1
 */
export async function check(o: CheckOptions, context: Context): Promise<number> {
  const machine = formNamed(machineFormats, o.format);
  if (o.allStacks && o.stack !== undefined)
    throw new UsageError("--stack and --all-stacks cannot be combined. Use only one of them.");
  const found = o.allStacks ? await allStacks(o, context) : await oneStack({ ...o, stack: o.stack ?? "dev" }, context);
  if (machine) context.exact.out(machine(found));
  else show(found, o, context);
  const severities = o.strict ? ["error", "warning"] : ["error"];
  return found.findings.some(({ severity }) => severities.includes(severity)) ? 1 : 0;
}

/**
 * Checks the project for each stack. @throws UsageError in a project without stacks, and for files outside the project
 */
async function allStacks(o: CheckOptions, context: Context): Promise<Found> {
  const stacks = stackNames(context.root);
  if (stacks.length === 0)
    throw new UsageError(
      `There is no Pulumi.<stack>.yaml in ${context.root}. Run this command in the project's folder.`,
    );
  const outside = o.paths.find((path) => !namedPath(path, { ...o, stack: stacks[0] as string }, context).inProject);
  if (outside !== undefined)
    throw new UsageError(
      `${outside} is not a file in the project, so it does not belong to any stack. Leave out --all-stacks.`,
    );
  const found = new Map<string, Found>();
  // The provider is large, and only this command needs its checks.
  const { providerEntries } = await import("../checking/provider-entries.ts");
  for (const stack of stacks) {
    const own = await oneStack({ ...o, stack }, context);
    const findings = [...providerEntries(requiredStackFile(context, stack)), ...own.findings];
    found.set(stack, { ...own, findings });
  }
  return inStacks(found);
}

async function oneStack(o: CheckOptions & { readonly stack: string }, context: Context): Promise<Found> {
  const paths = o.paths.map((path) => namedPath(path, o, context));
  const others = paths.filter((path) => !path.inProject);
  const isProject = paths.length === 0 || others.length < paths.length;
  const gate = await gateOfStack(context, o.stack).catch(mistakesIn);
  const isGate = !(gate instanceof DiagnosticError);
  const ofProject = isProject ? await inProject(paths, { ...o, gate }, context) : undefined;
  const alone = loose(others, { ...o, gate }, context);
  return {
    flows: (ofProject?.flows ?? 0) + alone.flows,
    findings: [...(isProject || isGate ? [] : gate.diagnostics), ...(ofProject?.findings ?? []), ...alone.findings],
    exempted: ofProject?.exempted ?? [],
    elsewhere: ofProject?.elsewhere === true,
    ...(ofProject?.documents && { documents: ofProject.documents }),
    ...(isGate && { rules: gate.rules }),
  };
}

function show({ findings, flows, exempted = [], elsewhere }: Found, o: CheckOptions, context: Context): void {
  const number = (severity: Diagnostic["severity"]) => findings.filter((found) => found.severity === severity).length;
  const isHidden = ({ severity, code }: Diagnostic) => severity === "note" && !o.notes && code !== "unknown-file";
  const [errors, warnings, notes] = [number("error"), number("warning"), findings.filter(isHidden).length];
  for (const finding of [...findings, ...(o.notes ? exempted.map((one) => exemptedFinding(one, "note")) : [])]) {
    if (!isHidden(finding)) context.exact.err(`${findingText(finding, context)}\n\n`);
  }
  const shows = o.notes ? "" : " (--notes shows them)";
  const more = [
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
    ...(notes > 0 ? [`${count(notes, "note")}${exempted.length > 0 ? "" : shows}`] : []),
    ...(exempted.length > 0 ? [`${count(exempted.length, "exempted violation")}${shows}`] : []),
  ];
  const rest = more.length > 0 ? `, ${more.join(", ")}` : "";
  if (errors > 0) context.err(`${count(errors, "error")}${rest}.\n`);
  else if (elsewhere) context.out("No errors in these files, but other files in the project have errors.\n");
  else context.out(`${count(flows, "flow")}, no errors${rest}.\n`);
}
