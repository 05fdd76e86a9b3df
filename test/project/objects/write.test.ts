import { type ObjectContent, objectKinds, type Setting, type Settings } from "@genesys-flows/project";
import { entryOf } from "@genesys-flows/project/written-objects";
import fc from "fast-check";
import { stringify } from "yaml";
import { load, makeProject, removeProjects } from "../harness.ts";

jest.setTimeout(120_000);

type Reference = ObjectContent["references"][number];
interface Part {
  readonly value: unknown;
  readonly references: readonly Reference[];
}

const name = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 }).map((text) => `x${text.trim()}`);
const some = (value: unknown): Part => ({ value, references: [] });
const below = (step: string | number, { references }: Part): Reference[] =>
  references.map((one) => ({ ...one, path: [step, ...one.path] }));

function part(setting: Setting): fc.Arbitrary<Part> {
  const { type, of, values, minimum = 0, maximum = 1_000_000, items, settings, maxItems = 3 } = setting;
  if (of !== undefined) {
    const named = (value: string) => ({ path: [], kind: of, name: value });
    if (type === "array")
      return fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => ({
        value: names.map(() => ""),
        references: names.map((one, index) => ({ ...named(one), path: [index] })),
      }));
    if (type === "map")
      return fc.dictionary(fc.constantFrom("CALL", "CHAT"), name, { minKeys: 1 }).map((names) => ({
        value: {},
        references: Object.entries(names).map(([key, one]) => ({ ...named(one), path: [key] })),
      }));
    return name.map((one) => ({ value: undefined, references: [named(one)] }));
  }
  if (values) return fc.constantFrom(...Object.keys(values)).map(some);
  if (type === "boolean") return fc.boolean().map(some);
  if (type === "integer") return fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) }).map(some);
  if (type === "number") return fc.integer({ min: 0, max: 4 }).map((n) => some(n / 4));
  if (type === "object" && settings) return whole(settings);
  if (type === "array" && items)
    return fc.array(part(items), { minLength: 1, maxLength: Math.min(maxItems, 3) }).map((parts) => ({
      value: parts.map(({ value }) => value),
      references: parts.flatMap((one, index) => below(index, one)),
    }));
  if (type === "map" && items)
    return fc.dictionary(fc.constantFrom("CALL", "CHAT"), part(items), { minKeys: 1 }).map((parts) => ({
      value: Object.fromEntries(Object.entries(parts).map(([key, { value }]) => [key, value])),
      references: Object.entries(parts).flatMap(([key, one]) => below(key, one)),
    }));
  // With what YAML, and the values of a stack, would read as something else.
  return fc
    .oneof(name, fc.constantFrom("yes", "08:00", "1e3", "null", "${x}", "$${x} and ${y}", "# no comment", "a: b"))
    .map(some);
}

/** Some of the settings, with those that are required. */
function whole(settings: Settings): fc.Arbitrary<Part> {
  const parts = Object.entries(settings).map(([, setting]) =>
    (setting.required ? part(setting) : fc.option(part(setting), { nil: undefined })).map((one) => ({ setting, one })),
  );
  return fc.tuple(...parts).map((all) => {
    const given = all.flatMap(({ setting, one }) => (one === undefined ? [] : [{ setting, one }]));
    const isDefault = ({ setting, one }: (typeof given)[number]) =>
      setting.default !== undefined && one.value === setting.default;
    const kept = given.filter((one) => !isDefault(one));
    return {
      value: Object.fromEntries(
        kept.flatMap(({ setting, one }) => (one.value === undefined ? [] : [[setting.property, one.value]])),
      ),
      references: kept.flatMap(({ setting, one }) => below(setting.property, one)),
    };
  });
}

const sorted = (references: readonly Reference[]) =>
  references.map(({ path, kind, name }) => JSON.stringify([path, kind, name])).sort();

/** Objects whose properties have words of their own in files. */
const own: Readonly<Record<string, fc.Arbitrary<Part>>> = {
  schedule: fc
    .record({
      day: fc.integer({ min: 1, max: 28 }),
      hour: fc.integer({ min: 0, max: 22 }),
      rrule: fc.option(fc.constantFrom("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=DAILY", "FREQ=DAILY;COUNT=3"), {
        nil: undefined,
      }),
      description: fc.option(name, { nil: undefined }),
    })
    .map(({ day, hour, rrule, description }) => {
      const date = `2026-03-${String(day).padStart(2, "0")}`;
      const clock = (at: number) => `${date}T${String(at).padStart(2, "0")}:00:00.000000`;
      return some({
        start: clock(hour),
        end: clock(hour + 1),
        ...(rrule && { rrule }),
        ...(description && { description }),
      });
    }),
  emergencyGroup: fc
    .uniqueArray(fc.tuple(name, fc.array(name, { maxLength: 3 })), { selector: ([flow]) => flow, maxLength: 3 })
    .map((flows) => ({
      value:
        flows.length === 0 ? {} : { emergencyCallFlows: flows.map(([, ivrs]) => ({ ivrIds: ivrs.map(() => "") })) },
      references: flows.flatMap(([flow, ivrs], index) => [
        { path: ["emergencyCallFlows", index, "emergencyFlowId"], kind: "flow", name: flow },
        ...ivrs.map((ivr, at) => ({ path: ["emergencyCallFlows", index, "ivrIds", at], kind: "ivr", name: ivr })),
      ]),
    })),
  dataTable: fc
    .tuple(fc.constantFrom("string", "integer", "number", "boolean"), fc.option(name, { nil: undefined }))
    .map(([type, title]) =>
      some({
        properties: [
          { name: "key", type: "string" },
          { name: "column", type, ...(title && { title }) },
        ],
      }),
    ),
  scheduleGroup: fc
    .tuple(fc.constantFrom("Europe/Berlin", "UTC"), fc.array(name, { minLength: 1, maxLength: 3 }))
    .map(([timeZone, open]) => ({
      value: { timeZone, openSchedulesId: open.map(() => "") },
      references: open.map((one, index) => ({ path: ["openSchedulesId", index], kind: "schedule", name: one })),
    })),
  dataAction: fc
    .record({
      integration: fc.constantFrom("CRM", "Other"),
      field: fc.constantFrom(
        { type: "string" },
        { type: "integer", description: "How many" },
        { type: "array", items: { type: "string" } },
      ),
      required: fc.boolean(),
      template: fc.constantFrom("${rawResult}", '{"id": $id}'),
      requestType: fc.constantFrom("GET", "POST"),
      headers: fc.constantFrom(undefined, { Accept: "text/plain" }),
    })
    .map(({ integration, field, required, template, requestType, headers }) => {
      const schema = (title: string) =>
        JSON.stringify({
          $schema: "http://json-schema.org/draft-04/schema#",
          title: `CRM/Verify PIN ${title}`,
          type: "object",
          required: required ? ["pin"] : [],
          properties: { pin: field },
          additionalProperties: true,
        });
      return {
        value: {
          name: "Verify PIN",
          category: "CRM",
          contractInput: schema("input"),
          contractOutput: schema("output"),
          configRequest: {
            requestUrlTemplate: "/pin/${input.pin}",
            requestType,
            requestTemplate: "${input.rawRequest}",
            ...(headers && { headers }),
          },
          configResponse: { successTemplate: template },
        },
        references: [{ path: ["integrationId"], kind: "integration", name: integration }],
      };
    }),
  prompt: name.map((ttsString) => some({ resources: [{ language: "en-us", ttsString }] })),
};

const NAMES: Readonly<Record<string, string>> = { prompt: "Welcome", dataAction: "CRM/Verify PIN" };

describe("writing objects as files declare them", () => {
  afterAll(removeProjects);

  test.each(objectKinds.map((row) => [row.kind, row] as const))(
    "%s: reading gives the same object",
    async (kind, row) => {
      const one = fc.tuple(own[kind] ?? whole(row.settings), NAMES[kind] ? fc.constant(NAMES[kind]) : name);
      await fc.assert(
        fc.asyncProperty(one, async ([{ value, references }, called]) => {
          const content = { kind, name: called, properties: value as Record<string, unknown>, references };
          const { entry, files } = await entryOf(content);
          const text = stringify({ [row.key]: { [called]: entry } });
          const root = makeProject({
            "flows/objects.yaml": text,
            ...Object.fromEntries([...files].map(([file, rows]) => [`flows/${file}`, rows])),
          });
          const [read] = (await load(root)).objects;
          expect(read).toMatchObject({ kind, name: called, existing: false });
          expect([read?.properties, sorted(read?.references ?? [])]).toEqual([content.properties, sorted(references)]);
        }),
        { numRuns: 25 },
      );
    },
  );

  test("an object that the organisation has, and one without settings", async () => {
    const content = { name: "Sales", properties: {}, references: [] };
    expect((await entryOf({ ...content, kind: "queue", existing: true })).entry).toEqual({ existing: true });
    expect((await entryOf({ ...content, kind: "skill" })).entry).toBeNull();
  });
});
