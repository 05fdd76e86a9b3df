/** A place in a file, marked with `^`, and a part of what an editor shows there. */
export type HoverCase = readonly [text: string, shown: string];

function node(text: string): string {
  return `inboundCall: A\nstart: a\nnodes:\n  a:\n${text}`;
}

export const hovers: readonly HoverCase[] = [
  ["^inboundCall: A", "The name of the inbound call flow in Architect"],
  ["inboundCall: A\ndiv^ision: Home", "The home division when absent"],
  ['inboundCall: A\nnum^bers: ["+13175550100"]', "E.164"],
  ["inboundCall: A\nst^art: a", "The first node"],
  ["commonModule: A\nchan^nels: [inboundCall]", "may call the module"],
  ["commonModule: A\nout^comes: [done]", "besides `error`"],
  ["inboundCall: A\nvari^ables: {Flow.x: string}", "Variables with their scope"],
  ["inboundCall: A\nvariables: {Flow.x: {type: string, def^ault: a}}", "The initial value"],
  ["inboundCall: A\nvalues: {q: {ty^pe: string}}", "The type of the value"],
  ["inboundCall: A\nsett^ings: {settingsMenu: {}}", "published unchanged"],
  ["inboundCall: A\nonFault: {th^en: disconnect}", "disconnect, end or {queue: NAME}"],
  [
    node("    coll^ectInput: {digits: 1, into: Flow.x}"),
    "Asks the caller to press digits. Transitions: success, failure.",
  ],
  [node("    collectInput: {dig^its: 1, into: Flow.x}"), "How many digits to collect"],
  [node("    collectInput: {digits: {mi^n: 1, max: 3}, into: Flow.x}"), "The minimum number of digits"],
  [node("    collectInput: {digits: 1, into: Flow.x, acceptJust^Star: true}"), "true, false or an =expression"],
  [node("    transferToAcd: {que^ue: Sales}"), "Name of the queue, or an =expression"],
  [node("    transferToAcd: {queue: Sales, prior^ity: 5}"), "A whole number or an =expression"],
  [node("    transferToAcd: {queue: Sales, lang^uageSkill: Spanish}"), "Name of the language skill"],
  [node("    getSIP^Headers: {}"), "Get SIP headers. Transitions: success, failure. No known export has it"],
  [node("    find^Queue: {findName: x}"), "Transitions: found, notFound. Seen in exports of inboundCall"],
  [node("    find^Queue: {findName: x}\n    note: b"), "findQueue"],
  [node("    playAudio: x\n    th^en: b"), "The next node"],
  [node("    playAudio: x\n    no^te: b"), "It is not published"],
  [node("    decision: =Flow.x\n    o^n: {yes: b}"), "Where each transition leads: yes, no"],
  [node("    decision: =Flow.x\n    on: {ye^s: b}"), "The next node after `yes`"],
  [node("    callModule: m\n    out^puts: {id: Flow.x}"), "Outputs of the module"],
  [node("    callModule: m\n    on: {err^or: b}"), "after `error`"],
  [node("    menu: {audio: x, choices: {a: {everyw^here: true}}}"), "works in every menu"],
  [node("    use: f\n    wi^th: {x: 1}"), "The parameters of the fragment"],
  ["inboundCall: A\ntasks: {t: {pat^hs: [x], nodes: {}}}", "the transitions of its calls"],
];

/** A file, its mistake, and the line (from 1) with the marked text. */
export type ProblemCase = readonly [
  about: string,
  text: string,
  problems: readonly (readonly [line: number, marked: string, message: string])[],
];

export const problems: readonly ProblemCase[] = [
  [
    "a misspelt key",
    "inboundCall: A\nstat: a\nnodes: {a: {disconnect: {}}}",
    [[2, "stat", "Property stat is not allowed."]],
  ],
  [
    "a misspelt flow type",
    "inboundCal: A\nnodes: {a: {disconnect: {}}}",
    [
      [1, "inboundCal", "Property inboundCal is not allowed."],
      [1, "i", "The file names no flow type. The first key must be one of inboundCall, "],
    ],
  ],
  ["no nodes", "inboundCall: A\nstart: a", [[1, "i", 'Missing property "nodes".']]],
  [
    "a key of another flow type",
    'commonModule: A\nchannels: [inboundCall]\nnumbers: ["+13175550100"]\nnodes: {}',
    [[3, "numbers", "Property numbers is not allowed."]],
  ],
  [
    "a channel that does not exist",
    "commonModule: A\nchannels: [inboundCal]\nnodes: {}",
    [[2, "inboundCal", "Value is not accepted."]],
  ],
  ["a misspelt action", node("    playAudo: x\n    then: b"), [[5, "playAudo", "Property playAudo is not allowed."]]],
  ["no action", node("    then: b"), [[4, "a", "The node has no action."]]],
  [
    "two actions",
    node("    playAudio: x\n    disconnect: {}"),
    [
      [5, "playAudio", "Property playAudio is not allowed."],
      [6, "disconnect", "Property disconnect is not allowed."],
    ],
  ],
  [
    "a wrong transition",
    node("    collectInput: {digits: 1, into: Flow.x}\n    on:\n      success: b\n      yes: b"),
    [[8, "yes", "Property yes is not allowed."]],
  ],
  [
    "a wrong transition of a table's lookup",
    node("    dataTableLookup: {table: T, key: x}\n    on: {found: b, success: b}"),
    [[6, "success", "Property success is not allowed."]],
  ],
  [
    "a transition to a number",
    node("    decision: =Flow.x\n    on: {yes: 5}"),
    [[6, "5", 'Incorrect type. Expected "string".']],
  ],
  ["`then` after an end", node("    disconnect: {}\n    then: b"), [[6, "then", "Property then is not allowed."]]],
  [
    "`then` where transitions have names",
    node("    loop: {times: 3}\n    then: b"),
    [[6, "then", "Property then is not allowed."]],
  ],
  [
    "inputs of an action that is not a module call",
    node("    playAudio: x\n    inputs: {a: b}"),
    [[6, "inputs", "Property inputs is not allowed."]],
  ],
  ["a number for a text", node("    playAudio: 5"), [[5, "5", "Incorrect type. Expected one of string, object."]]],
  [
    "digits that are not a number",
    node("    collectInput: {digits: abc, into: Flow.x}"),
    [[5, "abc", "Expected a number of digits, {exact: 4} or {min: 1, max: 3}."]],
  ],
  [
    "a variable without a scope",
    node("    collectInput: {digits: 1, into: pin}"),
    [[5, "pin", "Expected a variable with its scope"]],
  ],
  [
    "a short form without what it requires",
    node("    dataTableLookup:\n      table: T"),
    [[5, "dataTableLookup", 'Missing property "key".']],
  ],
  [
    "a property of another type",
    node("    holdMusic: {bargeInEnabled: maybe}"),
    [[5, "maybe", "Expected true, false or an =expression."]],
  ],
  [
    "a property besides a short form",
    node("    transferToAcd: {queue: Sales, priority: high}"),
    [[5, "high", "Expected a whole number or an =expression."]],
  ],
  ["an unknown property", node("    holdMusic: {bargeIn: true}"), [[5, "bargeIn", "Property bargeIn is not allowed."]]],
  ["an invalid duration", node("    callData: {action: A/B, timeout: 10}"), [[5, "10", "Incorrect type."]]],
  ["an invalid data type", "inboundCall: A\nvariables: {Flow.x: 5}\nnodes: {}", [[2, "5", "Incorrect type."]]],
  [
    "an unknown type of a value",
    "inboundCall: A\nvalues: {q: {type: strin}}\nnodes: {}",
    [[2, "strin", "Value is not accepted."]],
  ],
  [
    "an invalid id",
    "inboundCall: A\nnodes:\n  1a: {disconnect: {}}",
    [[3, "1a", "A node id must start with a letter"]],
  ],
  [
    "a number that is not E.164",
    'inboundCall: A\nnumbers: ["0815"]\nnodes: {}',
    [[2, '"0815"', "Expected a number in E.164 form"]],
  ],
];

/** Files without mistakes. */
export const right: readonly (readonly [about: string, text: string])[] = [
  ["per-environment values", node('    loop: {times: "${attempts}"}\n    on: {each: a}')],
  ["the same where true or false is required", node('    holdMusic: {bargeInEnabled: "${loud}"}')],
  ["an expression where a number is required", node("    transferToAcd: {queue: =Flow.q, priority: =Flow.p}")],
  [
    "Archy's own values",
    node("    transferToAcd: {queue: {lit: {name: Sales}}, priority: {lit: 5}, languageSkill: {noValue: true}}"),
  ],
  ["Archy's own properties", node("    collectInput: {archy: {inputData: {var: Flow.x}}}\n    on: {success: a}")],
  ["a property of an action that no known export has", node("    flushAudio: {somethingNew: 1}")],
  ["a word that no known export has", node("    sendAutoReply: {messageBody: x, replyMode: replyToSomebody}")],
  ["no value", node("    transferToAcd: {queue: Sales, priority: null}")],
  ["an action with nothing below it", node("    disconnect:")],
  ["cases as transitions", node('    switch: =Flow.x\n    on: {"1": a, default: a}')],
  ["a transition named next", node("    playAudio: x\n    on: {next: a}")],
];
