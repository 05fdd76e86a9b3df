import { parseArchy } from "@genesys-flows/architect";
import { takeExport } from "@genesys-flows/architect/edit";

const older = `# Desk one, first line
inboundCall:
  name: Desk one
  division: "{{DIVISION}}"
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  tasks:
    # everybody
    - task:
        name: Main
        refId: Main_10
        actions:
          - playAudio:
              name: Greet
              audio:
                tts: Welcome to {{CITY}}, {{WHO}}. # legal wants this
          - transferToAcd:
              name: To the desk
              # the desk of {{CITY}}
              targetQueue:
                lit:
                  name: "{{QUEUE}}"
              priority:
                lit: {{PRIORITY}}
          - disconnect:
              name: Disconnect
# the end
`;
const values = { DIVISION: "Home", CITY: "Berlin", WHO: "dear caller", QUEUE: "Sales", PRIORITY: 3 };
const filled = older
  .replaceAll(/\s*# .*$/gm, "")
  .replace(/^\n/, "")
  .replaceAll(/\{\{(\w+)\}\}/g, (_whole, key: string) => String(values[key as keyof typeof values]));

/** An exported version, named and described as the project would. */
const version = (text: string, head: { name?: string; description?: string } = {}) => {
  const document = parseArchy(text, { file: "version" });
  return { ...document, body: { name: document.name, ...head, ...document.body, ...head } };
};

function take(edit: (text: string) => string, o: { name?: string; description?: string; older?: string } = {}) {
  const { older: text = older, ...head } = o;
  const base = version(filled);
  const live = version(edit(`${filled.trimEnd()}\n`), head);
  const taken = takeExport({ file: "desk.yaml", text, values }, { base, live, isPublished: true });
  if (taken.kind === "refused") throw new Error(taken.reasons.join("\n"));
  return taken;
}

/** What the file is after an edit of it. */
const edited = (from: string, to: string) => {
  expect(older).toContain(from);
  return older.replace(from, to);
};

test("the same export gives the file back, byte for byte", () => {
  expect(take((text) => text)).toMatchObject({ text: older, placeholders: [], comments: [] });
});

test.each([
  ["another action", "name: To the desk", "name: To the night desk"],
  ["text around placeholders", "Welcome to", "Hello from"],
  ["text between placeholders", "}}, ", "}} and ", "Berlin, ", "Berlin and "],
  ["a new line", "          - disconnect:", "          - wait:\n              name: Wait\n          - disconnect:"],
])("%s: placeholders and comments stay", (_what, from, to, ...live: string[]) => {
  const [was = from, is = to] = live;
  const taken = take((text) => text.replace(was, is));
  expect(taken).toMatchObject({ text: edited(from, to), placeholders: [], comments: [] });
});

test("an action before those with placeholders moves them", () => {
  const added =
    "          - playAudio:\n              name: First\n              audio:\n                tts: Berlin\n";
  const at = "          - playAudio:\n              name: Greet\n";
  expect(take((text) => text.replace(at, added + at))).toMatchObject({
    text: edited(at, added + at),
    placeholders: [],
    comments: [],
  });
});

test.each([
  [
    "a whole value",
    `"Sales"`,
    `"Support"`,
    [`name: "{{QUEUE}}"`, 'name: "Support"'],
    ["QUEUE", 22, "Sales", "Support"],
  ],
  [
    "a longer name",
    `"Sales"`,
    `"Sales Team"`,
    [`name: "{{QUEUE}}"`, 'name: "Sales Team"'],
    ["QUEUE", 22, "Sales", "Sales Team"],
  ],
  ["a number", "lit: 3", "lit: 4", ["lit: {{PRIORITY}}", "lit: 4"], ["PRIORITY", 24, "3", "4"]],
  [
    "one in a text: the other stays",
    "Welcome to Berlin",
    "Welcome to Bern",
    ["to {{CITY}}, {{WHO}}", "to Bern, {{WHO}}"],
    ["CITY", 16, "Berlin", "Welcome to Bern, dear caller."],
  ],
])("a placeholder whose value changed is reported: %s", (_what, from, to, [was, is], [key, line, value, now]) => {
  expect(take((text) => text.replace(from, to))).toMatchObject({
    text: edited(was as string, is as string),
    placeholders: [{ key, written: `{{${key}}}`, line, value, now }],
  });
});

test("what was in a removed action is reported: its placeholders, its comments", () => {
  const taken = take((text) => text.replace(/ +- transferToAcd:[\s\S]*?lit: 3\n/, ""));
  expect(taken.text).toBe(older.replace(/ +- transferToAcd:[\s\S]*?PRIORITY\}\}\n/, ""));
  expect(taken.placeholders.map(({ key, now }) => [key, now])).toEqual([
    ["QUEUE", undefined],
    ["PRIORITY", undefined],
  ]);
  expect(taken.comments).toEqual([{ line: 19, text: "# the desk of {{CITY}}" }]);
});

test("the file keeps its line breaks, and whether the last line has one", () => {
  const windows = older.trimEnd().replaceAll("\n", "\r\n");
  const taken = take((text) => text.replace("To the desk", "To the night desk"), { older: windows });
  expect(taken.text).toBe(windows.replace("To the desk", "To the night desk"));
});

test("a description and a name are taken", () => {
  expect(take((text) => text, { description: "Ann's" }).text).toBe(
    edited("  division:", "  description: Ann's\n  division:"),
  );
  expect(take((text) => text, { name: "Desk 1" }).text).toBe(edited("name: Desk one", "name: Desk 1"));
});
