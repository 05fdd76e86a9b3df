import { formatDiagnostic, parseDiagnostic } from "@genesys-flows/architect";
import { expectFindings, findingsIn } from "@genesys-flows/rules/testing";
import { expectGolden } from "../../project/harness.ts";
import { ruleNamed } from "../rule-named.ts";
import { flow, modules } from "./definitions.ts";
import { call, decision, exported, firstTrue, hangUp, jump, nothing, queue, say, thanks } from "./exports.ts";

const rule = ruleNamed("module-call-transitions");
const done = 'Flow.result == "completed"';
const sorry = say();
const outcome = call({ outputs: { "Common.outcome": { var: "Flow.result" } } });

const texts: readonly string[] = [
  flow("success: queue, failure: sorry"),
  flow("success: queue, failure: sorry, error: check"),
  flow("success: queue, failure: sorry, error: handler-back"),
  flow("success: queue, failure: sorry, error: to-queue"),
  flow("success: queue, failure: sorry, error: quiet"),
  exported([call(), queue]),
  exported([call(), decision("true", [thanks], [sorry]), hangUp]),
  exported([outcome, firstTrue([['Flow.result == "complete"', [thanks]]], [sorry]), hangUp]),
  exported([call(), decision("Flow.result == Flow.result", [thanks], [sorry]), hangUp]),
  exported([call(), firstTrue([[done, [thanks]]], []), hangUp]),
  exported([call(), firstTrue([[done, [thanks]]], [nothing]), queue]),
  exported([call(), firstTrue([[done, [thanks]]], [hangUp]), queue]),
  exported([call(), firstTrue([[done, [nothing]]], [nothing]), queue]),
  exported([jump("Again")], { Again: [call(), firstTrue([[done, [thanks, hangUp]]], [jump("Again")])] }),
  exported([call({ versions: ["ver_3_0"] }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
  exported([call({ versions: ["ver_debug"] }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
  exported([call({ versions: [] }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
];

test("each kind of finding, as it is printed, and read back", () => {
  const found = texts.flatMap((text) => findingsIn({ text, modules }, rule));
  for (const one of found) expect(parseDiagnostic(formatDiagnostic(one))).toMatchObject({ message: one.message });
  const shown = found.map(({ node, message, why, hint }) =>
    [`${node}: ${message}`, why, hint].filter(Boolean).join("\n  "),
  );
  expectGolden(import.meta.dirname, "messages", shown.join("\n"));
});

test("the examples of the rule", () => {
  expectFindings(rule.example?.passing ?? "", rule);
  expectFindings(rule.example?.violating ?? "", rule, ["`default` path has no actions"]);
});
