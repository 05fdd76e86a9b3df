import { defineFlow, defineFlows, defineModule, value } from "@genesys-flows/architect";

/** Checked by the TypeScript compiler: each `@ts-expect-error` names a mistake that must not compile. Never run. */

export const authentication = defineModule({
  commonModule: "PIN authentication",
  channels: ["inboundCall"],
  inputs: { maxAttempts: { type: "integer", default: 3 }, reason: "string", strict: "boolean" },
  outputs: { customerId: "string" },
  outcomes: ["success", "failure"],
  start: "granted",
  nodes: {
    granted: { decision: "=Common.strict", on: { yes: "done", no: "denied" } },
    done: { end: "success" },
    denied: { end: "failure" },
    broken: { end: "error" },
  },
});

const handler = defineModule({
  commonModule: "Handler",
  channels: ["inboundCall", "inboundEmail"],
  start: "done",
  nodes: { done: { end: "completed" } },
});

const goodbye = { disconnect: {} } as const;

export const complete = defineFlow({
  inboundCall: "Sales",
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      inputs: { maxAttempts: 5, reason: "=Flow.reason", strict: true },
      outputs: { customerId: "Flow.customerId" },
      on: { success: "queue", failure: "goodbye", error: "goodbye" },
    },
    queue: { transferToAcd: "Sales", on: { failure: "apology" } },
    apology: { callModule: handler, on: { completed: "goodbye", error: "goodbye" } },
    byKey: { callModule: "written-in-yaml", on: { anything: "goodbye" } },
    goodbye,
  },
});

export const missingTransition = defineFlow({
  inboundCall: "Sales",
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      // @ts-expect-error 'error' is missing
      on: { success: "goodbye", failure: "goodbye" },
    },
    goodbye,
  },
});

export const noTransitions = defineFlow({
  inboundCall: "Sales",
  start: "authenticate",
  nodes: {
    // @ts-expect-error 'on' is missing
    authenticate: { callModule: authentication },
  },
});

export const unknownOutcome = defineFlow({
  inboundCall: "Sales",
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      // @ts-expect-error the outcome 'denied' does not exist
      on: { success: "goodbye", failure: "goodbye", error: "goodbye", denied: "goodbye" },
    },
    goodbye,
  },
});

export const unknownTarget = defineFlow({
  inboundCall: "Sales",
  start: "greet",
  nodes: {
    // @ts-expect-error the node 'goodby' does not exist
    greet: { playAudio: "Hello.", then: "goodby" },
    // @ts-expect-error the node 'nowhere' does not exist
    choose: { decision: "=Flow.a", on: { yes: "goodbye", no: "nowhere" } },
    goodbye,
  },
});

export const unknownStart = defineFlow({
  inboundCall: "Sales",
  // @ts-expect-error the node 'begin' does not exist
  start: "begin",
  nodes: { goodbye },
});

export const unknownTransition = defineFlow({
  inboundCall: "Sales",
  start: "choose",
  nodes: {
    // @ts-expect-error a decision has no transition 'maybe'
    choose: { decision: "=Flow.a", on: { yes: "goodbye", maybe: "goodbye" } },
    goodbye,
  },
});

export const outputPathsOfTheActionTable = defineFlow({
  inboundCall: "Sales",
  start: "say",
  nodes: {
    say: { playAudio: "Hello.", on: { next: "find" } },
    find: { findQueue: { findName: "Sales" }, on: { found: "ask", notFound: "goodbye" } },
    // The names of a bot's output paths are unknown here.
    ask: { callLexBot: {}, on: { Order: "turns", failure: "goodbye" } },
    turns: { loop: { times: 3 }, on: { each: "greet", done: "goodbye" } },
    // @ts-expect-error audio has no output path 'failure'
    greet: { playAudio: "Hello.", on: { failure: "goodbye" } },
    goodbye,
  },
});

export const unknownInput = defineFlow({
  inboundCall: "Sales",
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      // @ts-expect-error the input 'attempts' does not exist
      inputs: { attempts: 3 },
      on: { success: "goodbye", failure: "goodbye", error: "goodbye" },
    },
    goodbye,
  },
});

export const wrongInputType = defineFlow({
  inboundCall: "Sales",
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      // @ts-expect-error a number is required
      inputs: { maxAttempts: "three" },
      on: { success: "goodbye", failure: "goodbye", error: "goodbye" },
    },
    goodbye,
  },
});

export const unknownOutput = defineFlow({
  inboundCall: "Sales",
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      // @ts-expect-error the output 'customer' does not exist
      outputs: { customer: "Flow.customerId" },
      on: { success: "goodbye", failure: "goodbye", error: "goodbye" },
    },
    goodbye,
  },
});

export const outputWithoutScope = defineFlow({
  inboundCall: "Sales",
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      // @ts-expect-error a variable has a scope
      outputs: { customerId: "customerId" },
      on: { success: "goodbye", failure: "goodbye", error: "goodbye" },
    },
    goodbye,
  },
});

export const wrongChannel = defineFlow({
  inboundEmail: "Mail",
  start: "authenticate",
  nodes: {
    authenticate: {
      // @ts-expect-error the module serves only calls
      callModule: authentication,
      on: { success: "goodbye", failure: "goodbye", error: "goodbye" },
    },
    goodbye,
  },
});

export const otherChannel = defineFlow({
  inboundEmail: "Mail",
  start: "handle",
  nodes: { handle: { callModule: handler, on: { completed: "goodbye", error: "goodbye" } }, goodbye },
});

export const unknownEnd = defineModule({
  commonModule: "Wrong end",
  channels: ["inboundCall"],
  outcomes: ["success"],
  start: "done",
  nodes: {
    // @ts-expect-error the outcome 'succes' does not exist
    done: { end: "succes" },
  },
});

export const many = defineFlows({ sales: { queue: "Sales" }, support: { queue: "Support" } }, ({ queue }, key) => ({
  inboundCall: `${queue} (${key})`,
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      on: { success: "queue", failure: "goodbye", error: "goodbye" },
    },
    queue: { transferToAcd: queue, on: { failure: "goodbye" } },
    goodbye,
  },
}));

export const manyWithMistake = defineFlows({ sales: { queue: "Sales" } }, ({ queue }) => ({
  inboundCall: queue,
  start: "authenticate",
  nodes: {
    authenticate: {
      callModule: authentication,
      // @ts-expect-error 'error' is missing
      on: { success: "goodbye", failure: "goodbye" },
    },
    goodbye,
  },
}));

export const tasks = defineFlow({
  inboundCall: "Tasks",
  values: { attempts: { type: "integer", default: 3 }, queue: { type: "string" } },
  start: "menu",
  nodes: {
    menu: { menu: "To find your account press 1.", on: { "1": "find" } },
    find: { callTask: "find", on: { found: "check", default: "goodbye" } },
    check: {
      callModule: authentication,
      inputs: { maxAttempts: value<number>("attempts") },
      on: { success: "queue", failure: "goodbye", error: "goodbye" },
    },
    queue: { transferToAcd: value("queue"), on: { failure: "goodbye" } },
    goodbye,
  },
  tasks: {
    find: {
      paths: ["found"],
      start: "look",
      nodes: { look: { callData: { action: "CRM/Find" }, then: "done" }, done: { endTask: "found" } },
    },
  },
});

export const unknownTask = defineFlow({
  inboundCall: "Tasks",
  start: "find",
  nodes: {
    // @ts-expect-error the task 'fnd' does not exist
    find: { callTask: "fnd", then: "goodbye" },
    goodbye,
  },
  tasks: { find: { nodes: { done: { endTask: {} } } } },
});

export const transitionOutOfTask = defineFlow({
  inboundCall: "Tasks",
  start: "find",
  nodes: { find: { callTask: "find", then: "goodbye" }, goodbye },
  tasks: {
    find: {
      nodes: {
        // @ts-expect-error transitions cannot leave a task
        look: { playAudio: "Hello.", then: "goodbye" },
      },
    },
  },
});
