import { TOO_LARGE_HINT } from "../limits.ts";
import { type CodeTable, errorCode } from "./code-table.ts";

export const readingCodes = {
  "too-large": errorCode({
    title: "File too large",
    explanation: "A flow file can have at most 1,000,000 bytes. Real exports have a tenth of that.",
    fix: TOO_LARGE_HINT,
    example: "a file of two megabytes",
  }),
  "document-too-complex": errorCode({
    title: "Document too complex",
    explanation: "The text has more YAML tokens than the largest possible flow.",
    fix: "Split the flow. Architect is unlikely to have written this file.",
    example: "tasks: [1,1,1,1,1,1, ... half a million times]",
  }),
  "not-yaml": errorCode({
    title: "Not YAML",
    explanation: "The file is not a single YAML 1.2 document whose keys are texts.",
    fix: "Check the indentation, colons and quotes at the reported place and just before it.",
    example: "inboundCall:\n  name: Sales: North",
  }),
  "not-text": errorCode({
    title: "Not a text file",
    explanation: "The file is binary, or its encoding is not UTF-8.",
    fix: "Export the flow from Architect as YAML, or save the file in UTF-8.",
    example: "an export in Architect's own format, renamed to .yaml",
  }),
  "too-deep": errorCode({
    title: "Nested too deeply",
    explanation:
      "Lists and mappings nest deeper than 600 levels, in a file or in its compiled document: for example 118 decisions, each inside the previous one. The platform's limit is not documented. This limit is the project's own; the deepest export seen has 51 levels.",
    fix: "Move inner actions to a task or, in a module, to another module.",
    example: "a: [[[[[[ ... six hundred times",
  }),
  "alias-bomb": errorCode({
    title: "Aliases expand too far",
    explanation: "Aliases (*name) expand to more than 50,000 values.",
    fix: "Write the values without aliases.",
    example: "b: &b [*a, *a, *a, *a, *a, *a, *a, *a]",
  }),
  "duplicate-key": errorCode({
    title: "Duplicate key",
    explanation:
      "A mapping has a key twice, or two flow files of the project have the same key. Only one of the two would take effect.",
    fix: "Remove or rename one of the two.",
    example: "inboundCall:\n  name: Sales\n  name: Service",
  }),
  "reserved-key": errorCode({
    title: "Reserved key",
    explanation: "The key '__proto__' has a special meaning in JavaScript.",
    fix: "Choose another name.",
    example: "__proto__: {a: 1}",
  }),
  "unresolved-placeholder": errorCode({
    title: "Placeholder without a value",
    explanation: "A placeholder {{key}} has no value. Without quotes, YAML would read it as a mapping.",
    fix: "Declare it as a substitution of the flow, and set its value there or in the stack.",
    example: "division: {{division}}",
  }),
  "missing-substitution": errorCode({
    title: "Substitution without a value",
    explanation: "A placeholder of an export has no default, and this stack does not set its value.",
    fix: "Set it under 'genesys-flows:substitutions' in the stack's file, or give it a default in the export's options file.",
    example: 'targetQueue: {lit: {name: "{{queue}}"}}',
  }),
  "not-archy": errorCode({
    title: "Not an Archy document",
    explanation: "An Archy document has one top-level key, the flow type, with one mapping below it.",
    fix: "Export the flow from Architect as YAML, or write a definition.",
    example: "- playAudio: {name: Hello}",
  }),
  "unknown-flow-type": errorCode({
    title: "Unknown flow type",
    explanation: "The top-level key is not a known flow type.",
    fix: "Correct its spelling: inboundCall, inqueueCall, commonModule and so on.",
    example: "inboundCal:\n  name: Sales",
  }),
  "no-flow-name": errorCode({
    title: "Flow without a name",
    explanation: "The platform finds a flow by its type and name.",
    fix: "Add 'name' below the flow's type.",
    example: "inboundCall:\n  division: Home",
  }),
  "no-definition-form": errorCode({
    title: "Export that a definition cannot express yet",
    explanation:
      "The export contains something that a definition cannot express yet, so it cannot be converted to one.",
    fix: "Keep the export in flows/: it is published unchanged.",
    example: "menus:\n  - menu: {name: Main}",
  }),
} satisfies CodeTable;
