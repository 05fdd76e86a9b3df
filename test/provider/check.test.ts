import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { callDocument } from "./harness/documents.ts";
import { type Plain, plain, struct, textAsset } from "./harness/plugin.ts";
import { FLOW, Scene } from "./harness/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await new Scene().open();
});
afterAll(() => scene?.close());

async function check(inputs: Plain, before: Plain = {}): Promise<{ inputs: Plain; reasons: string[] }> {
  const stack = scene.stack();
  const request = new messages.CheckRequest();
  request.setUrn(stack.urn(FLOW, "sales"));
  request.setOlds(struct(before));
  request.setNews(struct(inputs));
  const response = await stack.plugin.call<messages.CheckResponse>("check", request);
  return { inputs: plain(response.getInputs()), reasons: response.getFailuresList().map((f) => f.getReason()) };
}

/** An asset as the engine hands it over when its file was not changed, but cannot be read any more. */
function gone(asset: Plain): Plain {
  const { text: _, ...rest } = asset;
  return { ...rest, path: "there-is-none.yaml" };
}

describe("what is found in a document", () => {
  const document = textAsset(callDocument({ name: "Sales" }));
  const facts = ({ name, type, digest, outline }: Plain) => ({ name, type, digest, outline });

  test("is kept, and the document not read again, as long as its content is the same", async () => {
    const first = await check({ document });
    const second = await check({ document: gone(document) }, first.inputs);
    expect(second.reasons).toEqual([]);
    expect(facts(second.inputs)).toEqual(facts(first.inputs));
    expect(second.inputs["name"]).toBe("Sales");
  });

  test("is read again when the content differs", async () => {
    const first = await check({ document });
    const second = await check({ document: textAsset(callDocument({ name: "Sales EU" })) }, first.inputs);
    expect(second.inputs["name"]).toBe("Sales EU");
    expect(second.inputs["digest"]).not.toBe(first.inputs["digest"]);
  });

  test.each(["name", "type", "digest", "outline"])("is read again when the state has no %s", async (lost) => {
    const first = await check({ document });
    const { [lost]: _, ...rest } = first.inputs;
    expect(facts((await check({ document }, rest)).inputs)).toEqual(facts(first.inputs));
    expect((await check({ document: gone(document) }, rest)).reasons).toEqual([
      expect.stringContaining("there-is-none.yaml does not exist"),
    ]);
  });

  test("other mistakes are reported all the same", async () => {
    const first = await check({ document });
    const { reasons } = await check({ document, pin: "perhaps" }, first.inputs);
    expect(reasons).toEqual(["must be a boolean"]);
  });
});
