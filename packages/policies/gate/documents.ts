/** Everything that `npm run generate` writes about the gate's files: schemas for editors. */
import { type JsonSchema, plainFileSchema } from "@genesys-flows/architect/documents";
import { rules as ownRules, type Rule } from "@genesys-flows/rules";
import { z } from "zod";
import { exemptionsSchema } from "./exemptions.ts";
import { entrySchema, levelSchema } from "./levels.ts";

/** The schema of `policies/exemptions.yaml`. */
export function exemptionsJsonSchema(): JsonSchema {
  return plainFileSchema(exemptionsSchema, {
    title: "Exemptions",
    description: "Violations of rules that may remain until a date",
  });
}

/**
 * The schema of `policies/levels/<name>.yaml`. This schema accepts any settings for a team's rule; `flowctl check`
 * validates them.
 */
export function levelsJsonSchema(rules: readonly Rule[] = ownRules): JsonSchema {
  const entries = rules.map((rule) => [
    rule.name,
    z
      .union([levelSchema, entrySchema(rule)])
      .describe(rule.requires)
      .optional(),
  ]);
  const ofTeam = z
    .union([levelSchema, z.looseObject({ level: levelSchema.optional() })])
    .describe("One of the team's rules, in policies/rules/.");
  return plainFileSchema(z.object(Object.fromEntries(entries)).catchall(ofTeam), {
    title: "Levels",
    description: "How strictly an environment enforces the rules. A rule without an entry is mandatory.",
  });
}
