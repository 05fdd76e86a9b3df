/** A place in a file, marked with `^`, and what an editor offers there. */
export interface CompletionCase {
  readonly about: string;
  readonly text: string;
  /** All labels, in any order; or some of them. */
  readonly all?: readonly string[];
  readonly some?: readonly string[];
  readonly none?: readonly string[];
  /** The text that the editor inserts for a label. */
  readonly writes?: Readonly<Record<string, string>>;
}

const COMMON = [
  "description",
  "division",
  "formerly",
  "fragments",
  "language",
  "nodes",
  "owner",
  "pin",
  "settings",
  "stacks",
  "start",
  "values",
  "variables",
];

function node(text: string): string {
  return `inboundCall: A\nstart: a\nnodes:\n  a:\n${text}`;
}

/** A node that collects digits, with a text under `on`. */
const asked = (text: string) => node(`    collectInput: {digits: 1, into: Flow.x}\n${text}`);

export const completions: readonly CompletionCase[] = [
  {
    about: "an empty file offers the flow types",
    text: "^",
    some: ["inboundCall", "commonModule", "workflow", "digitalBot", "nodes"],
    none: ["numbers", "channels", "playAudio"],
    writes: { inboundCall: "inboundCall: " },
  },
  {
    about: "a call flow has its own keys, and no second type",
    text: "inboundCall: A\n^",
    all: [...COMMON, "Flow", "greeting", "numbers", "onFault", "tasks", "voice"],
  },
  {
    about: "a module has others",
    text: "commonModule: A\n^",
    all: [...COMMON, "Flow", "channels", "inputs", "outcomes", "outputs"],
  },
  {
    about: "an in-queue e-mail flow has what repeats",
    text: "inqueueEmail: A\n^",
    all: [...COMMON, "Flow", "onFault", "periodic"],
  },
  {
    about: "channels are flow types",
    text: "commonModule: A\nchannels:\n  - ^",
    some: ["inboundCall", "inboundEmail"],
    none: ["string"],
  },
  {
    about: "a variable has a data type",
    text: "inboundCall: A\nvariables:\n  Flow.x: ^",
    some: ["string", "integer", "dateTime", "stringCollection", "queue"],
  },
  {
    about: "or more",
    text: "inboundCall: A\nvariables:\n  Flow.x:\n    ^",
    some: ["type", "default", "description", "input", "output"],
  },
  {
    about: "a variable's input is true or false",
    text: "workflow: A\nvariables:\n  Flow.x: {type: string}\n  Flow.y:\n    type: string\n    input: ^",
    all: ["true", "false"],
  },
  {
    about: "a value has one of four types",
    text: "inboundCall: A\nvalues:\n  q:\n    type: ^",
    all: ["string", "integer", "number", "boolean"],
  },
  { about: "where a fault leads", text: "inboundCall: A\nonFault:\n  then: ^", all: ["disconnect", "end"] },
  { about: "nodes have ids", text: "inboundCall: A\nnodes:\n  ^", all: ["node id"] },
  {
    about: "a node without an action offers actions, short or not, and none that a transition replaces",
    text: node("    ^"),
    some: ["playAudio", "collectInput", "callModule", "menu", "use", "end", "holdMusic", "findQueue", "note"],
    none: ["jumpToTask", "loopNext", "changeState", "callCommonModule", "menuTask", "on", "with", "inputs"],
    writes: {
      playAudio: "playAudio: ",
      collectInput: "collectInput:\n  digits: $1\n  into: $2",
      transferToAcd: "transferToAcd: ",
      disconnect: "disconnect: {}",
      holdMusic: "holdMusic:\n  ",
    },
  },
  { about: "so it does while one is typed", text: node("    coll^"), some: ["collectInput", "callData"] },
  {
    about: "a node with an action offers what belongs to it",
    text: asked("    ^"),
    all: ["on", "then", "name", "note"],
    writes: { then: "then: " },
  },
  {
    about: "also in braces",
    text: "inboundCall: A\nnodes:\n  a: {collectInput: {digits: 1, into: Flow.x}, o^}\n",
    all: ["on", "then", "name", "note"],
  },
  {
    about: "a value may be a function",
    text: node("    updateData:\n      Flow.x: ^"),
    some: ["=Left", "=GetCurrentDateTimeUtc", "=JsonParse"],
    writes: { "=Left": "'=Left(${1:srcString}, ${2:length})'", "=JsonParse": "'=JsonParse($1)'" },
  },
  {
    about: "the explanation of a function is not a value",
    text: node("    updateData:\n      Flow.x: =Left(Flow.name, 2)^"),
    some: ["=Left"],
    none: ["Left"],
  },
  { about: "nothing comes after an end", text: node("    disconnect: {}\n    ^"), all: ["name", "note"] },
  { about: "one transition is `then`", text: node("    playAudio: x\n    ^"), all: ["then", "name", "note"] },
  {
    about: "an action that leaves names its transition",
    text: node("    transferToAcd: Sales\n    ^"),
    all: ["on", "name", "note"],
  },
  {
    about: "a call to a module takes inputs and outputs",
    text: node("    callModule: x\n    ^"),
    all: ["on", "then", "inputs", "outputs", "name", "note"],
  },
  {
    about: "a use of a fragment takes its parameters",
    text: node("    use: x\n    ^"),
    all: ["on", "then", "with", "name", "note"],
  },
  {
    about: "transitions of collectInput",
    text: asked("    on:\n      ^"),
    all: ["success", "failure"],
  },
  {
    about: "the one that is left",
    text: asked("    on:\n      success: a\n      f^"),
    some: ["failure"],
    none: ["success"],
  },
  { about: "transitions in braces", text: asked("    on: {s^}"), some: ["success", "failure"] },
  {
    about: "transitions of callData",
    text: node("    callData: {action: A/B}\n    on:\n      ^"),
    some: ["success", "failure", "timeout"],
    none: ["yes", "default"],
  },
  {
    about: "transitions of dataTableLookup",
    text: node("    dataTableLookup: {table: T, key: x}\n    on:\n      ^"),
    some: ["found", "notFound", "failure"],
    none: ["success"],
  },
  {
    about: "transitions of a decision",
    text: node("    decision: =Flow.x\n    on:\n      ^"),
    some: ["yes", "no"],
    none: ["success"],
  },
  {
    about: "transitions of a loop",
    text: node("    loop: {times: 3}\n    on:\n      ^"),
    some: ["each", "done"],
    none: ["next", "loop"],
  },
  {
    about: "of a module's call the one that always exists",
    text: node("    callModule: x\n    on:\n      ^"),
    all: ["error"],
  },
  { about: "of a switch the same", text: node("    switch: =Flow.x\n    on:\n      ^"), all: ["default"] },
  { about: "of a menu none: they are its choices", text: node("    menu: x\n    on:\n      ^"), all: [] },
  {
    about: "a short form's keys, and Archy's properties beside them",
    text: node("    collectInput:\n      ^"),
    some: ["digits", "into", "prompt", "acceptJustStar", "noEntryTimeout", "verificationType", "archy"],
    none: ["inputData", "inputAudio", "success"],
  },
  {
    about: "the forms of a number of digits",
    text: node("    collectInput:\n      digits:\n        ^"),
    all: ["exact", "range", "min", "max"],
  },
  {
    about: "words that exports show",
    text: node("    collectInput:\n      digits: 1\n      into: Flow.x\n      verificationType: ^"),
    all: ["none", "numeric", "individualDigits"],
  },
  {
    about: "properties of a transfer",
    text: node("    transferToAcd:\n      ^"),
    some: ["queue", "inQueueFlow", "priority", "preTransferAudio", "languageSkill"],
  },
  {
    about: "a property that is true or false",
    text: node("    holdMusic:\n      bargeInEnabled: ^"),
    all: ["true", "false", "null"],
  },
  {
    about: "a text that could be anything may be an expression",
    text: node("    findQueue:\n      findName: ^"),
    some: ["=Append"],
    none: ["true", "false", "null", "string"],
  },
  {
    about: "units of a duration, and Archy's values",
    text: node("    playAudioOnSilence:\n      timeout:\n        ^"),
    some: ["seconds", "minutes", "lit", "exp"],
  },
  {
    about: "keys of a menu",
    text: node("    menu:\n      ^"),
    some: ["audio", "choices", "default", "repeat", "prompt"],
  },
  {
    about: "keys of a choice",
    text: node("    menu:\n      audio: x\n      choices:\n        one:\n          ^"),
    all: ["digit", "say", "everywhere", "name", "archy"],
  },
  {
    about: "keys of a called task",
    text: "inboundCall: A\ntasks:\n  t:\n    ^",
    all: ["task", "name", "paths", "start", "nodes"],
  },
  {
    about: "keys of a fragment",
    text: "inboundCall: A\nfragments:\n  f:\n    ^",
    all: ["fragment", "parameters", "exits", "start", "nodes"],
  },
  {
    about: "the same transitions in a called task",
    text: "inboundCall: A\ntasks:\n  t:\n    nodes:\n      a:\n        decision: =Flow.x\n        on:\n          ^",
    some: ["yes", "no"],
  },
];
