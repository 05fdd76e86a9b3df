import { expectFindings } from "@genesys-flows/rules/testing";
import { placeholder } from "../project/samples.ts";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("references-by-name");
const ID = "4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f";
const AVAILABLE = "6a3af858-942f-489d-9700-5f9bcdcdae9b";

const flow = (value: string, values = "") => `inboundCall: Sales
${values}start: note
nodes:
  note: {setParticipantData: {id: ${value}}, then: bye}
  bye: {disconnect: {}}
`;

test.each<[string, string, string[]]>([
  ["a literal id", flow(ID), [`'${ID}' is the id of an object`]],
  ["an id in an expression", flow(`'=ToString(FindUserById("${ID}"))'`), [`'${ID}' is the id`]],
  ["a name", flow("'=ToString(FindQueue(\"Sales\"))'"), []],
  ["an id of the system", flow(AVAILABLE), []],
  [
    "an id from a value of the stack",
    flow(`"${placeholder("queueId")}"`, `values: {queueId: {type: string, default: ${ID}}}\n`),
    [],
  ],
])("%s", (_, text, expected) => expectFindings(text, rule, expected));
