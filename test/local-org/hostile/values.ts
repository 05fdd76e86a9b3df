/** Texts that are something to JavaScript, SQL, a URL, a file system or a terminal. */
export const TEXTS: readonly string[] = [
  ...[
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "__defineGetter__",
    "isPrototypeOf",
  ],
  ...[
    "",
    " ",
    "0",
    "-1",
    "-0",
    "1e308",
    "1e400",
    "NaN",
    "Infinity",
    "-Infinity",
    "9007199254740993",
    "0x10",
    "1.5",
    "1_000",
  ],
  ...["null", "undefined", "true", "[object Object]", "*", "**", `${"*a".repeat(40)}*!`, "*".repeat(500)],
  ...[
    "\u0000",
    "a\u0000b",
    "\u0007\u001b]0;x\u0007",
    "\u202e",
    "\u0085",
    "\r\nX-Injected: 1",
    "\ud800",
    "\udc00x",
    "\u{1f600}",
  ],
  ...["../../../../etc/passwd", "..\\..\\x", "/etc/passwd", ".", "..", "a/b", "C:\\x", "file:///etc/passwd"],
  ...["' OR 1=1 --", '"; DROP TABLE flows; --', "%", "_", "$.name", "{{7*7}}", "${7*7}", "<script>alert(1)</script>"],
  ...["2026-13-45", "9999999-01-01", "+13175550100", `+1${"0".repeat(400)}`, "(a+)+$", "[", "\\", "a".repeat(5_000)],
];

/** Query and path as a client may write them that does not know how. */
export const ESCAPES: readonly string[] = [
  "%",
  "%f",
  "%ff",
  "%00",
  "%zz",
  "%ED%A0%80",
  "%2e%2e%2f",
  "%252e",
  "%C0%AF",
  "+",
  "%2F",
  ";",
];

/** JSON texts. */
export const JSONS: readonly string[] = [
  ...[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e400",
    "-1e400",
    "9007199254740993",
    "1e-400",
    "0.1",
    "[]",
    "{}",
    "[null]",
    '""',
  ],
  ...[
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"toString":1,"valueOf":2}',
  ],
  ...['{"length":1e9}', '{"id":{"id":{"id":1}}}', '[{"id":"__proto__"}]', '["__proto__"]', "[[[[[[[[[]]]]]]]]]"],
  ...[
    '{"id":"x","toJSON":"x"}',
    '{"then":1}',
    `[${"1,".repeat(3_000)}1]`,
    `{"a":${"[".repeat(900)}${"]".repeat(900)}}`,
  ],
];

/** Bodies that are no JSON, or not much of one. */
export const BODIES: readonly (string | Buffer)[] = [
  ...[
    "",
    " ",
    "{",
    "[",
    '"',
    "nul",
    "{]",
    "{'a':1}",
    "NaN",
    "\ufeff{}",
    '{"a":1}{"b":2}',
    "grant_type=client_credentials",
  ],
  ...['"text"', "7", "true", "[]", "[[]]", '{"__proto__":null}', '{"a":1,"a":2}', '{"\\u0000":"\\ud800"}'],
  "[".repeat(100_000),
  `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
  `${'{"name":'.repeat(50_000)}1${"}".repeat(50_000)}`,
  `{"name":"${"a".repeat(200_000)}"}`,
  Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc0, 0xaf]),
  Buffer.from("1f8b0800000000000003", "hex"),
];

/** Content types, for bodies of any kind. */
export const TYPES: readonly string[] = [
  ...[
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "application/x-www-form-urlencoded",
    "text/xml",
  ],
  ...[
    "multipart/form-data",
    "multipart/form-data; boundary=",
    'multipart/form-data; boundary=""',
    "multipart/form-data; boundary=b",
  ],
  ...["application/x-yaml", "*/*", ";;;", "__proto__"],
];

/** Documents, for what reads YAML or JSON of any shape. */
export const DOCUMENTS: readonly string[] = [
  aliasBomb("yaml"),
  aliasBomb("faults"),
  "a: &a [*a]",
  "a: *b",
  "&a {<<: *a}",
  "[".repeat(20_000),
  "- ".repeat(5_000),
  `a: ${"{a: ".repeat(5_000)}`,
  `${"?".repeat(5_000)} a`,
  "__proto__: {polluted: true}",
  "faults: [{do: {__proto__: {polluted: true}}}]",
  "faults: [{when: {operation: __proto__}, do: {reset: before}}]",
  "faults: [{when: {operation: constructor}, do: {reset: before}}]",
  "{faults: [{name: __proto__, when: {path: '/__never__'}, do: {error: {status: 599}}}]}",
  "faults: [{do: {job: {durationMs: 9007199254740991}}}]",
  "faults: [{when: {path: '/__never__/**********************************x'}, do: {latency: {ms: 9007199254740991}}}]",
  "faults: [{when: {path: '/__never__'}, do: {edit: {flow: {type: __proto__, name: x}, change: constructor}}}]",
  "faults: [{when: {path: '/__never__'}, do: {edit: {flow: {type: constructor, name: x}, change: delete}}}]",
  "seed: 1e400\nfaults: []",
  "%YAML 9.9\n---\nfaults: 1",
  "!!binary x",
  "!!js/function 'x'",
  "--- 1\n--- 2",
  "\u0000",
  "{",
  "inboundCall:\n  name: __proto__\n",
  "__proto__:\n  name: x\n",
  "commonModule: {name: constructor, startUpTaskActions: [{toString: {name: x}}]}",
  "inboundCall: {name: X, startUpRef: /inboundCall/tasks/task[start], tasks: [{task: {name: S, refId: start, actions: [{constructor: {name: a}}]}}]}",
  "inboundCall: {name: Y, startUpRef: /inboundCall/tasks/task[start], tasks: [{task: {name: S, refId: start, actions: [{callCommonModule: {name: C, commonModule: {__proto__: {ver_latestPublished: {inputs: {__proto__: {lit: 1}}}}}}}, {disconnect: {name: B}}]}}]}",
  `inboundCall: {name: Z, startUpRef: /inboundCall/tasks/task[start], tasks: [{task: {name: S, refId: start, actions: [${nestedDecisions(400)}]}}]}`,
];

/** Few anchors that stand for very many nodes. */
function aliasBomb(key: string): string {
  const levels = Array.from(
    { length: 12 },
    (_, index) => `l${index}: &l${index} [${Array(10).fill(index === 0 ? "x" : `*l${index - 1}`)}]`,
  );
  return `${levels.join("\n")}\n${key}: *l11\n`;
}

function nestedDecisions(depth: number): string {
  const open = "{decision: {name: D, condition: {exp: 'true'}, outputs: {yes: {actions: [";
  return `${open.repeat(depth)}{disconnect: {name: B}}${"]}}}}".repeat(depth)}`;
}
