import {
  type CodeTable,
  type Details,
  type Diagnostic,
  diagnosticOf,
  errorCode,
  kernelCodeGroups,
  kernelCodes,
  type Location,
  noteCode,
  warningCode,
} from "@genesys-flows/architect";
import { flowFileEndsInWords } from "./flow-files.ts";
import { contentCodes } from "./objects/content-codes.ts";

/** Codes for the files in a project and its stacks. */
const ownCodes = {
  "flows-folder": errorCode({
    title: "Flow folder that cannot be read",
    explanation:
      "The folder with the flow files does not exist, is not a folder, or contains a flow file that cannot be read, such as a broken symbolic link.",
    fix: "Create the folder, or set 'genesys-flows:flowsDir' to a different one. Replace or remove a file that cannot be read.",
    example: "genesys-flows:flowsDir: flwos",
    right: "genesys-flows:flowsDir: flows",
  }),
  "unfinished-change": errorCode({
    title: "Interrupted change to the source",
    explanation:
      "A flowctl command was killed while it was writing files, so only some of them were changed. The next flowctl command that reads the project undoes the change.",
    fix: "Run `npm run flowctl -- check`, then repeat the interrupted command.",
    situation: "Ctrl-C stops `flowctl insert --write` while it writes 50 files.",
  }),
  "architect-format": warningCode({
    title: "File in Architect's own format",
    explanation: "Architect's .i3 files cannot be reviewed as text, so they are skipped.",
    fix: "Export the flow as YAML.",
    example: `# flows/Sales_v3-0.i3InboundFlow
inboundCall:
  name: Sales
`,
    right: `# flows/Sales_v3-0.yaml
inboundCall:
  name: Sales
`,
  }),
  "unknown-file": noteCode({
    title: "File that is not a flow file",
    explanation:
      "The name of a file in the flow folder does not match the names of flow, options or object files, so the file is skipped. README, LICENSE and .md files, and names that begin with a dot, are not reported.",
    fix: `Rename a flow file so that its name ends with ${flowFileEndsInWords}. Move any other file to another folder.`,
    example: `# flows/sales.txt
inboundCall: Sales
`,
    right: `# flows/sales.yaml
inboundCall: Sales
`,
  }),
  "imported-folder": warningCode({
    title: "Unexpected file in the folder of imported documents",
    explanation:
      "The folder flows/imported/ is for the documents that 'pulumi import' writes. Other files there are skipped.",
    fix: "Move the file to another folder of flows/.",
    example: `# flows/imported/sales.yaml
inboundCall: Sales
`,
    right: `# flows/sales.yaml
inboundCall: Sales
`,
  }),
  "source-in-test-file": errorCode({
    title: "Flow or objects in a test file",
    explanation: "A file <name>.test.yaml contains conversation tests for 'flowctl test'. It is never published.",
    fix: "Rename the file, without .test.",
    example: `# flows/sales.test.yaml
inboundCall: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
    right: `# flows/sales.yaml
inboundCall: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
  }),
  "bad-key": errorCode({
    title: "File name that cannot be a key",
    explanation: "A flow's key is its file name. The key names a resource, so not every character is allowed.",
    fix: "Start the name with a letter or digit, followed by letters, digits, spaces and . _ - ( ) & +.",
    example: `# flows/#sales.yaml
inboundCall: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
    right: `# flows/sales.yaml
inboundCall: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
  }),
  "duplicate-number": errorCode({
    title: "Number used by two flows",
    explanation: "A telephone number can be routed to only one flow.",
    fix: "Remove it from one of the two.",
    example: `# flows/sales.yaml
inboundCall: Sales
numbers: ["+13175550100"]
# flows/service.yaml
inboundCall: Service
numbers: ["+13175550100"]
`,
    right: `# flows/sales.yaml
inboundCall: Sales
numbers: ["+13175550100"]
# flows/service.yaml
inboundCall: Service
numbers: ["+13175550101"]
`,
  }),
  "duplicate-email-address": errorCode({
    title: "E-mail address used by two flows",
    explanation: "An e-mail address can be routed to only one flow. The platform ignores the case of addresses.",
    fix: "Remove it from one of the two.",
    example: `# flows/sales.yaml
inboundEmail: Sales
emailAddresses: [sales@example.com]
# flows/service.yaml
inboundEmail: Service
emailAddresses: [Sales@example.com]
`,
    right: `# flows/sales.yaml
inboundEmail: Sales
emailAddresses: [sales@example.com]
# flows/service.yaml
inboundEmail: Service
emailAddresses: [service@example.com]
`,
  }),
  "options-file": errorCode({
    title: "Options that cannot be read",
    explanation: "A file <key>.options.yaml has an unknown key or an invalid value.",
    fix: "Correct the entry that the message names.",
    example: `# flows/sales.yaml
inboundCall:
  name: Sales
# flows/sales.options.yaml
pinned: true
`,
    right: `# flows/sales.yaml
inboundCall:
  name: Sales
# flows/sales.options.yaml
pin: true
`,
  }),
  "options-without-export": errorCode({
    title: "Options without an export",
    explanation: "No export has the same key as the options file.",
    fix: "Rename the file, or move its settings into the definition.",
    example: `# flows/sales.yaml
inboundCall:
  name: Sales
# flows/sale.options.yaml
pin: true
`,
    right: `# flows/sales.yaml
inboundCall:
  name: Sales
# flows/sales.options.yaml
pin: true
`,
  }),
  "objects-file": errorCode({
    title: "Objects that cannot be read",
    explanation:
      "A file that declares objects, such as queues or schedules, has an unknown key or an invalid value, or lacks a required key.",
    fix: "Correct the entry that the message names.",
    example: "queues: {Sales: {acwTimeout: 30000}}",
    right: "queues: {Sales: {acwTimeoutMs: 30000}}",
  }),
  "test-file": errorCode({
    title: "Conversation tests that cannot be read",
    explanation: "A file <name>.test.yaml has an unknown key or an invalid value, or lacks a required key.",
    fix: "Correct the entry that the message names.",
    example: `# flows/sales.test.yaml
flow: sales
conversations: {a caller: [{hear: Welcome}]}
`,
    right: `# flows/sales.test.yaml
flow: sales
conversations: {a caller: [{hears: Welcome}]}
`,
  }),
  "test-of-unknown-flow": errorCode({
    title: "Conversation tests for a flow that does not exist",
    explanation: "The key or name in `flow` of the tests does not match any flow in the project.",
    fix: "Correct the key: the file name without extension and without _v<N>-<M>.",
    example: `# flows/sales.test.yaml
flow: sale
conversations: {a caller: [{hears: Welcome}]}
`,
    right: `# flows/sales.test.yaml
flow: sales
conversations: {a caller: [{hears: Welcome}]}
`,
  }),
  "test-name": errorCode({
    title: "Name in a test that the flow does not use",
    explanation:
      "A conversation test gives an answer for a data action, a data table, a queue or another object that is not used by the flow, its modules or the flows that it transfers to. The name is misspelt, or the flow has changed.",
    fix: "Correct its spelling, or remove it.",
    example: `# flows/sales.test.yaml
flow: sales
given: {CRM/Verify PN: failure}
conversations: {a caller: [{hears: Welcome}]}
`,
    right: `# flows/sales.test.yaml
flow: sales
given: {CRM/Verify PIN: failure}
conversations: {a caller: [{hears: Welcome}]}
`,
  }),
  "test-answer": errorCode({
    title: "Answer in a test that does not fit the data action or the data table",
    explanation:
      "A conversation test answers with an output that is not in the contract of the data action, with a column that is not in the data table, or with a value of the wrong type.",
    fix: "Correct the output or the column.",
    example: `# flows/sales.test.yaml
flow: sales
given: {CRM/Verify PIN: {outputs: {custmerId: C-1}}}
conversations: {a caller: [{hears: Welcome}]}
`,
    right: `# flows/sales.test.yaml
flow: sales
given: {CRM/Verify PIN: {outputs: {customerId: C-1}}}
conversations: {a caller: [{hears: Welcome}]}
`,
  }),
  "caller-loop": errorCode({
    title: "Callers who never leave a flow",
    explanation:
      "In a random conversation, the flow ran 10,000 actions, the platform's limit, without reaching an end, a queue or a transfer.",
    fix: "Give the loop an exit: a maximum number of iterations, or another path after several tries.",
    example: `greet: {playAudio: Welcome., then: who}
who: {decision: '=Call.UUIData == "verified"', on: {yes: queue, no: who}}
`,
    right: `greet: {playAudio: Welcome., then: who}
who: {decision: '=Call.UUIData == "verified"', on: {yes: queue, no: sorry}}
`,
  }),
  "dead-air": errorCode({
    title: "Callers who hear nothing",
    explanation:
      "In a random conversation, callers heard nothing for more than 10 seconds, although the flow was not waiting for them. They will think that the line is dead.",
    fix: "Say something or play music before a slow action, or shorten the time-out of the data action.",
    example: `greet: {playAudio: Welcome., then: find}
find: {callData: {action: CRM/Find, timeout: {minutes: 1}}, on: {success: queue, failure: queue, timeout: queue}}
`,
    right: `greet: {playAudio: Welcome., then: find}
find: {callData: {action: CRM/Find, timeout: {seconds: 5}}, on: {success: queue, failure: queue, timeout: queue}}
`,
  }),
  "fault-without-words": errorCode({
    title: "Error that callers do not hear about",
    explanation: "In a random conversation, an error ended the call without an announcement.",
    fix: "Say something in the flow's error handling.",
    example: `inboundCall: Sales
onFault: {then: disconnect}
start: who
nodes:
  who: {decision: =ToInt(Call.UUIData) == 1, on: {yes: bye, no: bye}}
  bye: {playAudio: Goodbye., then: hang-up}
  hang-up: {disconnect: {}}
`,
    right: `inboundCall: Sales
onFault: {say: Please call again later., then: disconnect}
start: who
nodes:
  who: {decision: =ToInt(Call.UUIData) == 1, on: {yes: bye, no: bye}}
  bye: {playAudio: Goodbye., then: hang-up}
  hang-up: {disconnect: {}}
`,
  }),
  "disconnect-without-words": errorCode({
    title: "Callers who are disconnected without hearing anything",
    explanation: "In a random conversation, the flow disconnected callers who had heard nothing at all.",
    fix: "Say something before the flow disconnects.",
    example: "hang-up: {disconnect: {}}",
    right: `greet: {playAudio: We are closed., then: hang-up}
hang-up: {disconnect: {}}
`,
  }),
  "duplicate-object": errorCode({
    title: "Object declared twice",
    explanation: "Two entries declare an object of the same kind with the same name; the platform ignores case.",
    fix: "Remove one of the two.",
    example: `# flows/queues.yaml
queues: {Sales: {}}
# flows/more-queues.yaml
queues: {sales: {}}
`,
    right: `# flows/queues.yaml
queues: {Sales: {}}
# flows/more-queues.yaml
queues: {Service: {}}
`,
  }),
  "similar-objects": errorCode({
    title: "Objects with the same resource name",
    explanation:
      "The names of two objects of the same kind differ only in characters that a resource name cannot contain.",
    fix: "Rename one of the two.",
    example: "queues: {Sales North: {}, Sales-North: {}}",
    right: "queues: {Sales North: {}, Sales South: {}}",
  }),
  "object-cycle": errorCode({
    title: "Objects that depend on each other",
    explanation: "Objects refer to each other in a cycle, so none of them can be created first.",
    fix: "Omit one of the references, or use an id instead of the name.",
    example: "queues: {Sales: {sourceQueue: Service}, Service: {sourceQueue: Sales}}",
    right: "queues: {Sales: {sourceQueue: Service}, Service: {}}",
  }),
  "undeclared-object": warningCode({
    title: "Name of an object that no file declares",
    explanation:
      "An object or a flow uses a name that no file declares but that is similar to a declared name. The preview looks the name up in the organisation.",
    fix: "Correct the name, or declare the object with `existing: true`.",
    example: `schedules: {Weekdays: {days: Mon-Fri, from: "08:00", to: "18:00"}}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Weekday]}}
`,
    right: `schedules: {Weekdays: {days: Mon-Fri, from: "08:00", to: "18:00"}}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Weekdays]}}
`,
  }),
  "prompt-without-language": warningCode({
    title: "Prompt that lacks a language of the flow",
    explanation: "A flow plays a declared prompt that has no content in one of the flow's languages.",
    fix: "Add the language to the prompt, or remove it from the flow.",
    example: `# flows/prompts.yaml
prompts: {Welcome: {en-us: {text: Welcome.}}}
# flows/sales.yaml
inboundCall: Sales
settings: {supportedLanguages: {en-us: {none: true}, de-de: {none: true}}}
start: greet
nodes: {greet: {playAudio: {prompt: Prompt.Welcome}, then: bye}, bye: {disconnect: {}}}
`,
    right: `# flows/prompts.yaml
prompts: {Welcome: {en-us: {text: Welcome.}, de-de: {text: Willkommen.}}}
# flows/sales.yaml
inboundCall: Sales
settings: {supportedLanguages: {en-us: {none: true}, de-de: {none: true}}}
start: greet
nodes: {greet: {playAudio: {prompt: Prompt.Welcome}, then: bye}, bye: {disconnect: {}}}
`,
  }),
  "group-never-open": warningCode({
    title: "Schedule group that is never open",
    explanation:
      "No schedule opens the group in the next five years, or its closed schedules and holidays cover every opening. Callers always take the closed path.",
    fix: "Add a schedule to `open`, or correct the dates, `closed` and `holidays`.",
    example: `schedules: {Weekdays: {days: Mon-Fri, from: "08:00", to: "18:00"}, Every day: {days: daily}}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Weekdays], closed: [Every day]}}
`,
    right: `schedules: {Weekdays: {days: Mon-Fri, from: "08:00", to: "18:00"}, Every day: {days: daily}}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Weekdays]}}
`,
  }),
  "group-always-open": noteCode({
    title: "Schedule group that is always open",
    explanation: "The group is open throughout the next year, so callers never take the closed path.",
    fix: "If this is intended, do nothing. Otherwise, correct the hours of its schedules.",
    example: `schedules: {Open: {days: daily}}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Open]}}
`,
    right: `schedules: {Open: {days: Mon-Fri, from: "08:00", to: "18:00"}}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Open]}}
`,
  }),
  "overlapping-schedules": noteCode({
    title: "Schedules of a group that overlap",
    explanation:
      "Two schedules in one list of a group are active at the same time, or a schedule starts again before it ends. Often, one of them was meant to replace the other.",
    fix: "If only one is intended, change the days or hours of the other.",
    example: `schedules:
  Weekdays: {days: Mon-Fri, from: "08:00", to: "18:00"}
  Evenings: {days: Mon-Fri, from: "17:00", to: "20:00"}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Weekdays, Evenings]}}
`,
    right: `schedules:
  Weekdays: {days: Mon-Fri, from: "08:00", to: "18:00"}
  Evenings: {days: Mon-Fri, from: "18:00", to: "20:00"}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Weekdays, Evenings]}}
`,
  }),
  "past-schedule": warningCode({
    title: "Expired schedule",
    explanation:
      "All times of the schedule are in the past, so it no longer has an effect. Often it is a holiday from last year.",
    fix: "Give it new dates, or remove it from the file and from its groups.",
    example: "schedules: {Christmas: {on: 2019-12-24 to 2019-12-26}}",
    right: "schedules: {Christmas: {start: 2019-12-24T00:00:00, end: 2019-12-27T00:00:00, rrule: FREQ=YEARLY}}",
  }),
  "schedule-listed-twice": warningCode({
    title: "Schedule that a group lists twice",
    explanation:
      "A group lists the same schedule in two lists, or twice in one list. Holidays take precedence over closed schedules, which take precedence over open ones.",
    fix: "Remove one of the two.",
    example: `schedules: {Weekdays: {days: Mon-Fri, from: "08:00", to: "18:00"}, Sundays: {days: Sun}}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Weekdays, Sundays], closed: [Sundays]}}
`,
    right: `schedules: {Weekdays: {days: Mon-Fri, from: "08:00", to: "18:00"}, Sundays: {days: Sun}}
scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Weekdays], closed: [Sundays]}}
`,
  }),
  "stack-config": errorCode({
    title: "Invalid stack configuration",
    explanation: "The stack's file has an entry under 'genesys-flows:' that is unknown or has an invalid value.",
    fix: "Correct the entry; the hint lists all valid ones.",
    example: "genesys-flows:flow: {sales: {pin: true}}",
    right: "genesys-flows:flows: {sales: {pin: true}}",
  }),
  "unknown-flow-config": errorCode({
    title: "Configuration of a flow that does not exist",
    explanation: "The stack's file configures a flow under a key that no flow file has.",
    fix: "Correct the key: the file name without extension and without _v<N>-<M>.",
    example: "genesys-flows:flows: {sale: {pin: true}}",
    right: "genesys-flows:flows: {sales: {pin: true}}",
  }),
  "unknown-stack": errorCode({
    title: "Flow for a stack that does not exist",
    explanation: "A flow lists a stack in `stacks` that has no Pulumi.<stack>.yaml: it would not be deployed anywhere.",
    fix: "Correct the name, or create the stack's file.",
    example: "stacks: [dve]",
    right: "stacks: [dev]",
  }),
  "unused-substitution": errorCode({
    title: "Unused substitution",
    explanation:
      "A value is set for a placeholder that no flow contains: its name is misspelt, or the flow has changed.",
    fix: "Correct its spelling, or remove it.",
    example: `# flows/sales.yaml
inboundCall:
  name: Sales
  division: "{{division}}"
# flows/sales.options.yaml
substitutions: {division: Home}
# Pulumi.dev.yaml
genesys-flows:substitutions: {divison: Sales}
`,
    right: `# flows/sales.yaml
inboundCall:
  name: Sales
  division: "{{division}}"
# flows/sales.options.yaml
substitutions: {division: Home}
# Pulumi.dev.yaml
genesys-flows:substitutions: {division: Sales}
`,
  }),
  "module-disconnects": warningCode({
    title: "Module that ends the conversation",
    explanation: "A module disconnects, so the calling flow never continues after the call.",
    fix: "End with an outcome, and let the calling flow disconnect.",
    example: `commonModule: Check
channels: [inboundCall]
outcomes: [known, unknown]
start: who
nodes:
  who: {decision: =IsSet(Call.Ani), on: {yes: good, no: bad}}
  good: {end: known}
  bad: {decision: =IsSet(Call.CalledAddress), on: {yes: stop, no: other}}
  other: {end: unknown}
  stop: {disconnect: {}}
`,
    right: `commonModule: Check
channels: [inboundCall]
outcomes: [known, unknown]
start: who
nodes:
  who: {decision: =IsSet(Call.Ani), on: {yes: good, no: bad}}
  good: {end: known}
  bad: {end: unknown}
`,
  }),
  "unused-value": errorCode({
    title: "Unused value",
    explanation: "The stack sets a value that no flow declares: its name is misspelt, or the flow has changed.",
    fix: "Correct its spelling, or remove it.",
    example: `# flows/sales.yaml
inboundCall: Sales
values: {queue: {type: string, default: Sales}}
start: to-queue
nodes: {to-queue: {transferToAcd: "\${queue}", on: {failure: bye}}, bye: {disconnect: {}}}
# Pulumi.dev.yaml
genesys-flows:values: {quueue: Service}
`,
    right: `# flows/sales.yaml
inboundCall: Sales
values: {queue: {type: string, default: Sales}}
start: to-queue
nodes: {to-queue: {transferToAcd: "\${queue}", on: {failure: bye}}, bye: {disconnect: {}}}
# Pulumi.dev.yaml
genesys-flows:values: {queue: Service}
`,
  }),
  "secret-value": errorCode({
    title: "Secret used as a value",
    explanation: "Values become part of flows, and anyone with access to a flow can read them.",
    fix: "Store the value as plain text if it is not secret. Keep a secret in a data action.",
    example: `# flows/sales.yaml
inboundCall: Sales
values: {queue: {type: string, default: Sales}}
start: to-queue
nodes: {to-queue: {transferToAcd: "\${queue}", on: {failure: bye}}, bye: {disconnect: {}}}
# Pulumi.dev.yaml
genesys-flows:values: {queue: {secure: v1:0a1b2c}}
`,
    right: `# flows/sales.yaml
inboundCall: Sales
values: {queue: {type: string, default: Sales}}
start: to-queue
nodes: {to-queue: {transferToAcd: "\${queue}", on: {failure: bye}}, bye: {disconnect: {}}}
# Pulumi.dev.yaml
genesys-flows:values: {queue: Service}
`,
  }),
  "possible-rename": warningCode({
    title: "Object that may have been renamed",
    explanation:
      "An object is removed from the stack, and a new one of the same kind has the same content: the update deletes one and creates the other.",
    fix: "If it is the same object, add `formerly: [Old name]` to the new entry. Otherwise, do nothing.",
    situation: "A file declares the wrap-up code `Sold` in place of `Sale`.",
  }),
  "no-flow-exported": errorCode({
    title: "TypeScript file without a flow",
    explanation: "The file exports no result of defineFlow, defineModule or defineFlows.",
    fix: "Export the result of the call.",
    example: `# flows/sales.ts
import { defineFlow } from "genesys-flows/flows";
defineFlow({ inboundCall: "Sales", start: "bye", nodes: { bye: { disconnect: {} } } });
`,
    right: `# flows/sales.ts
import { defineFlow } from "genesys-flows/flows";
export const sales = defineFlow({ inboundCall: "Sales", start: "bye", nodes: { bye: { disconnect: {} } } });
`,
  }),
  "typescript-failed": errorCode({
    title: "TypeScript file that fails",
    explanation: "The file could not be imported: it fails at run time, or it imports something that does not exist.",
    fix: "Run 'npx tsc --noEmit' and correct what it reports.",
    example: `# flows/sales.ts
import { defineFlow } from "./flows";
export const sales = defineFlow({ inboundCall: "Sales", start: "bye", nodes: { bye: { disconnect: {} } } });
`,
    right: `# flows/sales.ts
import { defineFlow } from "genesys-flows/flows";
export const sales = defineFlow({ inboundCall: "Sales", start: "bye", nodes: { bye: { disconnect: {} } } });
`,
  }),
} satisfies CodeTable;

const all = { ...kernelCodes, ...ownCodes, ...contentCodes };

/** Every code that reading a project can report: this package's own and the kernel's. Codes are permanent. */
export type ProjectCode = keyof typeof all;

export const codes: CodeTable<ProjectCode> = all;

/** The codes in groups, in the order of docs/diagnostics.md. */
export const codeGroups: Readonly<Record<string, CodeTable>> = {
  ...kernelCodeGroups,
  "The project and its stacks": ownCodes,
  "Rows, prompts and recordings": contentCodes,
};

/** A finding in a project; its severity comes from the table. */
export function finding(code: ProjectCode, message: string, details?: Details): Diagnostic<ProjectCode> {
  return diagnosticOf(codes, code, message, details);
}

export function fileFinding(
  code: ProjectCode,
  file: string,
  message: string,
  details: Omit<Details, "location">,
): Diagnostic<ProjectCode> {
  return finding(code, message, { ...details, location: startOf(file) });
}

export function startOf(file: string): Location {
  return { file, line: 1, column: 1 };
}
