import type { ArchyMap, ArchyValue } from "@genesys-flows/architect";
import { readable } from "@genesys-flows/components";
import * as fc from "fast-check";

test.each<[string, ArchyValue, unknown]>([
  ["a literal", { lit: 3 }, 3],
  ["a named object", { lit: { name: "Sales" } }, "Sales"],
  ["a duration", { lit: { seconds: 5 } }, "5 seconds"],
  ["an expression", { exp: "Flow.a + 1" }, "=Flow.a + 1"],
  ["a literal that looks like one", { lit: "=Flow.a" }, { lit: "=Flow.a" }],
  ["a binding", { var: "Flow.a" }, "-> Flow.a"],
  ["speech", { tts: "Hello" }, "Hello"],
  ["a prompt", { prompt: "Prompt.Hello" }, { prompt: "Prompt.Hello" }],
  ["no value", { noValue: true }, undefined],
  ["a mapping of nothing", { a: { noValue: true }, b: {} }, undefined],
  ["an empty text", { lit: "" }, '""'],
  [
    "attributes by name",
    [{ attribute: { name: { lit: "customerId" }, value: { exp: "Flow.id" } } }],
    { customerId: "=Flow.id" },
  ],
  ["statements by variable", [{ string: { variable: "Flow.x", value: { lit: "a" } } }], { "Flow.x": "a" }],
  ["other lists", [{ exp: "1" }, { exp: "2" }], ["=1", "=2"]],
])("%s", (_, value, expected) => {
  expect(readable(value)).toEqual(expected);
});

test("a long text is cut and carries its length and hash", () => {
  const text = "x".repeat(301);
  const shown = String(readable({ tts: text }));
  expect(shown).toMatch(/^x{240}\.\.\. \(301 characters, sha256 [0-9a-f]{12}\)$/);
  expect(readable({ tts: "x".repeat(300) })).toBe("x".repeat(300));
  expect(readable({ tts: `${text}y` })).not.toBe(shown);
});

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const wrapper: fc.Arbitrary<ArchyMap> = fc.oneof(
  scalar.map((lit) => ({ lit })),
  fc.string().map((exp) => ({ exp })),
  fc.string().map((tts) => ({ tts })),
  fc.constant({ noValue: true }),
);
const { value } = fc.letrec<{ value: ArchyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    wrapper,
    fc.dictionary(fc.string({ minLength: 1 }), tie("value"), { maxKeys: 4 }),
    fc.array(tie("value"), { maxLength: 4 }),
  ),
}));

test("law: a property that is not set makes no difference", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), value, { minKeys: 2, maxKeys: 4 }), (properties) => {
      const more = { ...properties, "not set": { noValue: true } };
      expect(readable(more)).toEqual(readable(properties));
    }),
  );
});

test("law: no text is longer than 300 characters, and nothing is null or undefined inside", () => {
  const check = (shown: unknown): void => {
    if (typeof shown === "string") expect(shown.length).toBeLessThanOrEqual(300);
    else if (typeof shown === "object") {
      expect(shown).not.toBeNull();
      for (const inner of Object.values(shown as object)) {
        expect(inner).toBeDefined();
        check(inner);
      }
    }
  };
  const long = fc.string({ minLength: 250, maxLength: 600 }).map((tts): ArchyValue => ({ say: { tts } }));
  fc.assert(fc.property(fc.oneof(value, long), (given) => check(readable(given))));
});
