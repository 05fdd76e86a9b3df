import * as fc from "fast-check";
import type { Properties } from "../../packages/provider/engine/values.ts";
import {
  type FlowState,
  flowInputsOf,
  flowStateOf,
  modulesOutput,
  outputsOf,
} from "../../packages/provider/resources/flow/values.ts";
import { earlierFlow } from "../harness/earlier-state.ts";
import { callDocument, moduleDocument } from "./harness/documents.ts";
import { type Plain, textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, lasting, Scene } from "./harness/scene.ts";
import type { Stack, Stored } from "./harness/stack.ts";

let scene: Scene;
let stack: Stack;
beforeAll(async () => {
  scene = await new Scene().open();
});
afterAll(() => scene?.close());
beforeEach(async () => {
  stack = scene.stack();
  await publishModule();
});
afterEach(async () => {
  await scene.organisation.api("DELETE", "/_local/faults");
  await scene.reset();
});

function publishModule(text?: string) {
  return stack.up(FLOW, "handler", { document: textAsset(moduleDocument(text === undefined ? {} : { text })) });
}

function caller(o: { text?: string; pin?: boolean } = {}): Plain {
  const { id, outputs } = stack.get(FLOW, "handler");
  return {
    document: textAsset(callDocument({ name: "Sales", module: "Error handler", ...(o.text && { text: o.text }) })),
    modules: { handler: { flowId: id, digest: outputs["digest"], name: "Error handler" } },
    ...(o.pin !== undefined && { pin: o.pin }),
  };
}

const sales = (): Stored => stack.get(FLOW, "sales");
const republished = { 'modules["handler"].digest': "update" };

describe("the state of a published flow", () => {
  beforeEach(() => stack.up(FLOW, "sales", caller()));

  test("has no output that repeats an input, and no default", () => {
    const { id, outputs } = stack.get(FLOW, "handler");
    expect(Object.keys(sales().inputs).sort()).toEqual(["digest", "document", "modules", "name", "outline", "type"]);
    expect(Object.keys(sales().outputs).sort()).toEqual([
      "datePublished",
      "digest",
      "modulesHeld",
      "name",
      "organizationId",
      "publishedBy",
      "publishedModules",
      "publishedVersion",
      "references",
      "type",
    ]);
    expect(sales().outputs["publishedModules"]).toEqual({ handler: `${id} ${outputs["digest"]}` });
  });

  test("is the same after a refresh", async () => {
    const before = sales();
    await stack.refresh(FLOW, "sales");
    expect(sales()).toEqual(before);
  });

  test("names the nodes that change, although the outputs have no outline", async () => {
    const { detailedDiff } = await stack.preview(FLOW, "sales", caller({ text: "Hello." }));
    expect(Object.keys(detailedDiff)).toEqual([expect.stringMatching(/^outline\["/)]);
  });

  test("still says what the flow holds when it is pinned in the run that changes its module", async () => {
    await publishModule("Two.");
    expect((await stack.up(FLOW, "sales", caller({ pin: true }))).operation).toBe("same");
    await publishModule("Three.");
    expect((await stack.up(FLOW, "sales", caller({ pin: true }))).operation).toBe("same");
    expect(lasting(stack.plugin)).toContainEqual(
      expect.stringContaining("keeps its snapshot of 'Error handler' at version 1.0"),
    );
    expect((await stack.preview(FLOW, "sales", caller())).detailedDiff).toEqual(republished);
  });

  test("is due when the module of a held back flow is what it was, in a version that the flow does not hold", async () => {
    await publishModule("Two.");
    await stack.up(FLOW, "sales", caller({ pin: true }));
    await publishModule();
    expect((await stack.preview(FLOW, "sales", caller())).operation).toBe("update");
  });

  test("leaves a flow due whose publishing failed, and names the nodes of the change", async () => {
    await scene.organisation.api("POST", "/_local/faults", {
      faults: [{ when: { operation: "postFlowsJobs" }, do: { error: { status: 403, code: "missing.permissions" } } }],
    });
    await errorOf(() => stack.up(FLOW, "sales", caller({ text: "Hello." })));
    await scene.organisation.api("DELETE", "/_local/faults");
    const { operation, detailedDiff } = await stack.preview(FLOW, "sales", caller({ text: "Hello." }));
    expect(operation).toBe("update");
    expect(Object.keys(detailedDiff)).toEqual([expect.stringMatching(/^outline\["/)]);
    expect((await stack.preview(FLOW, "sales", caller())).operation).toBe("same");
  });
});

describe("a state of an earlier release", () => {
  beforeEach(async () => {
    await stack.up(FLOW, "sales", caller());
    stack.state.set(stack.urn(FLOW, "sales"), { id: sales().id, ...earlierFlow(sales()) });
  });

  test("needs no update, keeps its form in a refresh, and makes no request", async () => {
    const before = sales();
    await stack.refresh(FLOW, "sales");
    expect(sales()).toEqual(before);
    const calls = await scene.organisation.requestsOf(async () => {
      expect((await stack.up(FLOW, "sales", caller())).operation).toBe("same");
    });
    expect(calls).toEqual([]);
    expect((await stack.up(FLOW, "sales", caller())).operation).toBe("same");
  });

  test("republishes the flow with its module, and then has the present form", async () => {
    await publishModule("Two.");
    expect((await stack.preview(FLOW, "sales", caller())).detailedDiff).toEqual(republished);
    await stack.up(FLOW, "sales", caller());
    expect(sales().outputs).toMatchObject({ publishedVersion: "2.0", modulesHeld: { "Error handler": "2.0" } });
    expect(sales().outputs).not.toHaveProperty("modules");
    expect(sales().outputs).not.toHaveProperty("outline");
  });

  test("holds a pinned flow back", async () => {
    await publishModule("Two.");
    expect((await stack.up(FLOW, "sales", caller({ pin: true }))).operation).toBe("same");
    expect((await stack.preview(FLOW, "sales", caller())).detailedDiff).toEqual(republished);
  });
});

const word = fc.string({ minLength: 1, maxLength: 8 });
const id = fc.uuid();
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const held = fc.record({ name: word, flowId: id, digest: fc.oneof(digest, fc.constant("")) });
const flowState: fc.Arbitrary<FlowState> = fc.record(
  {
    name: word,
    type: fc.constant("inboundCall" as const),
    digest: fc.oneof(digest, fc.constant("")),
    publishedVersion: fc.constantFrom("", "1.0", "12.0"),
    modulesHeld: fc.dictionary(word, fc.constantFrom("1.0", "2.0")),
    organizationId: id,
    modules: fc.dictionary(word, held),
    references: fc.dictionary(word, id),
    outline: fc.dictionary(word, word),
    publishedBy: word,
    drift: word,
  },
  {
    requiredKeys: ["name", "type", "digest", "publishedVersion", "modulesHeld", "organizationId", "modules", "outline"],
  },
);

/** The inputs beside the outputs, as the last update left them. */
const inputsOf = ({ modules, outline }: FlowState): Properties => ({ outline, modules: modulesOutput(modules ?? {}) });
const defined = (state: FlowState) =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));

test("law: the state is read as it was written, of a published flow and of an import", () => {
  fc.assert(
    fc.property(flowState, (state) => {
      expect(defined(flowStateOf(outputsOf(state), inputsOf(state)))).toEqual(defined(state));
    }),
  );
});

test("law: other inputs of modules do not change what a published flow holds", () => {
  fc.assert(
    fc.property(flowState, fc.dictionary(word, held), (state, others) => {
      const inputs = { ...inputsOf(state), modules: modulesOutput(others) };
      const known = (modules: FlowState["modules"]) =>
        Object.entries(modules ?? {}).map(([key, { flowId, digest: of }]) => [key, flowId, of]);
      expect(known(flowStateOf(outputsOf(state), inputs).modules)).toEqual(known(state.modules));
      expect(flowInputsOf(inputs).pin).toBe(false);
    }),
  );
});
