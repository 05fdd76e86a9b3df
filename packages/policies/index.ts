import "@genesys-flows/lean-pulumi/register-policies";
import { endWithEngine } from "./engine.ts";
import { Pack } from "./pack.ts";

/**
 * Runs the policy pack of a folder: the rules of this package and those in the folder's `rules/`, by its levels and exemptions.
 * Nothing is awaited: the runner of the released language host loads a pack by `require`.
 * @param folder with the policies, absolute
 */
export function policyPack(folder: string): void {
  new Pack(folder);
  endWithEngine(process.argv.at(-1) ?? "");
}
