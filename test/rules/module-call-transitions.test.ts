import { expectFindings } from "@genesys-flows/rules/testing";
import { after, emptyDefault, exportedCaller, filledDefault } from "../policies/samples.ts";
import { caller, checkModule } from "../project/samples.ts";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("module-call-transitions");
const sales = caller("Sales");
const modules = { check: checkModule };

test("a definition", () => {
  expectFindings({ text: sales, modules }, rule);
  expectFindings({ text: sales.replace(", error: bye", ""), modules }, rule, ["has no `error` transition"]);
});

test("an export", () => {
  expectFindings(exportedCaller(after.switch(filledDefault)), rule);
  expectFindings(exportedCaller(after.switch(emptyDefault)), rule, ["`default` path has no actions"]);
});
