import { messageTexts } from "../../scripts/lib/checks/messages.ts";

const texts = (source: string) => messageTexts(source, "a.ts").map(({ place, text }) => `${place}: ${text}`);

test("a text is found with the names around it", () => {
  const source = `
    class Lock { take() { throw new Error("The flow is locked."); } }
    const codes = { "no-start": { fix: "Add a start." } };`;
  expect(texts(source)).toEqual(["Lock.take: The flow is locked.", "codes.no-start.fix: Add a start."]);
});

test("values that are filled in stand in braces, sums are one text", () => {
  const source =
    'const said = `The flow ${flow.name} has ${count(held)} modules ` + "and " + (late ? "is a stale caller" : "") + ".";';
  expect(texts(source)).toEqual(["said: The flow {name} has {count()} modules and {...}.", "said: is a stale caller"]);
});

test("tags of HTML are left out, what is to be filled in stays", () => {
  const source =
    'const html = "<p>The <b>flow</b> is published.</p>"; const hint = "Write \'<action>:\' and its properties.";';
  expect(texts(source)).toEqual(["html: The flow is published.", "hint: Write '<action>:' and its properties."]);
});

test.each([
  ["an import", 'import { a } from "a module of three words";'],
  ["a type", 'type A = "one of three words";'],
  ["a query", 'const q = "SELECT name FROM flows WHERE id = ?";'],
  ["an address", 'const a = "/api/v2/flows/datatables";'],
  ["a table of properties", 'const p = "queue:queue number:text name:string";'],
  ["a permission", 'const p = "authorization:division:edit";'],
  ["two words", 'const t = "flow name";'],
])("%s is none", (_, source) => {
  expect(texts(source)).toEqual([]);
});
