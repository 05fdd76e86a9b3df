import { checkFlow, parseArchy, readWritten, toGraphInParts } from "@genesys-flows/architect";
import { actions, nodeActions } from "../../../packages/architect/archy/actions/index.ts";
import { propertyProblems } from "../../../packages/architect/archy/property-problems.ts";
import { jumps } from "../../../packages/architect/definition/node-action.ts";

const CODES = ["unknown-property", "undocumented-property", "unknown-key"];

test.each([...actions.keys()])("an unknown property of '%s' is found in an export", (key) => {
  const text = `inboundCall:
  name: Sales
  startUpRef: /inboundCall/menus/menu[Main_1]
  menus:
    - menu:
        name: Main
        refId: Main_1
        choices:
          - menuTask:
              name: Go
              dtmf: digit_1
              task:
                actions:
                  - ${key}:
                      name: Act
                      quuxOfNobody: {lit: 1}
`;
  const found = checkFlow(parseArchy(text, { file: "sales.yaml" }));
  const [finding] = found.filter(({ code }) => CODES.includes(code));
  expect([finding?.message, finding?.location?.line]).toEqual([`'${key}' has no property 'quuxOfNobody'.`, 16]);
});

test.each(nodeActions().filter((key) => !jumps.has(key)))(
  "an unknown property of '%s' is found in a definition",
  (key) => {
    const text = `inboundCall: Sales
start: act
nodes:
  act:
    ${key}:
      archy: {quuxOfNobody: {lit: 1}}
`;
    const { written } = readWritten({ path: "sales.yaml", text });
    const definition = written?.fill({}).definition;
    const found = definition ? toGraphInParts(definition, { modules: () => undefined }).findings : [];
    const [finding] = found.filter(({ code }) => CODES.includes(code));
    expect([finding?.message, finding?.location?.line]).toEqual([`'${key}' has no property 'quuxOfNobody'.`, 6]);
  },
);

test.each([...actions.values()].filter(({ words }) => Object.keys(words).length > 0))(
  "a value that no list has is found in $key",
  (info) => {
    for (const property of Object.keys(info.words)) {
      const isPlain = ["text", "flag"].includes(info.properties[property] ?? "");
      const found = propertyProblems(info, { [property]: isPlain ? "quux" : { lit: "quux" } });
      expect(found.map(({ code }) => code)).toContain("unknown-word");
    }
  },
);
