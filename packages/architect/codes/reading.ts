import { type CodeTable, errorCode } from "./code-table.ts";

/** What keeps a file from being read. */
export const readingCodes = {
  "too-large": errorCode({
    title: "File too large",
    explanation: "A flow file has at most 1,000,000 bytes. Real exports have a tenth of that.",
    fix: "Split the flow: tasks that stand alone can be flows or modules of their own.",
    example: "a file of two megabytes",
  }),
  "document-too-complex": errorCode({
    title: "Document too complex",
    explanation: "The text has more words and marks of YAML than a flow of the greatest size could have.",
    fix: "Split the flow. A file like this is hardly one that Architect wrote.",
    example: "tasks: [1,1,1,1,1,1, ... half a million times]",
  }),
  "not-yaml": errorCode({
    title: "Not YAML",
    explanation: "The file is not one YAML 1.2 document with texts as keys.",
    fix: "Mostly an indentation, a colon or a quote is wrong at the place that is shown, or just before it.",
    example: "inboundCall:\n  name: Sales: North",
  }),
  "not-text": errorCode({
    title: "Not a text",
    explanation: "The file is binary, or in another encoding than UTF-8.",
    fix: "Export the flow from Architect as YAML, or save the file in UTF-8.",
    example: "an export in Architect's own format that was renamed to .yaml",
  }),
  "too-deep": errorCode({
    title: "Nested too deeply",
    explanation:
      "Lists and mappings nest deeper than 600 levels, in a file or in the document that is compiled of it: 118 decisions, each in the one before. What the platform takes is not documented; the limit is this project's own, and the deepest export seen has 51 levels.",
    fix: "Move inner actions to a task or, in a module, to another module.",
    example: "a: [[[[[[ ... six hundred times",
  }),
  "alias-bomb": errorCode({
    title: "Aliases expand too far",
    explanation: "Aliases (*name) repeat values until they are more than 50,000.",
    fix: "Write the values out.",
    example: "b: &b [*a, *a, *a, *a, *a, *a, *a, *a]",
  }),
  "duplicate-key": errorCode({
    title: "Key twice",
    explanation:
      "A mapping has a key twice, or two files have the same key as flows of the project. Only one of them would count.",
    fix: "Remove or rename one of the two.",
    example: "inboundCall:\n  name: Sales\n  name: Service",
  }),
  "reserved-key": errorCode({
    title: "Key that cannot be used",
    explanation: "The key '__proto__' has a meaning of its own to JavaScript.",
    fix: "Choose another name.",
    example: "__proto__: {a: 1}",
  }),
  "unresolved-placeholder": errorCode({
    title: "Placeholder without a value",
    explanation: "A placeholder {{key}} is left over. Unquoted, YAML would read it as a mapping.",
    fix: "Declare it as a substitution of the flow and give it a value there or in the stack.",
    example: "division: {{division}}",
  }),
  "missing-substitution": errorCode({
    title: "Substitution without a value",
    explanation: "A placeholder of an export has no value in this stack and no default.",
    fix: "Add it under 'genesys-flows:substitutions' in the stack's file, or give it a default beside the export.",
    example: 'targetQueue: {lit: {name: "{{queue}}"}}',
  }),
  "not-archy": errorCode({
    title: "Not an Archy document",
    explanation: "An Archy document is one mapping below one key, which is the flow's type.",
    fix: "Export the flow from Architect as YAML; or write a definition.",
    example: "- playAudio: {name: Hello}",
  }),
  "unknown-flow-type": errorCode({
    title: "Unknown flow type",
    explanation: "The key at the top is no flow type that is known here.",
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
    title: "No form as a definition",
    explanation:
      "The export says something that a definition has no words for yet, so that it cannot be turned into one.",
    fix: "Keep the export in flows/: it is published as it is.",
    example: "menus:\n  - menu: {name: Main}",
  }),
} satisfies CodeTable;
