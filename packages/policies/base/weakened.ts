import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, distinct, type Location } from "@genesys-flows/architect";
import type { FlowProject } from "@genesys-flows/project";
import { readYamlFile } from "@genesys-flows/project/yaml-file";
import type { EnforcedRule, Enforcement, Level } from "@genesys-flows/rules";
import { isExpired } from "../gate/apply.ts";
import { gateFinding } from "../gate/codes.ts";
import type { Exemption } from "../gate/exemptions.ts";
import type { Gate, GateReport } from "../gate/gate.ts";
import type { Base } from "./base.ts";
import { readWorkflows, workflowFindings } from "./workflows.ts";

interface Now {
  readonly project: FlowProject;
  readonly stack: string;
  readonly gate: Gate;
}

const STRICTNESS: Readonly<Record<Level, number>> = { disabled: 0, advisory: 1, mandatory: 2 };

/**
 * Reports how a change weakens the project's checks: a warning for each rule that a stack enforces less strictly, each
 * new exemption, and each workflow with more permissions or fewer checks. A reviewer decides. An exemption for a
 * violation that the change itself adds is an error (`selfExemptions`).
 */
export function weakened(base: Base, now: Now, exempted: GateReport): Diagnostic[] {
  const own = selfExemptions(exempted, base, now.gate);
  const waived = new Set(own.map(({ location }) => location?.line));
  return [
    ...own,
    ...lowered(base, now),
    ...addedExemptions(base, now).filter(({ location }) => !waived.has(location?.line)),
    ...workflowFindings({ before: base.workflows, now: readWorkflows(now.project.root), shown: base.shown }),
  ];
}

function lowered(base: Base, { project, stack, gate }: Now): Diagnostic[] {
  const isSameFile = base.levels === gate.levels;
  const place = placeOfLevels(project, { stack, levels: isSameFile ? gate.levels : undefined });
  return gate.enforcement.rules.flatMap((now) => {
    const before = base.rules.find(({ rule }) => rule.name === now.rule.name);
    const what = before && difference(before, now);
    if (what === undefined) return [];
    return gateFinding("lowered-level", `The rule \`${now.rule.name}\` ${what} in ${base.shown}.`, {
      hint: "Explain in the change why this is necessary, and ask a reviewer to approve the change. Otherwise, restore the previous levels.",
      location: place(now.rule.name),
    });
  });
}

type Settings = Readonly<Record<string, unknown>>;

/** `is advisory; it was mandatory`. Undefined for a rule that is at least as strict as before. */
function difference(before: EnforcedRule, now: EnforcedRule): string | undefined {
  if (STRICTNESS[now.level] < STRICTNESS[before.level]) return `is ${now.level}; it was ${before.level}`;
  if (now.level === "disabled") return undefined;
  const [old, own, strict] = [before.settings, now.settings, now.rule.settings.parse({})] as [
    Settings,
    Settings,
    Settings,
  ];
  const text = (value: unknown) => JSON.stringify(value);
  // The defaults are the strictest settings; a setting without a default adds requirements.
  const changed = Object.keys({ ...old, ...own }).filter(
    (key) => text(own[key]) !== text(old[key]) && text(own[key]) !== text(strict[key]) && old[key] !== undefined,
  );
  const removed = Object.keys(old).filter((key) => own[key] === undefined && strict[key] === undefined);
  const shown = [...new Set([...changed, ...removed])].map(
    (key) => `${key}: ${text(old[key])} -> ${text(own[key]) ?? "not set"}`,
  );
  return shown.length === 0 ? undefined : `has different settings: ${shown.join(", ")}`;
}

/**
 * The location of a rule in the stack's levels file. If the file does not mention the rule, for example after the
 * levels were renamed, the location where the stack names its levels.
 */
function placeOfLevels(
  { root }: FlowProject,
  { stack, levels }: { readonly stack: string; readonly levels: string | undefined },
): (rule: string) => Location {
  const stackFile = yamlAt(root, `Pulumi.${stack}.yaml`);
  const start = { file: `Pulumi.${stack}.yaml`, line: 1, column: 1 };
  const named = stackFile?.locate(["config", "genesys-flows:policyLevels"]) ?? start;
  const file = levels === undefined ? undefined : yamlAt(root, `policies/levels/${levels}.yaml`);
  return (rule) => {
    const data = file?.data;
    const isNamed = typeof data === "object" && data !== null && Object.hasOwn(data, rule);
    return file && isNamed ? file.locate([rule]) : named;
  };
}

function yamlAt(root: string, file: string) {
  try {
    return readYamlFile({ file, text: readFileSync(join(root, file), "utf8") }).source;
  } catch {
    return undefined; // checking the project reports the error
  }
}

function addedExemptions(base: Base, { gate }: Now): Diagnostic[] {
  const earlier = validIn(base.exemptions, gate.enforcement);
  return validIn(gate.exemptions, gate.enforcement)
    .filter((one) => !earlier.some((before) => isSame(before, one) && before.expires >= one.expires))
    .map(({ rule, flow, node, reason, owner, expires, location }) =>
      gateFinding(
        "added-exemption",
        `The exemption of \`${flow}\`${node === undefined ? "" : `, node \`${node}\`,`} from \`${rule}\` until ${expires} is newer than ${base.shown}. Owner: ${owner}. Reason: ${reason}`,
        { hint: "Ask a reviewer to approve the reason and the date, or revert the exemption.", location, flow },
      ),
    );
}

/** A finding for each violation that a change adds together with its exemption. */
function selfExemptions({ exempted }: GateReport, base: Base, { enforcement }: Gate): Diagnostic[] {
  const earlier = validIn(base.exemptions, enforcement);
  const isOlder = (exemption: Exemption) => earlier.some((one) => isSame(one, exemption));
  return distinct(
    exempted
      .filter(({ finding, exemption }) => !isOlder(exemption) && !base.holds(finding))
      .map(({ finding: { flow, node }, exemption: { rule, location } }) =>
        gateFinding(
          "self-exemption",
          `The violation of \`${rule}\` and its exemption are both newer than ${base.shown}.`,
          {
            why: "A change cannot exempt its own violations.",
            hint: "Fix the violation and remove the exemption.",
            location,
            ...(flow !== undefined && { flow }),
            ...(node !== undefined && { node }),
          },
        ),
      ),
  );
}

function isSame(a: Exemption, b: Exemption): boolean {
  return a.rule === b.rule && a.flow === b.flow && a.node === b.node;
}

function validIn(exemptions: readonly Exemption[], { today }: Enforcement): Exemption[] {
  return exemptions.filter((exemption) => !isExpired(exemption, today));
}
