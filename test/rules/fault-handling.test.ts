import { expectFindings } from "@genesys-flows/rules/testing";
import { after, exportedCaller, filledDefault, heard, silent } from "../policies/samples.ts";
import { caller, checkModule } from "../project/samples.ts";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("fault-handling");
const sales = caller("Sales");
const modules = { check: checkModule };
const noCalls = "inboundCall: Sales\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n";

test.each<[string, string, string[]]>([
  ["heard", sales, []],
  ["missing", sales.replace(/onFault[^\n]*\n/, ""), ["has no fault handling"]],
  ["silent", sales.replace('say: "Sorry.", ', ""), ["without saying anything"]],
  ["a queue", sales.replace('{say: "Sorry.", then: disconnect}', "{then: {queue: Sales}}"), []],
  ["no calls", noCalls, []],
])("a definition: %s", (_, text, expected) => expectFindings({ text, modules }, rule, expected));

test.each<[string, string, string[]]>([
  ["heard", heard, []],
  ["missing", "", ["has no fault handling"]],
  ["silent", silent, ["without saying anything"]],
])("an export: %s", (_, fault, expected) =>
  expectFindings(exportedCaller(after.switch(filledDefault), fault), rule, expected),
);
