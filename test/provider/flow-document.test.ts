import { digest } from "@genesys-flows/architect";
import { Asset } from "../../packages/provider/engine/values.ts";
import { readDocument } from "../../packages/provider/resources/flow/document.ts";

const asset = (name: string) =>
  new Asset({
    text: `inboundCall:
  name: ${name}
  startUpRef: "/inboundCall/tasks/task[first]"
  tasks:
    - task:
        name: First
        refId: first
        actions:
          - disconnect:
              name: Goodbye
`,
  });

/** Reads a document as a check does, or, with the digest, as the publishing after it. */
function read(document: Asset, checked?: string) {
  const found = readDocument(document, { key: "sales", digest: checked });
  if (!found) throw new Error("The flow's document is unknown.");
  return found;
}

test("a document that was checked is not parsed again to be published", () => {
  const checked = read(asset("Sales"));
  expect(read(asset("Sales"), digest(checked))).toBe(checked);
});

test("once published, it is no longer kept", () => {
  const checked = read(asset("Claims"));
  read(asset("Claims"), digest(checked));
  expect(read(asset("Claims"), digest(checked))).not.toBe(checked);
});

test("a document that changed after its check is read as it is, and refused", () => {
  const checked = digest(read(asset("Support")));
  expect(() => read(asset("Support 2"), checked)).toThrow("changed after this run checked it");
});
