import { messageOf } from "@genesys-flows/architect/printable";
import { type Context, mistakesIn } from "../context.ts";
import { type ProviderConfig, providerConfig } from "../provider-config.ts";
import { requiredStackFile, type StackFile } from "../stack-file.ts";
import { addressChecks } from "./addresses.ts";
import { type Check, problem, skipped, unknown } from "./check.ts";
import { connect, connectionChecks } from "./connection.ts";
import { numberChecks, permissionChecks } from "./grants-and-numbers.ts";
import type { MachineReport } from "./machine.ts";
import { projectChecks } from "./project.ts";

/**
 * Runs every check that is possible before an update of a stack, to find problems that would stop the update. Changes
 * nothing, and does not read the organisation's flows.
 * @param now this machine's time, in milliseconds
 * @throws UsageError for a stack without a file
 */
export async function diagnose(stack: string, context: Context, now: () => number): Promise<Check[]> {
  const found = requiredStackFile(context, stack);
  const machine = await machineReport(stack, context);
  const { checks: ofProject, project } = await projectChecks(found, stack, context);
  const config = await readableConfig(found, stack, context);
  const before = [...machine.checks, ...ofProject];
  if (!("values" in config)) {
    const cause = config.result === "problem" ? config.id : "config";
    const rest = connectionChecks.map((id) => skipped(id, cause));
    return [...before, ...(config.result === "problem" ? [config] : []), ...rest, ...withoutOrganisation(cause)];
  }
  const { checks, organisation, close } = await connect({ found, stack, config, state: machine.state, context, now });
  try {
    const cause = checks.find(({ result }) => result === "problem")?.id ?? "organisation";
    if (!organisation) return [...before, ...checks, ...withoutOrganisation(cause)];
    const permissions = await permissionChecks(organisation.client, project);
    const numbers = project ? await numberChecks(organisation, project, machine.state) : [skipped("numbers", "flows")];
    const addresses = project ? await addressChecks(organisation, project, machine.state) : [];
    return [...before, ...checks, ...permissions, ...numbers, ...addresses];
  } finally {
    await close();
  }
}

async function machineReport(stack: string, { machine }: Context): Promise<MachineReport> {
  if (machine) return machine.report(stack);
  const text = `Only \`npm run flowctl -- doctor --stack ${stack}\` checks this, because it can use the Pulumi CLI and read the state.`;
  return { checks: ["tools", "state", "lock"].map((id) => unknown(id, text)) };
}

/** The provider's decrypted config, or a check with the reason why the config cannot be read. */
async function readableConfig(found: StackFile, stack: string, { machine }: Context): Promise<ProviderConfig | Check> {
  let config: ProviderConfig;
  try {
    config = providerConfig(found);
  } catch (error) {
    mistakesIn(error);
    return skipped("secrets", "config");
  }
  if (!machine || config.encrypted.length === 0) return config;
  try {
    const plain: [string, string][] = [];
    for (const key of config.encrypted) plain.push([key, await machine.decrypted(stack, `genesyscloud:${key}`)]);
    return { values: { ...config.values, ...Object.fromEntries(plain) }, encrypted: [] };
  } catch (error) {
    return problem("secrets", messageOf(error));
  }
}

function withoutOrganisation(because: string): Check[] {
  return ["permissions", "numbers"].map((id) => skipped(id, because));
}
