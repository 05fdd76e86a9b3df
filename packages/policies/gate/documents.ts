/** What `npm run generate` writes of the files of the gate: schemas for editors. */
import { type JsonSchema, plainFileSchema } from "@genesys-flows/architect/documents";
import { rules as ownRules, type Rule } from "@genesys-flows/rules";
import { z } from "zod";
import { exemptionsSchema } from "./exemptions.ts";
import { entrySchema, levelSchema } from "./levels.ts";

/** The schema of `policies/exemptions.yaml`. */
export function exemptionsJsonSchema(): JsonSchema {
  return plainFileSchema(exemptionsSchema, {
    title: "Exemptions",
    description: "Violations of rules that may stay until a date",
  });
}

/**
 * The schema of `policies/levels/<name>.yaml`. A rule of the team may have any settings here; `flowctl check` knows them.
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
    .describe("A rule of the team, in policies/rules/.");
  return plainFileSchema(z.object(Object.fromEntries(entries)).catchall(ofTeam), {
    title: "Levels",
    description: "How strictly an environment enforces the rules. A rule that is not named is mandatory.",
  });
}
