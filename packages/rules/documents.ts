/** Everything that `npm run generate` writes about the rules: docs/policies.md. */
import { isDefinition } from "@genesys-flows/architect";
import { markdownTable } from "@genesys-flows/architect/columns";
import { difference } from "@genesys-flows/architect/documents";
import type { z } from "zod";
import { onlyInOneForm } from "./one-form.ts";
import { rules } from "./registry.ts";
import { type Example, type Rule, type Scope, scopesOf } from "./rule.ts";

const SCOPES: Readonly<Record<Scope, string>> = {
  document: "one flow, as published",
  project: "all flows in a project",
  change: "the effect of an update on the organisation",
};

const WHERE: Readonly<Record<Scope, string>> = {
  document:
    "`flowctl check`; the program, before it registers anything; the policy pack, also for resources that no flow file describes",
  project: "`flowctl check`; the program, before it registers anything",
  change: "the program, at the end of a preview",
};

/**
 * The page with every rule: requirement, reason, fix, settings, examples, and the problems that the rule cannot detect.
 */
export function policiesDocument(known: readonly Rule[] = rules): string {
  const scopes = (Object.keys(SCOPES) as Scope[]).map((scope) => [`\`${scope}\``, SCOPES[scope], WHERE[scope]]);
  const contents = known.map((rule) => [`[\`${rule.name}\`](#${rule.name})`, scopesOf(rule).join(", "), rule.title]);
  return [
    INTRODUCTION,
    markdownTable(["scope", "looks at", "judged by"], scopes),
    "",
    ...(known === rules ? [WHO_JUDGES] : []),
    "## Rules",
    "",
    markdownTable(["rule", "scope", ""], contents),
    "",
    ...known.map(section),
    ...(known === rules ? [oneVerdict()] : []),
  ].join("\n");
}

function oneVerdict(): string {
  const rows = onlyInOneForm.map(({ codes, forms, reason }) => [
    codes.map((code) => `\`${code}\``).join(", "),
    forms.join(", "),
    reason,
  ]);
  return [
    "## One verdict",
    "",
    "A definition, its compiled document, an export of it from the platform and a resource with the same document get the same findings, with the following exceptions. An error in a definition may be a warning in an export, because the platform once accepted the export ([diagnostics](diagnostics.md)). For a resource without a flow file, the policy pack reports only the findings of rules and the kernel findings that rules raise; `flowctl check` also shows other warnings and notes.",
    "",
    markdownTable(["findings", "only in", "why"], rows),
    "",
  ].join("\n");
}

const INTRODUCTION = `<!-- Generated from the rules in packages/rules (npm run generate). Do not edit. -->
# Policies

Rules that a flow must follow before it is published. [Levels and exemptions](../policies/README.md) define how strictly the rules are enforced. A team [adds its own rules](write-a-policy.md).

\`npm run flowctl -- policies\` lists the rules with their level in each stack. \`npm run flowctl -- check\` checks the flows.
In an example, a line with \`-\` violates the rule, and one with \`+\` follows it.
`;

const WHO_JUDGES = `## What the policy pack trusts

On a person's machine, \`npm run pulumi\` and \`npm start\` run the program and the pack of one checkout. The program checks the flows first, and passes the pack a list of flows without findings. The pack skips a flow on this list if the engine passes the same key, document digest and \`forceUnlock\`, for the same stack, day, levels and settings. It checks every other flow itself: a flow with a finding, a flow that has changed since, and a resource without a flow file.

- The list is in \`policies/.verdicts\`. Each command creates a new secret and signs the list with it. The pack accepts only a list with this signature that belongs to this user, is readable by nobody else, and is newer than the pack's process. The pack removes the list after reading it. So the pack ignores an edited list, and a list from a change or an earlier run.
- The pack reads only its own folder. A process that can write there can also change the pack. A pack from a trusted checkout, Pulumi Cloud or another project checks everything itself.
- In a pipeline, under plain \`pulumi\`, with \`--policy-pack\` on the command line, and on Windows, the pack checks everything itself. In a pipeline, the program is part of the change: \`index.ts\`, a component or a flow in TypeScript could claim that there were no findings.
- A change to \`policies\` or \`scripts\` can switch off its own pack. A gate for unreviewed changes runs the pack from a checkout that the change cannot modify: \`pulumi preview --policy-pack <checkout>/policies\`.
`;

function section(rule: Rule): string {
  const { name, title, requires, why, fix, blindTo, codes, example, situation } = rule;
  return [
    `### ${name}`,
    "",
    `**${title}** (${scopesOf(rule).join(", ")}). ${requires}`,
    "",
    `**Why.** ${why}`,
    "",
    `**Fix.** ${fix}`,
    "",
    ...(codes ? [`**Codes.** ${codes.map((code) => `[\`${code}\`](diagnostics.md#${code})`).join(", ")}`, ""] : []),
    ...settingsOf(rule),
    ...(blindTo === undefined ? [] : [`**Cannot detect.** ${blindTo}`, ""]),
    ...(example ? shown(example) : []),
    ...(situation === undefined ? [] : [`**Example.** ${situation}`, ""]),
  ].join("\n");
}

function settingsOf({ settings }: Rule): string[] {
  const defaults = settings.parse({}) as Readonly<Record<string, unknown>>;
  const rows = Object.entries(settings.shape).map(([key, schema]) => [
    `\`${key}\``,
    (descriptionOf(schema as z.ZodType) ?? "").replaceAll("|", "\\|"),
    defaults[key] === undefined ? "" : `\`${JSON.stringify(defaults[key])}\``.replaceAll("|", "\\|"),
  ]);
  return rows.length === 0 ? [] : [markdownTable(["setting", "meaning", "default"], rows), ""];
}

function descriptionOf(schema: z.ZodType): string | undefined {
  const inner = (schema as { def?: { innerType?: z.ZodType } }).def?.innerType;
  return schema.description ?? (inner && descriptionOf(inner));
}

function shown({ violating, passing }: Example): string[] {
  const kind = isDefinition(violating) ? "Example" : "Example, an export";
  return [`**${kind}.**`, "", ...difference({ example: violating, right: passing }), ""];
}
