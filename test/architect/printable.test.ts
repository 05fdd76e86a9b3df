import { formatDiagnostic, printable, printableJson, printableLine } from "@genesys-flows/architect";
import fc from "fast-check";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Cs}]/u;

describe("a text as it is shown", () => {
  test.each([
    ["an escape sequence", "Claims\u001b]0;pwn\u0007", "Claims\\u{1b}]0;pwn\\u{7}"],
    ["C1 and DEL", "a\u009bb\u007f", "a\\u{9b}b\\u{7f}"],
    ["bidirectional controls", "\u202etxt\u2066\u061c\u200f", "\\u{202e}txt\\u{2066}\\u{61c}\\u{200f}"],
    ["line breaks of Unicode", "a\u2028b\u2029c\u0085", "a\\u{2028}b\\u{2029}c\\u{85}"],
    ["what is not seen", "a\u200bb\ufeffc\u2060\u00ad", "a\\u{200b}b\\u{feff}c\\u{2060}\\u{ad}"],
    ["tags", "a\u{e0041}", "a\\u{e0041}"],
    ["halves of characters", "a\ud83d \ude00", "a\\u{d83d} \\u{de00}"],
    ["a carriage return alone", "good\rbad", "good\\u{d}bad"],
    ["lines of Windows", "a\r\nb", "a\nb"],
    ["lines and tabs", "a\n\tb", "a\n\tb"],
    ["letters, emoji and joiners", "Grüße, 我, می‌خواهم, 👨‍👩‍👧 €", "Grüße, 我, می‌خواهم, 👨‍👩‍👧 €"],
    ["a command to GitHub Actions", "a\n::add-mask::x", "a\n\\u{3a}:add-mask::x"],
    ["one after blanks", "a\n \u00a0::error::x", "a\n \u00a0\\u{3a}:error::x"],
    ["one at the beginning", "::stop-commands::x", "\\u{3a}:stop-commands::x"],
    ["one of the older form", "a ##[group]x", "a \\u{23}#[group]x"],
    ["one of Azure and one of TeamCity", "##vso[a]##teamcity[b]", "\\u{23}#vso[a]\\u{23}#teamcity[b]"],
    ["colons within a line", "a::b", "a::b"],
  ])("%s", (_title, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test("a line stays a line", () => {
    expect(printableLine("a\n::b\tc")).toBe("a\\u{a}::b\\u{9}c");
  });

  test("no active character remains, and escaping again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(CONTROLS);
        expect(shown).not.toMatch(/^[^\S\n]*::|##\[/m);
        expect(printable(shown)).toBe(shown);
        expect(printableLine(text)).not.toMatch(/[\n\t]/);
      }),
      { seed: 8 },
    );
  });

  test("JSON keeps the data, with its own escapes", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), (data) => {
        const text = printableJson(data);
        expect(text).not.toMatch(CONTROLS);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(data)));
      }),
      { seed: 8 },
    );
  });
});

describe("a diagnostic", () => {
  const at = (sourceLine: string, part: string) => ({
    file: "flows/a\u001b[2J.yaml",
    line: 3,
    column: sourceLine.indexOf(part) + 1,
    length: part.length,
    sourceLine,
  });
  const shown = (sourceLine: string, part: string) =>
    formatDiagnostic({
      code: "x",
      severity: "error",
      message: "The flow 'a\u0007' is\n::error::wrong.",
      hint: "Remove \u202e.",
      flow: "a\nb",
      location: at(sourceLine, part),
    }).split("\n");

  test("is shown escaped in all its parts", () => {
    expect(shown("name: a\u0007", "name")).toEqual([
      "flows/a\\u{1b}[2J.yaml:3:1 error x: The flow 'a\\u{7}' is",
      "    \\u{3a}:error::wrong. (flow a\\u{a}b)",
      "  3 | name: a\\u{7}",
      "    | ^^^^",
      "  hint: Remove \\u{202e}.",
    ]);
  });

  test.each([
    ["before the place", "\u001b[31mname: HERE", "HERE"],
    ["within the place", "name: \u202eHE\u001bRE.", "\u202eHE\u001bRE"],
    ["in a long line", `${"\u001b".repeat(200)}HERE${"\u0007".repeat(200)}`, "HERE"],
    ["after a tab", "\t\u001bHERE", "HERE"],
    ["beside characters of two units", `${"😀".repeat(101)}HERE${"😀".repeat(101)}`, "HERE"],
  ])("its carets stand under what it is about: %s", (_title, line, part) => {
    const [, , frame = "", carets = ""] = shown(line, part);
    const from = carets.indexOf("^");
    expect(frame.slice(from, carets.lastIndexOf("^") + 1)).toBe(printableLine(part));
    expect(frame).not.toMatch(CONTROLS);
  });
});
