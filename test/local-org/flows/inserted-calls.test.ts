import { flowTypes, lift, parseArchy } from "@genesys-flows/architect";
import { editExport, insertCall } from "@genesys-flows/architect/edit";
import { judgeFlow, rules, sourceSubject, strictest } from "@genesys-flows/rules";
import { callAt, handler } from "../../architect/edit/shared-module.ts";
import { corpusFolder } from "../../harness/checkout.ts";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";
import { corpusDocuments, seedFor } from "./corpus.ts";

const corpus = corpusDocuments().filter(
  ({ document: { flowType } }) => flowType !== "commonModule" && flowType !== "surveyInvite",
);
const TRANSITIONS = strictest(rules.filter(({ name }) => name === "module-call-transitions"));

const ONE_OUTCOME = { ...handler, outcome: { from: "Common.outcome", outcomes: { completed: ["completed"] } } };

/** The module that is called: it serves every channel. */
const MODULE = `commonModule:
  name: ${handler.name}
  variables:
    - stringVariable: {name: Common.caller, initialValue: {noValue: true}, isInput: true, isOutput: false}
    - integerVariable: {name: Common.attempts, initialValue: {noValue: true}, isInput: true, isOutput: false}
    - stringVariable: {name: Common.ticket, initialValue: {noValue: true}, isInput: false, isOutput: true}
    - stringVariable: {name: Common.outcome, initialValue: {lit: error}, isInput: false, isOutput: true}
  settingsCommonModule:
    compatibleFlowTypes: [${handler.channels.map((type) => `{flowType: ${flowTypes[type].query}}`).join(", ")}]
  startUpTaskActions:
    - updateData: {name: Done, statements: [{string: {variable: Common.outcome, value: {lit: completed}}}]}
    - endTask: {name: End}
`;

if (corpus.length === 0) {
  test.skip(`a call in real flow files: skipped, since there are none in ${corpusFolder}`, () => {});
} else {
  describe("real flow files with a call that was inserted", () => {
    let api: OrganisationClient;
    beforeAll(async () => {
      api = (await started({ seedText: seedFor(corpus.map(({ document }) => document)) })).client;
      await api.published(MODULE);
    });
    afterAll(endAll);

    test.each(corpus.map((entry) => [entry.file, entry.document] as const))("%s", async (file, document) => {
      const says = /Call$|^inbound(?:ShortMessage|Chat|Email)$/.test(document.flowType);
      const error = { to: "end", ...(says && { say: "We have a problem. Please try again later." }) } as const;
      const plan = callAt({ at: "start" }, { module: ONE_OUTCOME, on: { error } });
      const edited = editExport({ file, text: document.text }, {}, (found) => insertCall(found, plan));
      if (edited.kind !== "edited") throw new Error(JSON.stringify(edited));
      const flow = await api.published(edited.text, { createStubs: true });
      const exported = parseArchy(await api.exported(flow.id), { file: "export" });
      const graph = lift(exported, { contract: (name) => (name === handler.name ? ONE_OUTCOME.outcome : undefined) });
      const found = judgeFlow(
        file,
        () =>
          sourceSubject({
            key: file,
            origin: "export",
            graph,
            document: exported,
            contractOf: (name) => (name === handler.name ? ONE_OUTCOME : undefined),
          }),
        TRANSITIONS,
      );
      const texts = found.map(({ message }) => message).filter((message) => message.includes(handler.name));
      // Two examples do nothing but end: so does the branch of the error.
      const isIdle = /(?:trigger_workflow|workflow_flow)_example/.test(file);
      expect(texts).toEqual(isIdle ? [expect.stringMatching(/ do the same\.$/)] : []);
    });
  });
}
