import { type CodeInfo, type Diagnostic, diagnosticOf } from "@genesys-flows/architect";

/** Every possible error in a seed or a fault scenario. Codes are permanent. */
export const organisationCodes = {
  "seed-missing": {
    title: "Seed that cannot be read",
    severity: "error",
    explanation: "The file with the initial content of the embedded organisation does not exist or cannot be read.",
    fix: "Specify an existing file, or omit the seed to start with an empty organisation.",
    situation: 'A program specifies `seed: "local/organization.yaml"`, but the file is `local/organisation.yaml`.',
  },
  "seed-syntax": {
    title: "Seed that is not YAML",
    severity: "error",
    explanation: "`organisation.yaml` is cut off or indented wrongly, so none of its entries can be read.",
    fix: "Correct the line. An editor with YAML support also marks it.",
    example: "queues:\n  - name: Sales\n description: New business",
    right: "queues:\n  - name: Sales\n    description: New business",
  },
  "seed-entry": {
    title: "Invalid entry in the seed",
    severity: "error",
    explanation:
      "A key is unknown, a value has the wrong form, a name is listed twice, or an entry refers to something that the seed does not contain. No part of the seed is added.",
    fix: "Correct the entry; `packages/local-org/README.md` lists the keys of each entry.",
    example: "divisions: [{name: Sales}]\nqueues: [{name: Sales, division: Slaes}]",
    right: "divisions: [{name: Sales}]\nqueues: [{name: Sales, division: Sales}]",
  },
  "seed-conflict": {
    title: "Seed that conflicts with the organisation",
    severity: "error",
    explanation:
      "An entry of the seed conflicts with the current content of the organisation, such as a range of numbers that overlaps an existing range. No part of the seed is added.",
    fix: "Change the seed's entry, or the content of the organisation.",
    example:
      '# The organisation has a pool with +13175550150.\ndidPools: [{start: "+13175550100", end: "+13175550199"}]',
    right: '# The organisation has a pool with +13175550150.\ndidPools: [{start: "+13175550200", end: "+13175550299"}]',
  },
  "fault-scenario-missing": {
    title: "Fault scenario that cannot be read",
    severity: "error",
    explanation: "The file of a fault scenario does not exist or cannot be read.",
    fix: "Specify an existing file. Scenarios are in `local/faults/`.",
    situation: 'A program specifies `scenario: "local/faults/busy.yml"`, but the file is `local/faults/busy.yaml`.',
  },
  "fault-scenario-syntax": {
    title: "Fault scenario that is not YAML",
    severity: "error",
    explanation: "The scenario is cut off or indented wrongly, so none of its entries can be read.",
    fix: "Correct the line. An editor with YAML support also marks it.",
    example: "faults:\n  - {do: {reset: before}",
    right: "faults:\n  - {do: {reset: before}}",
  },
  "fault-scenario": {
    title: "Invalid entry in a fault scenario",
    severity: "error",
    explanation:
      "A key is unknown, a value has the wrong form, a fault does not have exactly one effect, or a condition refers to an operation that does not exist. No fault of the scenario is added.",
    fix: "Correct the entry; `packages/local-org/faults/README.md` describes the keys of each entry.",
    example: "faults:\n  - {when: {operation: postFlowJobs}, do: {reset: before}}",
    right: "faults:\n  - {when: {operation: postFlowsJobs}, do: {reset: before}}",
  },
} as const satisfies Readonly<Record<string, CodeInfo>>;

export type OrganisationCode = keyof typeof organisationCodes;

export function organisationDiagnostic(
  code: OrganisationCode,
  message: string,
  rest: Pick<Diagnostic, "hint" | "location"> = {},
): Diagnostic<OrganisationCode> {
  return diagnosticOf(organisationCodes, code, message, rest);
}
