import { resolved, resourceSettings } from "@genesys-flows/architect/settings";
import { parseUrn } from "@genesys-flows/project/state";
import { changedFlow } from "../../packages/provider/resources/flow/life/changed-flow.ts";
import { diffFlow } from "../../packages/provider/resources/flow/life/diff.ts";
import { flowInputsOf, flowStateOf } from "../../packages/provider/resources/flow/values.ts";

const [D6, D7, D8] = ["6", "7", "8"].map((digit) => digit.repeat(64)) as [string, string, string];
const facts = { name: "Sales", type: "inboundCall" };
const deployed = { ...facts, publishedVersion: "6.0", modulesHeld: {}, organizationId: "o1", references: {} };
const urn = parseUrn("urn:pulumi:dev::example::genesyscloud:index/flow:Flow::sales");

/** Whether an update counts as one that publishes the flow. */
function isPublished(news: Record<string, unknown>, olds: Record<string, unknown>): boolean {
  const inputs = { ...resolved(resourceSettings), ...facts, outline: {}, modules: {}, references: {}, ...news };
  const oldInputs = { ...inputs, ...facts, digest: D6 };
  const state = { ...deployed, digest: D6, ...olds };
  const diff = diffFlow(flowInputsOf(inputs), flowInputsOf(oldInputs), flowStateOf(state, oldInputs));
  const operation = { urn } as Parameters<typeof changedFlow>[0];
  const request = { id: "f1", inputs, oldInputs, state } as Parameters<typeof changedFlow>[1];
  return changedFlow(operation, request, { diff, document: undefined }) !== undefined;
}

test.each([
  ["which the state does not know yet", `7.0 ${D7}`, false],
  ["that a refresh has read", `6.0 ${D7}`, false],
  ["before the live one: the entry was left in the stack's file", `4.0 ${D7}`, true],
  ["of another document", `7.0 ${D8}`, true],
  ["without a digest", "7.0", true],
])("a flow with a taken version %s", (_what, taken, expected) => {
  expect(isPublished({ digest: D7, taken }, {})).toBe(expected);
});

test.each([
  ["that somebody renamed only gets its name back", {}, { name: "Sales (old)" }, false],
  ["whose name changes in the source is published", { name: "Sales (new)", digest: D7 }, {}, true],
  ["that somebody renamed and published is published", {}, { name: "Sales (old)", digest: "" }, true],
])("a flow %s", (_what, news, olds, expected) => {
  expect(isPublished({ digest: D6, ...news }, olds)).toBe(expected);
});
