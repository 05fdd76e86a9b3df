import { type CodeInfo, type Diagnostic, diagnosticOf } from "@genesys-flows/architect";

/** Everything that is found wrong with a file of the organisation: its seed, or a fault scenario. Codes are permanent. */
export const organisationCodes = {
  "seed-missing": {
    title: "Seed that cannot be read",
    severity: "error",
    explanation: "The file with the initial content of the embedded organisation does not exist or may not be read.",
    fix: "Name an existing file, or none for an empty organisation.",
    example: 'startLocalOrganisation({ file: ":memory:", seed: "local/organization.yaml" })',
  },
  "seed-syntax": {
    title: "Seed that is not YAML",
    severity: "error",
    explanation: "The text of `organisation.yaml` breaks off or is indented wrongly, so no entry of it can be read.",
    fix: "Correct the line; an editor that knows YAML marks it, too.",
    example: "queues:\n  - name: Sales\n description: indented by one",
  },
  "seed-entry": {
    title: "Entry that the seed cannot have",
    severity: "error",
    explanation:
      "A key is unknown, a value has another form, a name is listed twice, or an entry names what the seed does not have. Nothing of the seed is added.",
    fix: "Correct the entry; `packages/local-org/README.md` lists the keys of each.",
    example: "queues:\n  - name: Sales\n    division: Slaes",
  },
  "seed-conflict": {
    title: "Seed that contradicts the organisation",
    severity: "error",
    explanation:
      "An entry of the seed cannot be added to what the organisation holds by now, such as a range of numbers that overlaps with another. Nothing of the seed is added.",
    fix: "Change the seed's entry, or what the organisation holds.",
    example:
      'didPools:\n  - {start: "+13175550100", end: "+13175550199"} # the organisation has +13175550150 in another pool',
  },
  "fault-scenario-missing": {
    title: "Fault scenario that cannot be read",
    severity: "error",
    explanation: "The file of a fault scenario does not exist or may not be read.",
    fix: "Name an existing file; scenarios are kept in `local/faults/`.",
    example: 'addFaultScenario({ file: ".genesys/orgs/dev.sqlite", scenario: "local/faults/none.yaml" })',
  },
  "fault-scenario-syntax": {
    title: "Fault scenario that is not YAML",
    severity: "error",
    explanation: "The text of the scenario breaks off or is indented wrongly, so no entry of it can be read.",
    fix: "Correct the line; an editor that knows YAML marks it, too.",
    example: "faults:\n  - {do: {reset: before}",
  },
  "fault-scenario": {
    title: "Entry that a fault scenario cannot have",
    severity: "error",
    explanation:
      "A key is unknown, a value has another form, a fault does nothing or several things, or a condition names an operation that does not exist. No fault of the scenario is added.",
    fix: "Correct the entry; `packages/local-org/faults/README.md` describes all of them.",
    example: "faults:\n  - when: {operation: postFlowJobs}\n    do: {reset: before}",
  },
} as const satisfies Readonly<Record<string, CodeInfo>>;

export type OrganisationCode = keyof typeof organisationCodes;

/** A finding by one of the organisation's codes, as grave as the table says. */
export function organisationDiagnostic(
  code: OrganisationCode,
  message: string,
  rest: Pick<Diagnostic, "hint" | "location"> = {},
): Diagnostic<OrganisationCode> {
  return diagnosticOf(organisationCodes, code, message, rest);
}
