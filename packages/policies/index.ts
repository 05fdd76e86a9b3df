import "@genesys-flows/lean-pulumi/register-policies";
import { endWithEngine } from "./engine.ts";
import { Pack } from "./pack.ts";

/**
 * Runs the policy pack of a folder: this package's rules and those in the folder's `rules/`, with its levels and
 * exemptions. Synchronous, because the released language host loads a pack with `require`.
 * @param folder absolute path of the policies
 */
export function policyPack(folder: string): void {
  new Pack(folder);
  endWithEngine(process.argv.at(-1) ?? "");
}
