import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Variables that choose the organisation, over the stack's configuration. */
const CHOOSING = /^GENESYSCLOUD_(REGION|GATEWAY_[A-Z]+)$/;

/** The name under which the configuration of the policy pack is compared. */
export const POLICIES = "the levels, settings and exemptions of the rules";

/**
 * What an update depends on beside source and state, as name -> digest: variables of the environment, and the configuration of the
 * policy pack, which the wrapper writes from levels and exemptions.
 * @param env the environment of the CLI
 */
export function settingsOf(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const chosen = Object.entries(env).filter(([name, value]) => CHOOSING.test(name) && value);
  const policies = env.PULUMI_OPTION_POLICY_PACK_CONFIG;
  const pack = `${env.PULUMI_OPTION_POLICY_PACK ?? ""}\n${policies ? readFileSync(policies, "utf8") : ""}`;
  return Object.fromEntries(
    [...chosen, [POLICIES, pack] as const].map(([name, value]) => [name, digestOf(value ?? "")]),
  );
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
