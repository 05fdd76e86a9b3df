import { type Level, scopesOf } from "@genesys-flows/rules";
import type { Gate } from "./gate.ts";

/** The engine's configuration of a policy pack: the content of the file that `--policy-pack-config` names. */
export type PolicyConfig = Readonly<
  Record<string, { readonly enforcementLevel: Level } & Readonly<Record<string, unknown>>>
>;

/** The levels and settings of the rules that a policy pack can judge: those with the scope `document`. */
export function policyConfigOf({ enforcement }: Gate): PolicyConfig {
  return Object.fromEntries(
    enforcement.rules
      .filter(({ rule }) => scopesOf(rule).includes("document"))
      .map(({ rule, level, settings }) => [rule.name, { enforcementLevel: level, ...(settings as object) }]),
  );
}
