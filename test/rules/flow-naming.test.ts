import { expectFindings } from "@genesys-flows/rules/testing";
import { caller, checkModule } from "../project/samples.ts";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("flow-naming");
const modules = { check: checkModule };

test.each<[string, Record<string, unknown>, string[]]>([
  ["no pattern", {}, []],
  ["a name that matches", { pattern: "S\\w+" }, []],
  ["a name that matches in part", { pattern: "S" }, ['"Sales" of the inbound call flow does not match S']],
  ["a pattern for its type", { pattern: "CM .*", patterns: { inboundCall: "Sales|Support" } }, []],
  ["a pattern for another type", { pattern: "Sales", patterns: { commonModule: "CM .*" } }, []],
])("%s", (_, settings, expected) => expectFindings({ text: caller("Sales"), modules, settings }, rule, expected));

test.each([{ pattern: "(" }, { patterns: { inboundCal: "x" } }, { regex: "x" }])(
  "settings %j are refused",
  (settings) => {
    expect(() => rule.settings.parse(settings)).toThrow();
  },
);
