import type { Diagnostic } from "@genesys-flows/architect";
import { type EnforcedRule, type Level, levels, type Rule } from "@genesys-flows/rules";
import { z } from "zod";
import { gateFinding } from "./codes.ts";
import { namesIn, type PolicyFolder, textOf, yamlOf } from "./files.ts";
import { inOrder, schemaFindings, unknown, unknownRule } from "./schema-findings.ts";

export const levelSchema = z.enum(levels, "expected `disabled`, `advisory` or `mandatory`");

/** An entry for a rule in a levels file: a level, or a mapping with the level and the rule's settings. */
export function entrySchema(rule: Rule): z.ZodObject {
  return rule.settings.safeExtend({
    level: levelSchema
      .default("mandatory")
      .describe(
        "`advisory` warns; `mandatory` stops the run before anything is written; `disabled` turns the rule off.",
      ),
  });
}

/**
 * The levels and settings from `policies/levels/<name>.yaml`, and the file's errors. A rule that the file does not name
 * is mandatory with its defaults; if the stack does not name any levels, this applies to every rule.
 */
export async function readLevels(
  name: string | undefined,
  rules: readonly Rule[],
  o: PolicyFolder,
): Promise<{ readonly rules: readonly EnforcedRule[]; readonly findings: readonly Diagnostic[] }> {
  const strict = rules.map(strictly);
  if (name === undefined) return { rules: strict, findings: [] };
  const file = `${o.shown}/levels/${name}.yaml`;
  const text = await textOf(`${o.folder}/levels/${name}.yaml`);
  if (text === undefined) return { rules: strict, findings: [await missing(name, file, o)] };
  const { source, findings: unreadable } = yamlOf(file, text);
  if (!source) return { rules: strict, findings: unreadable };
  const data = source.data ?? {};
  if (typeof data !== "object" || Array.isArray(data)) {
    const hint = "Write `<rule>: <level>` on each line.";
    const found = gateFinding("levels-file", "The file is not a mapping of rules to levels.", {
      hint,
      location: source.locate([]),
    });
    return { rules: strict, findings: [found] };
  }
  const findings: Diagnostic[] = [];
  for (const key of o.isComplete ? Object.keys(data) : []) {
    if (rules.some((rule) => rule.name === key)) continue;
    findings.push(unknownRule(key, rules, { code: "levels-file", location: source.locate([key]) }));
  }
  const read = rules.map((rule): EnforcedRule => {
    if (!Object.hasOwn(data, rule.name)) return strictly(rule);
    const given = (data as Record<string, unknown>)[rule.name];
    const isLevel = typeof given !== "object" || given === null;
    const schema = entrySchema(rule);
    const { data: entry, error } = schema.safeParse(isLevel ? { level: given } : given);
    if (entry) {
      const { level, ...settings } = entry as { level: Level };
      return { rule, level, settings: settings as never };
    }
    const issues = isLevel ? error.issues.map((issue) => ({ ...issue, path: [] })) : error.issues;
    findings.push(
      ...schemaFindings(issues, given, {
        source,
        at: [rule.name],
        code: "levels-file",
        keys: Object.keys(schema.shape),
      }),
    );
    return strictly(rule);
  });
  return { rules: read, findings: inOrder(findings) };
}

function strictly(rule: Rule): EnforcedRule {
  return { rule, level: "mandatory", settings: rule.settings.parse({}) as never };
}

async function missing(name: string, file: string, o: { folder: string }): Promise<Diagnostic> {
  const known = (await namesIn(`${o.folder}/levels`)).filter((one) => one.endsWith(".yaml"));
  const found = unknown(
    "levels file",
    file,
    known.map((one) => file.replace(`${name}.yaml`, one)),
    { code: "no-levels-file" },
  );
  return { ...found, message: `${found.message} \`genesys-flows:policyLevels: ${name}\` refers to this file.` };
}
