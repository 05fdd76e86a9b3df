import { resolved, resourceSettings } from "../../packages/architect/settings/index.ts";
import { diffFlow } from "../../packages/provider/resources/flow/life/diff.ts";
import type { FlowInputs, FlowState } from "../../packages/provider/resources/flow/values.ts";

const inputs: FlowInputs = {
  document: undefined,
  name: "Sales",
  type: "inboundCall",
  digest: "d1",
  outline: { greet: "playAudio 1", bye: "disconnect 2" },
  modules: { pin: { name: "PIN", flowId: "m1", digest: "x1" } },
  references: { "queue:Sales": "q1" },
  ...resolved(resourceSettings),
  createStubs: false,
};
const state: FlowState = {
  name: "Sales",
  type: "inboundCall",
  digest: "d1",
  publishedVersion: "3.0",
  modulesHeld: { PIN: "1.0" },
  modules: { pin: { name: "PIN", flowId: "m1", digest: "x1" } },
  references: { "queue:Sales": "q1" },
  outline: { greet: "playAudio 1", bye: "disconnect 2" },
  organizationId: "o1",
};
const changedModule = { pin: { name: "PIN", flowId: "m1", digest: "x2" } };

function changes(news: Partial<FlowInputs>, olds: Partial<FlowState> = {}, oldInputs: Partial<FlowInputs> = {}) {
  const { changes } = diffFlow({ ...inputs, ...news }, { ...inputs, ...oldInputs }, { ...state, ...olds });
  return Object.fromEntries([...changes].map(([path, change]) => [path, change.kind]));
}

describe("what an update would do", () => {
  test.each<[string, Partial<FlowInputs>, Partial<FlowState>, Record<string, string>]>([
    ["nothing", {}, {}, {}],
    [
      "a changed node",
      { digest: "d2", outline: { greet: "playAudio 9", bye: "disconnect 2" } },
      {},
      { 'outline["greet"]': "update" },
    ],
    [
      "a node that comes and one that goes",
      { digest: "d2", outline: { bye: "disconnect 2", "say/it": "playAudio 1" } },
      {},
      { 'outline["say/it"]': "add", 'outline["greet"]': "delete" },
    ],
    ["a change outside the nodes", { digest: "d2" }, {}, { digest: "update" }],
    ["a published version that is not ours", {}, { digest: "" }, { digest: "update" }],
    ["a rename", { name: "Sales EU", digest: "d2" }, {}, { name: "update", digest: "update" }],
    ["another type", { type: "inboundEmail" }, {}, { type: "update-replace" }],
    ["a module under another key", { modules: { auth: { name: "PIN", flowId: "m1", digest: "x1" } } }, {}, {}],
    ["a changed module", { modules: changedModule }, {}, { 'modules["pin"].digest': "update" }],
    [
      "a module that was created again",
      { modules: { pin: { name: "PIN", flowId: undefined, digest: "x1" } } },
      {},
      { 'modules["pin"].flowId': "update" },
    ],
    [
      "another module",
      { modules: { card: { name: "Card", flowId: "m2", digest: "y" } } },
      {},
      { 'modules["card"]': "add", 'modules["pin"]': "delete" },
    ],
    [
      "a queue that was created again",
      { references: { "queue:Sales": "q2" } },
      {},
      { 'references["queue:Sales"]': "update" },
    ],
    ["settings of the update itself", { forceUnlock: true, onDrift: "overwrite", createStubs: true }, {}, {}],
    ["a changed module of a pinned flow", { pin: true, modules: changedModule }, {}, {}],
    [
      "a change of a pinned flow beside that of its module",
      { pin: true, digest: "d2", modules: changedModule },
      {},
      { digest: "update" },
    ],
    ["an imported flow, whose modules are not known", {}, { modules: undefined, references: undefined }, {}],
  ])("%s", (_name, news, olds, expected) => {
    expect(changes(news, olds)).toEqual(expected);
  });

  test("an imported flow compares its modules with the inputs of its import", () => {
    const unknownModules = { modules: undefined, references: undefined };
    expect(changes({ modules: changedModule }, unknownModules)).toEqual({ 'modules["pin"].digest': "update" });
    expect(changes({}, unknownModules, { modules: undefined })).toEqual({});
  });

  test("a held back module is named", () => {
    expect(diffFlow({ ...inputs, pin: true, modules: changedModule }, inputs, state).heldBack).toEqual(["PIN"]);
    expect(diffFlow({ ...inputs, pin: true }, inputs, state).heldBack).toEqual([]);
  });

  test("what changed in the flow itself is said in words, cut after six nodes", () => {
    const outline = { ...inputs.outline, ...Object.fromEntries([..."abcdefg"].map((node) => [node, "playAudio 1"])) };
    expect(diffFlow({ ...inputs, digest: "d2", outline }, inputs, state).ownChange).toBe(
      "a added, b added, c added, d added, e added, f added, and 1 more",
    );
    expect(diffFlow(inputs, inputs, state).ownChange).toBe("");
  });

  test("a module that is taken over is named as the reason", () => {
    expect(diffFlow({ ...inputs, modules: changedModule }, inputs, state).republishedFor).toEqual(["PIN"]);
    expect(diffFlow({ ...inputs, pin: true, modules: changedModule }, inputs, state).republishedFor).toEqual([]);
    expect(diffFlow(inputs, inputs, state).republishedFor).toEqual([]);
  });

  test("a flow that was held back is due as soon as it is not pinned any more", () => {
    expect(changes({ modules: changedModule }, {}, { modules: changedModule })).toEqual({
      'modules["pin"].digest': "update",
    });
  });
});
