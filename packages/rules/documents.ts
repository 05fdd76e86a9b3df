/** What `npm run generate` writes of the rules: docs/policies.md. */
import { isDefinition } from "@genesys-flows/architect";
import { markdownTable } from "@genesys-flows/architect/columns";
import { difference } from "@genesys-flows/architect/documents";
import type { z } from "zod";
import { onlyInOneForm } from "./one-form.ts";
import { rules } from "./registry.ts";
import { type Example, type Rule, type Scope, scopesOf } from "./rule.ts";

const SCOPES: Readonly<Record<Scope, string>> = {
  document: "one flow, as it is published",
  project: "the flows of a project together",
  change: "what an update will do to the organisation",
};

const WHERE: Readonly<Record<Scope, string>> = {
  document:
    "`flowctl check`; the program, before it registers anything; the policy pack, also for resources that no flow file describes",
  project: "`flowctl check`; the program, before it registers anything",
  change: "the program, at the end of a preview",
};

/** The page about every rule: what it requires and why, examples, fix, settings, what it cannot see. */
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
    "A definition, its compiled document, an export of it from the platform and a resource with the same document get the same findings, except these. A finding that is an error in a definition may be a warning in an export, which the platform accepted once ([diagnostics](diagnostics.md)). Of a resource without a flow file, the policy pack reports what a rule finds or raises: warnings and notes that no rule raises are in `flowctl check` alone.",
    "",
    markdownTable(["findings", "only in", "why"], rows),
    "",
  ].join("\n");
}

const INTRODUCTION = `<!-- Generated from the rules in packages/rules (npm run generate). Do not edit. -->
# Policies

Rules that a flow must follow before it is published. [Levels and exemptions](../policies/README.md) say how strictly. A team [adds its own](write-a-policy.md).

\`npm run flowctl -- policies\` lists the rules with their level in each stack. \`npm run flowctl -- check\` judges the flows.
In an example, a line with \`-\` violates the rule, and one with \`+\` follows it.
`;

const WHO_JUDGES = `## What the policy pack believes

On a person's machine, \`npm run pulumi\` and \`npm start\` run the program and the pack of one checkout. The program judges first, and names the flows in which it found nothing to the pack. The pack does not judge such a flow again if the engine shows it the same key, document digest and \`forceUnlock\`, for the same stack, day, levels and settings. It judges every other flow itself: one with a finding, one that was changed since, a resource that no flow file describes.

- The file with the names is in \`policies/.verdicts\`. It has the signature of a secret that each command makes anew, belongs to this user, is readable by nobody else, is newer than the pack's process, and is removed when the pack has read it. So a file of a change or of an earlier run is never one, and an edited one is ignored.
- The pack reads only its own folder. A process that can write there can change the pack as well. A pack of a trusted checkout, of Pulumi Cloud or of another project judges everything itself.
- In a pipeline, by plain \`pulumi\`, with \`--policy-pack\` on the command line, and on Windows, the pack judges everything itself. In a pipeline, the program is part of the change: \`index.ts\`, a component or a flow in TypeScript could say that nothing was found.
- A change to \`policies\` or \`scripts\` can switch off its own pack. A gate for changes that nobody has reviewed runs the pack of a checkout that the change cannot write: \`pulumi preview --policy-pack <checkout>/policies\`.
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
    ...(blindTo === undefined ? [] : [`**Cannot see.** ${blindTo}`, ""]),
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
