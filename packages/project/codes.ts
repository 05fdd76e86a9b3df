import {
  type CodeTable,
  type Details,
  type Diagnostic,
  diagnosticOf,
  errorCode,
  kernelCodeGroups,
  kernelCodes,
  noteCode,
  warningCode,
} from "@genesys-flows/architect";

/** Files of a project, and what the stack says of them. */
const ownCodes = {
  "flows-folder": errorCode({
    title: "Folder of flows that cannot be read",
    explanation: "The folder with the flow files is not there, or is none.",
    fix: "Create it, or name it as 'genesys-flows:flowsDir'.",
    example: "genesys-flows:flowsDir: flwos",
  }),
  "architect-format": warningCode({
    title: "File in Architect's own format",
    explanation: "Architect's .i3 files are no text that can be reviewed; they are left out.",
    fix: "Export the flow as YAML.",
    example: "flows/Sales_v3-0.i3InboundFlow",
  }),
  "unknown-file": noteCode({
    title: "File that is none of a flow",
    explanation:
      "A file in the folder of flows has a name that no flow, options or queues have, so it is passed over. Texts about the flows (README, LICENSE, .md) and names that begin with a dot are not reported.",
    fix: "Give a flow's file the ending .yaml, .yml or .ts, or move the file to another folder.",
    example: "flows/inbound/sales.json",
  }),
  "imported-folder": warningCode({
    title: "File in the folder of imported documents",
    explanation: "What lies in flows/imported/ are documents of resources of a program, written by 'pulumi import'.",
    fix: "Move the file to another folder of flows/.",
    example: "flows/imported/sales.yaml with a definition",
  }),
  "bad-key": errorCode({
    title: "File name that cannot be a key",
    explanation: "A flow's key is its file name, and names a resource.",
    fix: "Begin with a letter or digit; go on with letters, digits, spaces and . _ - ( ) & +.",
    example: "flows/#sales.yaml",
  }),
  "duplicate-number": errorCode({
    title: "Number at two flows",
    explanation: "A telephone number leads to one flow.",
    fix: "Remove it from one of the two.",
    example: 'numbers: ["+13175550100", "+13175550100"]',
  }),
  "options-file": errorCode({
    title: "Options that cannot be read",
    explanation: "A file <key>.options.yaml has another form than it must have.",
    fix: "Write what the message asks for.",
    example: "outcome: completed",
  }),
  "options-without-export": errorCode({
    title: "Options without an export",
    explanation: "There is no export with the key of the options file.",
    fix: "Rename the file, or say the same in the definition itself.",
    example: "sales.options.yaml beside the definition sales.yaml",
  }),
  "queues-file": errorCode({
    title: "Queues that cannot be read",
    explanation: "A file with 'queues:' has another form than it must have.",
    fix: "Write what the message asks for.",
    example: "queues: [Sales]",
  }),
  "duplicate-queue": errorCode({
    title: "Queue declared twice",
    explanation: "Two files declare a queue of one name.",
    fix: "Remove one of the two.",
    example: "queues: {Sales: {}} in two files",
  }),
  "similar-queues": errorCode({
    title: "Queues of one resource name",
    explanation: "The names of two queues differ only in characters that a resource's name does not have.",
    fix: "Rename one of the two.",
    example: "queues: {Sales North: {}, Sales-North: {}}",
  }),
  "stack-config": errorCode({
    title: "Wrong stack config",
    explanation: "The stack's file has an entry under 'genesys-flows:' that is not known or of the wrong kind.",
    fix: "Correct it; the hint names all entries.",
    example: "genesys-flows:flow: {}",
  }),
  "unknown-flow-config": errorCode({
    title: "Config of a flow that is not there",
    explanation: "The stack's file configures a flow by a key that no file has.",
    fix: "Correct the key: the file name without extension and without _v<N>-<M>.",
    example: "genesys-flows:flows: {sale: {pin: true}}",
  }),
  "unused-substitution": errorCode({
    title: "Substitution that nothing uses",
    explanation: "A value is given to a placeholder that no flow has: its name is misspelt, or the flow has changed.",
    fix: "Correct its spelling, or remove it.",
    example: "genesys-flows:substitutions: {quueue: Sales}",
  }),
  "module-disconnects": warningCode({
    title: "Module that ends the conversation",
    explanation: "A module disconnects: the flow that calls it never goes on from there.",
    fix: "End with an outcome, and let the calling flow disconnect.",
    example: "commonModule with a disconnect",
  }),
  "unused-value": errorCode({
    title: "Value that nothing uses",
    explanation: "The stack gives a value that no flow declares: its name is misspelt, or the flow has changed.",
    fix: "Correct its spelling, or remove it.",
    example: "genesys-flows:values: {quueue: Sales}",
  }),
  "secret-value": errorCode({
    title: "Secret as a value",
    explanation: "Values become texts of flows, which whoever may read the flow reads.",
    fix: "Give it as plain text, or let a data action keep the secret.",
    example: "genesys-flows:values: {key: {secure: ...}}",
  }),
  "no-flow-exported": errorCode({
    title: "TypeScript file without a flow",
    explanation: "The module exports nothing that defineFlow, defineModule or defineFlows made.",
    fix: "Export what they return.",
    example: "defineFlow({...}) without 'export'",
  }),
  "typescript-failed": errorCode({
    title: "TypeScript file that fails",
    explanation: "The file could not be imported: it does not run, or imports what is not there.",
    fix: "Run 'npx tsc --noEmit' and correct what it says.",
    example: 'import { x } from "./missing.ts"',
  }),
} satisfies CodeTable;

const all = { ...kernelCodes, ...ownCodes };

/** Every code that reading a project reports: its own, and those of the kernel. Codes are permanent. */
export type ProjectCode = keyof typeof all;

/** What there is to know of each of them. */
export const codes: CodeTable<ProjectCode> = all;

/** The codes in groups, in the order of docs/diagnostics.md. */
export const codeGroups: Readonly<Record<string, CodeTable>> = {
  ...kernelCodeGroups,
  "The project and its stacks": ownCodes,
};

/** Whether a text is a code of the table. */
export function isProjectCode(code: string): code is ProjectCode {
  return Object.hasOwn(codes, code);
}

/** A finding of a project; the table says how grave it is. */
export function finding(code: ProjectCode, message: string, details?: Details): Diagnostic<ProjectCode> {
  return diagnosticOf(codes, code, message, details);
}
