import type { Diagnostic, Location } from "@genesys-flows/architect";
import type { YamlFile } from "@genesys-flows/project/yaml-file";
import type { Rule } from "@genesys-flows/rules";
import { z } from "zod";
import { gateFinding } from "./codes.ts";
import { type PolicyFolder, textOf, yamlOf } from "./files.ts";
import { inOrder, schemaFindings, unknownRule } from "./schema-findings.ts";

const text = (what: string) => z.string(`expected ${what}`).trim().min(1, `expected ${what}`);

/** One entry of `policies/exemptions.yaml`. */
const exemptionSchema = z.strictObject(
  {
    rule: text("the name of a rule").describe("The rule whose violation is exempted."),
    flow: text("the key of a flow").describe("Key of the flow."),
    node: text("the node of the violation")
      .describe("The node of the violation, as named in the finding. Default: every node of the flow.")
      .optional(),
    reason: text("why the violation may remain").describe("Why the violation may remain."),
    owner: text("who is responsible for it").describe("Who is responsible for it: a person, a team or an address."),
    expires: z
      .string("expected a date, such as 2027-01-31")
      .regex(/^\d{4}-\d{2}-\d{2}$/, { error: "expected a date, such as 2027-01-31", abort: true })
      .refine(isDay, "expected a date, such as 2027-01-31")
      .describe("The last day on which the exemption covers the violation, such as 2027-01-31."),
  },
  "expected the keys of an exemption",
);

export const exemptionsSchema = z.array(exemptionSchema);

/** A violation that may remain until a date. */
export interface Exemption extends Readonly<z.output<typeof exemptionSchema>> {
  /** The exemption's location in `policies/exemptions.yaml`. */
  readonly location: Location;
}

/** Reads `policies/exemptions.yaml` and finds its errors. */
export async function readExemptions(
  rules: readonly Rule[],
  o: PolicyFolder,
): Promise<{ readonly exemptions: readonly Exemption[]; readonly findings: readonly Diagnostic[] }> {
  const text = await textOf(`${o.folder}/exemptions.yaml`);
  if (text === undefined) return { exemptions: [], findings: [] };
  const { source, findings: unreadable } = yamlOf(`${o.shown}/exemptions.yaml`, text);
  if (!source) return { exemptions: [], findings: unreadable };
  const data = source.data ?? [];
  if (!Array.isArray(data)) {
    const found = gateFinding("exemptions-file", "The file is not a list of exemptions.", {
      hint: "Begin each exemption with `- rule: <rule>`.",
      location: source.locate([]),
    });
    return { exemptions: [], findings: [found] };
  }
  const read = data.map((entry, index) => readExemption(entry, { source, index, rules, isComplete: o.isComplete }));
  return {
    exemptions: read.flatMap(({ exemption }) => exemption ?? []),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function readExemption(
  entry: unknown,
  o: { source: YamlFile; index: number; rules: readonly Rule[]; isComplete: boolean },
): { exemption?: Exemption; findings: readonly Diagnostic[] } {
  const { source, index, rules } = o;
  const { data, error } = exemptionSchema.safeParse(entry);
  const location = source.locate([index, "rule"]);
  const found = schemaFindings(error?.issues ?? [], entry, {
    source,
    at: [index],
    code: "exemptions-file",
    keys: Object.keys(exemptionSchema.shape),
    hint: "An exemption requires rule, flow, reason, owner and expires; node is optional.",
  });
  const name = (entry as { rule?: unknown } | null)?.rule;
  const isKnown = typeof name !== "string" || rules.some((rule) => rule.name === name);
  if (!isKnown && o.isComplete) found.push(unknownRule(name, rules, { code: "exemptions-file", location }));
  if (!data || !isKnown) return { findings: inOrder(found) };
  return { exemption: { ...data, location }, findings: [] };
}

/** Whether a string is a calendar date: `2027-01-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
