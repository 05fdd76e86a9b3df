import { editExport, insertCall, removeCalls } from "@genesys-flows/architect/edit";
import { callAt, handler } from "./shared-module.ts";

const text = `inboundCall:
    name: Desk
    defaultLanguage: en-us
    startUpRef: "/inboundCall/tasks/task[Main_10]"
    tasks:
    -   task:
            name: Main
            refId: Main_10
            actions:
            -   disconnect:
                    name: Bye
`;

test.each([
  ["as it is", (plain: string) => plain],
  ["with line breaks of Windows", (plain: string) => plain.replaceAll("\n", "\r\n")],
  ["without a last line break", (plain: string) => plain.trimEnd()],
])(
  "a call has the layout of the export that it is inserted in, and is removed without a trace: %s",
  (_form, formed) => {
    const before = formed(text);
    const source = { file: "desk.yaml", text: before };
    const inserted = editExport(source, {}, (document) => insertCall(document, callAt({ at: "start" })));
    if (inserted.kind !== "edited") throw new Error("The call was not inserted.");
    const lines = inserted.text.split(/\r?\n/);
    expect(lines).toContain("            -   callCommonModule:");
    expect(lines).toContain("                    name: Common error handler");
    expect(lines).toContain("    -   stringVariable:");
    // Steps of four columns everywhere.
    expect(lines.filter((line) => (/^ */.exec(line)?.[0].length ?? 0) % 4 !== 0)).toEqual([]);
    expect(inserted.text.includes("\r\n")).toBe(before.includes("\r\n"));
    expect(/(?<!\r)\n/.test(inserted.text)).toBe(!before.includes("\r\n"));
    expect(inserted.text.endsWith("\n")).toBe(before.endsWith("\n"));
    const removed = editExport({ ...source, text: inserted.text }, {}, (d) => removeCalls(d, { module: handler }));
    expect(removed).toEqual({ kind: "edited", text: before });
  },
);

test("a list in brackets and an empty list of variables get the call and its variable; the other lines stay", () => {
  const brackets = text
    .replace(/ {12}actions:.*$/s, "            actions: [{disconnect: {name: Bye}}]\n")
    .replace("    tasks:", "    variables: []\n    tasks:");
  const source = { file: "desk.yaml", text: brackets };
  const inserted = editExport(source, {}, (document) => insertCall(document, callAt({ at: "start" })));
  if (inserted.kind !== "edited") throw new Error(inserted.kind);
  const lines = inserted.text.split("\n");
  for (const line of brackets.split("\n").filter((one) => !one.includes("[]") && !one.includes("actions:")))
    expect(lines).toContain(line);
  expect(lines).toContain("    -   stringVariable:");
  expect(lines).toContain("            -   callCommonModule:");
});
