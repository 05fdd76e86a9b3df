import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kindRow } from "@genesys-flows/project";
import fc from "fast-check";
import { columnTypes } from "../../../packages/project/objects/rows/column-value.ts";
import { dataTableShorthand } from "../../../packages/project/objects/shorthands/data-table.ts";
import { shorthands } from "../../../packages/project/objects/shorthands/index.ts";
import { promptShorthand } from "../../../packages/project/objects/shorthands/prompt.ts";
import { load, makeProject, removeProjects, textOfMistakes, writeFiles } from "../harness.ts";
import { mp3, wav } from "./sounds.ts";

afterEach(removeProjects);

function projectOf(files: Readonly<Record<string, string | Buffer>>): string {
  const root = makeProject({});
  for (const [file, content] of Object.entries(files)) {
    if (typeof content === "string") writeFiles(root, { [file]: content });
    else {
      mkdirSync(join(root, file, ".."), { recursive: true });
      writeFileSync(join(root, file), content);
    }
  }
  return root;
}

async function objectOf(files: Readonly<Record<string, string | Buffer>>) {
  const { objects, warnings } = await load(projectOf(files));
  expect(warnings).toEqual([]);
  const [object] = objects;
  return object;
}

describe("a prompt in a file", () => {
  test("has a text or a recording in each language", async () => {
    const object = await objectOf({
      "flows/prompts/all.yaml": [
        "prompts:",
        "  Welcome:",
        "    description: Greets callers",
        '    en-us: {text: "Welcome."}',
        '    de-DE: {audio: welcome-de.wav, text: "Willkommen."}',
        '    fr-fr: {audio: ../shared/fr.wav, text: "Bienvenue !", ttsString: "Bienvenue"}',
      ].join("\n"),
      "flows/prompts/welcome-de.wav": wav(),
      "flows/shared/fr.wav": wav(),
    });
    expect(object).toMatchObject({
      kind: "prompt",
      name: "Welcome",
      files: ["flows/prompts/welcome-de.wav", "flows/shared/fr.wav"],
      properties: {
        description: "Greets callers",
        resources: [
          { language: "en-us", ttsString: "Welcome." },
          {
            language: "de-de",
            filename: "flows/prompts/welcome-de.wav",
            text: "Willkommen.",
          },
          {
            language: "fr-fr",
            filename: "flows/shared/fr.wav",
            text: "Bienvenue !",
            ttsString: "Bienvenue",
          },
        ],
      },
    });
  });

  test("gets every mistake at its place", async () => {
    const root = projectOf({
      "flows/prompts.yaml": [
        "prompts:",
        "  Welcome back:",
        '    en-ux: {text: "Welcome."}',
        '    en_us: {text: "Welcome."}',
        "    de-de: {}",
        '    fr-fr: {text: " "}',
        "    es-es: {audio: es.wav}",
        "    it-it: {audio: it.wav}",
        '    it-IT: {text: "Benvenuti."}',
      ].join("\n"),
      "flows/es.wav": mp3(),
    });
    expect(await textOfMistakes(root)).toMatchInlineSnapshot(`
      "flows/prompts.yaml:2:3 error prompt-name: The name \`Welcome back\` may have only letters, digits and underscores, and must not begin with an underscore.
        2 |   Welcome back:
          |   ^^^^^^^^^^^^
        hint: For example: \`Welcome_back\`.

      flows/prompts.yaml:3:5 error prompt-language: \`en-ux\` is not a language.
        3 |     en-ux: {text: "Welcome."}
          |     ^^^^^
        hint: Did you mean \`en-us\`?

      flows/prompts.yaml:4:5 error prompt-language: \`en_us\` is not a language.
        4 |     en_us: {text: "Welcome."}
          |     ^^^^^
        hint: Did you mean \`en-us\`?

      flows/prompts.yaml:9:5 error prompt-language: The language \`it-IT\` is listed twice: also as \`it-it\`.
        9 |     it-IT: {text: "Benvenuti."}
          |     ^^^^^
        hint: Remove one of the two.

      flows/prompts.yaml:5:5 error prompt-content: The prompt has no content in \`de-de\`.
        5 |     de-de: {}
          |     ^^^^^
        hint: Add text: de-de: {text: "..."}. Or add a recording: de-de: {audio: recording.wav}.

      flows/prompts.yaml:6:5 error prompt-content: The prompt has no content in \`fr-fr\`.
        6 |     fr-fr: {text: " "}
          |     ^^^^^
        hint: Add text: fr-fr: {text: "..."}. Or add a recording: fr-fr: {audio: recording.wav}.

      flows/prompts.yaml:7:13 error recording-format: flows/es.wav is MP3, whatever its name says.
        7 |     es-es: {audio: es.wav}
          |             ^^^^^
        hint: The platform accepts WAV and OGG. Convert it, for example: ffmpeg -i 'flows/es.wav' -ac 1 -ar 16000 recording.wav

      flows/prompts.yaml:8:13 error recording-file: The recording flows/it.wav cannot be read: it does not exist; a similar name in its folder is \`es.wav\`.
        8 |     it-it: {audio: it.wav}
          |             ^^^^^
        hint: The path is relative to the file that contains it."
    `);
  });
});

describe("a data table in a file", () => {
  const yaml = [
    "dataTables:",
    "  Routing by number:",
    "    key: number",
    "    columns: {queue: string, priority: {type: integer, default: 5, title: Priority}}",
  ];

  test.each<[string, string[], Record<string, string>]>([
    ["a CSV", ["    rows: routing.csv"], { "flows/routing.csv": "number,queue,priority\n+1,Sales,3\n+2,,\n" }],
    ["inline", ['    rows: {"+1": {queue: Sales, priority: 3}, +2: }'], {}],
  ])("has its columns, and rows from %s", async (_, lines, files) => {
    const object = await objectOf({
      "flows/data.yaml": [...yaml, ...lines].join("\n"),
      ...files,
    });
    expect(object).toMatchObject({
      kind: "dataTable",
      files: Object.keys(files),
      properties: {
        properties: [
          { name: "key", type: "string", title: "number" },
          { name: "queue", type: "string" },
          {
            name: "priority",
            type: "integer",
            default: "5",
            title: "Priority",
          },
        ],
      },
      rows: {
        are: "managed",
        rows: { "+1": { queue: "Sales", priority: 3 }, "+2": {} },
      },
    });
  });

  test("has rows that people own, or none that the stack manages", async () => {
    const seed = await objectOf({
      "flows/data.yaml": [...yaml, "    rows: {a: {queue: A}}", "    rowsAre: seed"].join("\n"),
    });
    expect(seed?.rows).toEqual({ are: "seed", rows: { a: { queue: "A" } } });
    expect((await objectOf({ "flows/data.yaml": yaml.join("\n") }))?.rows).toBeUndefined();
  });

  test("gets every mistake at its place, in both files", async () => {
    const root = projectOf({
      "flows/data.yaml": [
        "dataTables:",
        "  Routing:",
        "    columns:",
        "      key: string",
        "      priority: {type: integer, default: high}",
        '      open: {type: boolean, default: "true"}',
        "    rows: routing.csv",
        "  Zones:",
        "    columns: {zone: string}",
        "    rows:",
        "      0049: {zone: 01}",
        "      0050: {zon: Berlin}",
        "  Absent:",
        "    columns: {zone: string}",
        "    rows: rooting.csv",
        "  Own:",
        "    columns: {zone: string}",
        "    rowsAre: seed",
      ].join("\n"),
      "flows/routing.csv": "key;priority;open\n1;1,5;WAHR\n1;2;true\n",
    });
    expect(await textOfMistakes(root)).toMatchInlineSnapshot(`
      "flows/data.yaml:4:7 error table-columns: \`key\` is the name of the key column.
        4 |       key: string
          |       ^^^
        hint: Remove it from \`columns\`; every table has it. Its title is the table's \`key\`.

      flows/data.yaml:5:33 error table-columns: The default \`high\` is text. The column \`priority\` is of type integer.
        5 |       priority: {type: integer, default: high}
          |                                 ^^^^^^^
        hint: Write a whole number.

      flows/data.yaml:6:29 error table-columns: The default \`true\` is text. The column \`open\` is of type boolean.
        6 |       open: {type: boolean, default: "true"}
          |                             ^^^^^^^
        hint: Remove the quotes.

      flows/routing.csv:2:3 error rows-value: The value \`1,5\` is not a whole number. The column \`priority\` is of type integer.
        2 | 1;1,5;WAHR
          |   ^^^
        hint: Write a whole number, without thousands separators.

      flows/routing.csv:2:7 error rows-value: The value \`WAHR\` is not \`true\` or \`false\`. The column \`open\` is of type boolean.
        2 | 1;1,5;WAHR
          |       ^^^^
        hint: Write \`true\` or \`false\`.

      flows/routing.csv:3:1 error rows-key: The key \`1\` already has a row, on line 2.
        3 | 1;2;true
          | ^
        hint: Remove one of the two rows.

      flows/data.yaml:11:14 error rows-value: The value \`1\` is a number, not text. The column \`zone\` is of type string.
        11 |       0049: {zone: 01}
           |              ^^^^
        hint: Put it in quotes to keep its digits and zeros as written.

      flows/data.yaml:12:14 error rows-columns: The table has no column \`zon\`.
        12 |       0050: {zon: Berlin}
           |              ^^^
        hint: Did you mean \`zone\`?

      flows/data.yaml:15:5 error rows-file: The rows in flows/rooting.csv cannot be read: it does not exist; a similar name in its folder is \`routing.csv\`.
        15 |     rows: rooting.csv
           |     ^^^^
        hint: The path is relative to the file that declares the table.

      flows/data.yaml:18:5 error table-columns: The table has \`rowsAre\`, which defines who maintains the rows, but no \`rows\`.
        18 |     rowsAre: seed
           |     ^^^^^^^
        hint: Add \`rows\`, or remove \`rowsAre\`."
    `);
  });

  test("has the types of columns that the provider has", () => {
    const column = kindRow("dataTable").settings["properties"]?.items?.settings?.["type"];
    expect(Object.keys(column?.values ?? {}).sort()).toEqual([...columnTypes].sort());
  });
});

describe("an object of the organisation as an entry", () => {
  const context = (name: string, bytes: Buffer) => ({
    ...{
      name,
      file: "flows/all/prompts.yaml",
      absolute: (path: string) => path,
    },
    read: (path: string) => ({ bytes, file: join("flows/all", path) }),
  });
  const text = fc.string({ minLength: 1 }).filter((text) => text.trim() !== "");
  const entryOf = async (kind: string, properties: Record<string, unknown>) => {
    const content = { kind, name: "It", properties, references: [] };
    return (await shorthands[kind]?.contract?.(content, { folder: "flows/all" }))?.entry ?? {};
  };

  test("is the same prompt when the entry is read", async () => {
    const resource = fc.oneof(
      fc.record({ ttsString: text, text }, { requiredKeys: ["ttsString"] }),
      fc.record(
        {
          filename: fc.constantFrom("flows/all/a.wav", "flows/b.wav", "sounds/c.wav"),
          ttsString: text,
          text,
        },
        { requiredKeys: ["filename"] },
      ),
    );
    const language = fc.constantFrom("en-us", "de-de", "fr-fr", "es-419");
    const resources = fc.dictionary(language, resource, { noNullPrototype: true }).map((byLanguage) =>
      Object.entries(byLanguage).map(([language, resource]) => ({
        language,
        ...resource,
      })),
    );
    await fc.assert(
      fc.asyncProperty(resources, async (resources) => {
        const entry = await entryOf("prompt", { resources });
        const { properties, findings } = await promptShorthand.expand(entry, context("Welcome", wav()));
        expect(findings).toEqual([]);
        expect(properties["resources"] ?? []).toEqual(resources);
      }),
    );
  });

  test("does not become text to speech where the organisation has a transcript alone", async () => {
    const entry = await entryOf("prompt", { resources: [{ language: "en-us", text: "Welcome." }] });
    const { findings } = await promptShorthand.expand(entry, context("Welcome", wav()));
    expect(findings).toMatchObject([{ code: "prompt-content", path: ["en-us"] }]);
  });

  test("is the same table when the entry is read", async () => {
    const defaults = {
      string: text,
      integer: fc.maxSafeInteger().map(String),
      number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => String(value === 0 ? 0 : value)),
      boolean: fc.boolean().map(String),
    };
    const column = fc.oneof(
      ...columnTypes.map((type) =>
        fc.record({ type: fc.constant(type), title: text, default: defaults[type] }, { requiredKeys: ["type"] }),
      ),
    );
    const names = fc.stringMatching(/^[a-z_]{1,8}$/).filter((name) => name !== "key" && name !== "__proto__");
    const columns = fc.dictionary(names, column, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(
        columns,
        fc.option(
          text.filter((title) => title !== "key"),
          { nil: undefined },
        ),
        async (columns, title) => {
          const key = {
            name: "key",
            type: "string",
            ...(title !== undefined && { title }),
          };
          const properties = [
            key,
            ...Object.entries(columns).map(([name, column]) => ({
              name,
              ...column,
            })),
          ];
          const entry = await entryOf("dataTable", { properties });
          const expanded = await dataTableShorthand.expand(entry, context("Table", wav()));
          expect(expanded.properties).toEqual({ properties });
          expect(expanded.findings).toEqual([]);
        },
      ),
    );
  });
});
