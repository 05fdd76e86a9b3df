import { TOO_LARGE_HINT } from "../limits.ts";
import { type CodeTable, errorCode } from "./code-table.ts";

export const readingCodes = {
  "too-large": errorCode({
    title: "File too large",
    explanation: "A flow file can have at most 1,000,000 bytes. Real exports are about a tenth of that size.",
    fix: TOO_LARGE_HINT,
    situation: "The size of a flow file is two megabytes.",
  }),
  "document-too-complex": errorCode({
    title: "Document too complex",
    explanation: "The file has more YAML tokens than the largest possible flow needs.",
    fix: "Split the flow. Architect is unlikely to have written this file.",
    situation: "A list in a flow file has half a million values.",
  }),
  "not-yaml": errorCode({
    title: "Not YAML",
    explanation: "The file is not a single YAML 1.2 document whose keys are all strings.",
    fix: "Check the indentation, colons and quotes at the reported location and just before it.",
    example: "inboundCall: Sales: North",
    right: 'inboundCall: "Sales: North"',
  }),
  "not-text": errorCode({
    title: "Not a text file",
    explanation: "The file is binary, or its encoding is not UTF-8.",
    fix: "Export the flow from Architect as YAML, or save the file in UTF-8.",
    situation: "An export in Architect's own format was renamed to sales.yaml.",
  }),
  "too-deep": errorCode({
    title: "Nested too deeply",
    explanation:
      "Lists and mappings are nested more than 600 levels deep in a file or in its compiled document. An example is 118 decisions, each inside the previous one. This project sets the limit, because the platform's limit is not documented. The deepest export seen has 51 levels.",
    fix: "Move inner actions to a task or, in a module, to another module.",
    situation: "A flow file has lists that are nested six hundred levels deep.",
  }),
  "alias-bomb": errorCode({
    title: "Aliases expand too far",
    explanation: "Aliases (*name) expand to more than 50,000 values.",
    fix: "Write the values without aliases.",
    situation: "A flow file has three levels of aliases, each with a hundred values.",
  }),
  "duplicate-key": errorCode({
    title: "Duplicate key",
    explanation:
      "A mapping contains a key twice, or two flow files in the project have the same key. Only one of the two would take effect.",
    fix: "Remove or rename one of the two.",
    example: `inboundCall: Sales
description: Sells contracts.
description: Sells tickets.
`,
    right: `inboundCall: Sales
description: Sells contracts.
`,
  }),
  "reserved-key": errorCode({
    title: "Reserved key",
    explanation: "The key '__proto__' has a special meaning in JavaScript.",
    fix: "Choose a different name.",
    example: `greet: {playAudio: Hello., then: bye}
__proto__: {disconnect: {}}
`,
    right: "greet: {playAudio: Hello., then: bye}",
  }),
  "unresolved-placeholder": errorCode({
    title: "Placeholder without a value",
    explanation: "A placeholder {{key}} has no value. Without quotes, YAML would read the placeholder as a mapping.",
    fix: "Declare the placeholder as a substitution of the flow, and set its value there or in the stack.",
    situation: "A program creates a `genesyscloud.Flow` from a file with `division: {{division}}`.",
  }),
  "missing-substitution": errorCode({
    title: "Substitution without a value",
    explanation: "A placeholder of an export has no default, and this stack does not set its value.",
    fix: "Set it under 'genesys-flows:substitutions' in the stack's file, or give it a default in the export's options file.",
    example: `# flows/sales.yaml
inboundCall:
  name: Sales
  division: "{{division}}"
# flows/sales.options.yaml
substitutions: {division: {description: The division of the team.}}
`,
    right: `# flows/sales.yaml
inboundCall:
  name: Sales
  division: "{{division}}"
# flows/sales.options.yaml
substitutions: {division: {description: The division of the team., default: Home}}
`,
  }),
  "not-archy": errorCode({
    title: "Not an Archy document",
    explanation: "An Archy document has one top-level key, the flow type. The value of this key is a mapping.",
    fix: "Export the flow from Architect as YAML, or write a definition.",
    example: `name: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
    right: `inboundCall: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
  }),
  "unknown-flow-type": errorCode({
    title: "Unknown flow type",
    explanation: "The top-level key is not a known flow type.",
    fix: "Correct its spelling: inboundCall, inqueueCall, commonModule and so on.",
    example: `inboundcall:
  name: Sales
  startUpRef: ./tasks/task[Main_10]
  tasks: [{task: {name: Main, refId: Main_10, actions: [{disconnect: {name: Bye}}]}}]
`,
    right: `inboundCall:
  name: Sales
  startUpRef: ./tasks/task[Main_10]
  tasks: [{task: {name: Main, refId: Main_10, actions: [{disconnect: {name: Bye}}]}}]
`,
  }),
  "no-flow-name": errorCode({
    title: "Flow without a name",
    explanation: "The platform finds a flow by its type and name.",
    fix: "Add 'name' below the flow's type.",
    example: `inboundCall:
  division: Home
`,
    right: `inboundCall:
  name: Sales
  division: Home
`,
  }),
  "no-definition-form": errorCode({
    title: "Export that a definition cannot express yet",
    explanation:
      "The export contains something that a definition cannot express yet, so it cannot be converted to a definition.",
    fix: "Keep the export in flows/: it is published unchanged.",
    situation: "`flowctl lift` reads the export of a bot flow with two bots.",
  }),
} satisfies CodeTable;
