import { checkFlow, lift, parseArchy } from "@genesys-flows/architect";

const AVAILABLE = "6a3af858-942f-489d-9700-5f9bcdcdae9b";
const OWN = "4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f";

function idsIn(value: string): string[] {
  const text = `inboundCall:
  name: Sales
  startUpRef: /inboundCall/tasks/task[Main]
  tasks:
    - task:
        name: Main
        refId: Main
        actions:
          - setParticipantData: {name: Set, attributes: [{attribute: {name: {lit: presence}, value: ${value}}}]}
          - disconnect: {name: Bye}
`;
  const graph = lift(parseArchy(text, { file: "sales.yaml" }));
  return checkFlow(graph).flatMap(({ code, message }) => (code === "literal-guid" ? [message] : []));
}

test("the id of a presence of the system is the same in every organisation", () => {
  expect(idsIn(`{lit: ${AVAILABLE}}`)).toEqual([]);
  expect(idsIn(`{lit: ${AVAILABLE.toUpperCase()}}`)).toEqual([]);
  expect(idsIn(`{exp: 'Append("${AVAILABLE}", "!")'}`)).toEqual([]);
});

test("an id next to a system id is reported", () => {
  expect(idsIn(`{lit: "${AVAILABLE}, ${OWN}"}`)).toEqual([expect.stringContaining(OWN)]);
  expect(idsIn(`{exp: 'Append("${AVAILABLE}", "${OWN}")'}`)).toEqual([expect.stringContaining(OWN)]);
});
