import { readFileSync } from "node:fs";
import { parseArchy } from "@genesys-flows/architect";
import { findingsIn } from "@genesys-flows/rules/testing";
import { describeCorpus, fittingValue } from "../../architect/corpus.ts";
import { inCheckout } from "../../harness/checkout.ts";
import { expectGolden } from "../../project/harness.ts";
import { ruleNamed } from "../rule-named.ts";
import { EDITED, failureMutants } from "./failure-mutants.ts";

const rule = ruleNamed("failure-handled");
const read = (file: string) => readFileSync(inCheckout("flows", file), "utf8").replace('"${maxPinAttempts}"', "3");
const modules = {
  "pin-authentication": read("modules/pin-authentication.yaml"),
  "common-error-handler": read("modules/common-error-handler.yaml"),
};

/** The edits that break a failure path, by what somebody sees who reads the file; the others lead to words or another outcome. */
test.each<[string, string, readonly string[]]>([
  ["inbound/sales.yaml", "on: {failure: apology}", ["to-sales", "hang-up", "note-customer"]],
  ["inbound/support.yaml", "on: {failure: apology}", ["to-support", "hang-up", "note-customer"]],
  ["modules/pin-authentication.yaml", "failure: unavailable", ["granted"]],
  ["modules/pin-authentication.yaml", "timeout: unavailable", ["granted"]],
])("%s: each wrong target of `%s`", (file, written, wrong) => {
  const text = read(file);
  const path = /(failure|timeout): /.exec(written)?.[0] ?? "";
  for (const target of wrong) {
    const edited = text.replace(written, written.replace(/(?:failure|timeout): \w+/, `${path}${target}`));
    expect({ target, found: findingsIn({ text: edited, modules }, rule).length }).toEqual({ target, found: 1 });
  }
});

test.each(["inbound/sales.yaml", "inbound/support.yaml"])("%s: no transition at all", (file) => {
  const text = read(file).replace("on: {failure: apology}", "on: {}");
  expect(findingsIn({ text, modules }, rule)).toHaveLength(1);
});

const nobodyHears = /^(?:workflow|workitem|surveyInvite)$/;

describeCorpus(
  "every failure path with actions in real exports",
  (files) => {
    const judged = files.flatMap(({ file, text }) => {
      return failureMutants(text).map((mutant) => ({
        ...mutant,
        type: parseArchy(text, { file }).flowType,
        isFound: findingsIn({ text: mutant.text }, rule).some(
          ({ message }) => message.includes(`"${EDITED}"`) && message.includes(`\`${mutant.path}\``),
        ),
      }));
    });

    test("one that hangs up at once is found, unless it is heard or cannot be reached", () => {
      const missed = judged.filter(
        ({ edit, type, isFound }) => edit === "hangs up" && !nobodyHears.test(type) && !isFound,
      );
      // One has audio of its own for its failure, the other is in a task that nothing calls.
      expect(missed.map(({ action, path, type }) => `${type} ${action} ${path}`)).toEqual([
        "inboundChat findQueueById notFound",
        "inboundCall transferToFlowSecure failure",
      ]);
    });

    test("edits by action and path, and how many are found", () => {
      const groups = new Map<string, boolean[]>();
      for (const { edit, type, action, path, isFound } of judged) {
        const key = `${edit} | ${type} | ${action} | ${path}`;
        groups.set(key, [...(groups.get(key) ?? []), isFound]);
      }
      const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
      const lines = rows.map(([key, found]) => `${key} | ${found.length} | ${found.filter(Boolean).length}`);
      expectGolden(
        import.meta.dirname,
        "corpus-failures",
        ["edit | flow type | action | path | edits | found", ...lines].join("\n"),
      );
    });
  },
  { standIn: fittingValue },
);
