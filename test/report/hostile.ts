import type { Report } from "@genesys-flows/report";
import { emptyReport, flowReport } from "./sample.ts";

/** Texts that try to be more than text, by what they try. */
export const hostileTexts: Readonly<Record<string, string>> = {
  "a terminal's escape sequences": "\u001b[31mred\u001b[0m\u001b]0;title\u0007\u009b2J\u0008\u007f",
  "bidirectional overrides": "user\u202e\u2066// admin\u2069\u2066 check\u061c\u200e\u200f",
  "characters of no width": "PIN\u200b code\u2060\ufeff\u00ad and\u180e \u{e0041}tags",
  "NUL, CR and LF": "a\u0000b\r\nc\rd\n\ne\u2028f\n",
  "Markdown's own signs":
    "# h\n- [x] *a* **b** __c__ ~~d~~ [l](http://e.example) ![i](http://e.example/i.png) | a | b |\n|---|:-:|\n> q\n1. one\n\n    code\n---\n===\n[^1]: note",
  "fences of any length": `\`\`\`\n\`\`\`\`\`mermaid\n~~~ ${"`".repeat(90)} \`a\` \`\`b\`\``,
  "the end of a fold": "</details></summary></td></table></div>\n</details>\n\n# Approved",
  "a script":
    '<script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">x</a>&lt;b&gt;&#60;i&#62;',
  "the marker of a comment": "<!-- genesys-flows:report stack=dev part=1/1 -->\n--> <!-- <![CDATA[ ]]>",
  "Mermaid's own words":
    'end\nclick n_a "https://e.example"\n%%{init: {"theme":"dark"}}%%\nsubgraph x["y"]\n  a-->|"b"| c;;; style a fill:red\nclassDef x y; linkStyle 0 z',
  "mentions and references":
    "@org/team @someone a@b.example #1 org/repo#2 GH-3 repo@da39a3ee5e6b4b0d3255bfef95601890afd80709 deadbeef :tada: $x$",
  addresses:
    "https://e.example/a?b=c www.e.example ftp://e.example mailto:a@e.example <https://e.example> javascript:alert(1)",
  "halves of characters and emoji": "\ud83d x \ude00 👩‍👩‍👧 🇩🇪 \ud83d\ude00\udc00 é é",
  "JSON's and SARIF's signs": '"},{"level":"none"}],"\\u0000\\" __proto__ {0} %SRCROOT% file:///etc/passwd ${x} {{y}}',
  "commands to a CI":
    "::error file=a.ts::b\n  ::add-mask::c\n##[error]d\n##vso[task.complete]e\n##teamcity[buildStatus]",
};

/** A text as large as two comments, in one word. */
export const longWord = "ж".repeat(100_000);

const hears = (text: string) => ({ does: "hears", text, atMs: 2_000, lastsMs: 1_000 }) as const;

/** A report with a text wherever a report has texts of a flow, a file or a person. */
export function hostileReport(text: string): Report {
  const name = { key: text, name: text };
  const place = { file: text, line: 3, column: 7 };
  const change = { sign: "~", text, node: text, place, spoken: true } as const;
  const details = [
    { sign: "~", text, values: { label: text, from: text, to: text }, breaking: true } as const,
    { sign: "+", text, spoken: true } as const,
  ];
  return emptyReport({
    run: {
      kind: "update",
      stack: "dev",
      project: text,
      organisation: { embedded: false, id: text, region: text },
      ended: "failed",
      cause: text,
      base: text,
    },
    verdict: {
      text,
      modules: 1,
      flows: 1,
      deleted: 1,
      held: 1,
      moved: 1,
      lost: 1,
      replaced: 1,
      blocking: 1,
      forecast: text,
    },
    flows: [
      flowReport({
        ...name,
        type: "commonModule",
        isModule: true,
        file: text,
        owner: text,
        action: "publish",
        outcome: "failed",
        failure: text,
        reasons: [
          { kind: "own-change" },
          { kind: "drift" },
          { kind: "renamed", from: text, to: text },
          { kind: "key", from: text, to: text },
          { kind: "module", module: name, from: text, to: text },
          { kind: "settings", what: text },
          { kind: "numbers", gained: [text], lost: [text] },
          { kind: "replaced", id: "kept" },
        ],
        versions: { before: text, after: `${text}.` },
        holds: [{ module: name, before: text, after: `${text}.` }],
        numbers: [text],
        addresses: [text],
        callers: [name],
        changes: [
          change,
          { ...change, text: text.repeat(4).padEnd(20), values: { label: "", from: text, to: text } },
          { ...change, values: { label: text, from: text.padEnd(400, "-"), to: text } },
        ],
        uses: [
          {
            noun: text,
            name: text,
            action: "update",
            through: [{ noun: text, name: text }],
            changes: [{ property: text, from: text, to: text }],
          },
          { noun: text, name: text, action: "update", changes: [], summary: text, details, further: 1 },
        ],
        hours: [{ group: text, sentences: [text, text] }],
        comparison: { available: false, why: text, nodes: [{ node: text, change: "added" }] },
        interface: {
          changes: [{ kind: text, name: text, compatible: false, from: text, to: text, text }],
          broken: [{ flow: name, node: text, text, place }],
        },
        diagram: "flowchart TD\n  a --> b\n",
      }),
      flowReport({ key: "republished", name: text, reasons: [{ kind: "module", module: name }], numbers: [text] }),
      flowReport({
        key: "held",
        name: text,
        action: "held",
        reasons: [{ kind: "pinned", module: name, version: text, until: text, why: text }],
      }),
      flowReport({ key: "deleted", name: text, action: "delete", reasons: [{ kind: "removed" }], usedBy: [name] }),
    ],
    notice: {
      causes: [
        {
          ...{
            flows: [name],
            people: "callers",
            after: text,
            now: text,
            before: text,
            steps: [text, text],
            conversations: 1,
          },
          played: {
            flow: name,
            steps: [
              { both: hears(text), leftOut: 2 },
              { both: { does: "enters", text, atMs: 1_000, node: text, flow: text, version: text } },
              { before: hears(text), after: hears(`${text} now`), isFirst: true },
              { after: { does: "sets", text, atMs: 3_000 } },
            ],
            leftOut: 3,
          },
        },
      ],
      conversations: 1,
      flows: 1,
      limits: [text],
    },
    untouched: [name],
    numbers: [{ number: text, from: name, to: name }],
    objects: [
      { type: text, noun: text, name: text, action: "update", changes: [{ property: text, from: text, to: text }] },
      {
        ...{ type: text, noun: text, name: text, action: "update", changes: [], summary: text, details, further: 1 },
        recordings: [{ language: text, file: text, sha256: text }],
        users: [name],
      },
    ],
    hours: [{ group: text, sentences: [text, text], users: [name], numbers: [text] }],
    outside: [
      { kind: "lock", flow: name, text, blocks: false },
      { kind: "deleted", object: { noun: text, name: text }, text, blocks: false },
    ],
    reach: { flows: 1, numbers: 1, digest: text },
    findings: (["blocks", "exempted", "reports"] as const).map((how) => ({
      severity: "error",
      code: text,
      message: text,
      why: text,
      hint: text,
      place,
      flow: text,
      node: text,
      blocks: how === "blocks",
      exempted: how === "exempted",
      from: "policy",
    })),
    unchecked: [text],
    messages: [{ severity: "info", text, resource: text }],
  });
}
