import { callDocument } from "../harness/documents.ts";
import { textAsset } from "../harness/plugin.ts";
import { errorOf, FLOW, lasting, sceneOfTests } from "../harness/scene.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const scene = sceneOfTests();

test("a flow that somebody renamed, and who did, come escaped over the engine's log", async () => {
  const stack = scene.stack();
  await stack.up(FLOW, "sales", { document: textAsset(callDocument()) });
  await scene.organisation.edit({ change: "rename", to: "Claims\u001b]0;pwn\u0007\n::add-mask::x", by: "Ann\u202e" });
  stack.plugin.log.length = 0;
  await stack.refresh(FLOW, "sales");
  const said = lasting(stack.plugin).join("\n");
  expect(said).toContain("Claims\\u{1b}]0;pwn\\u{7}");
  expect(said).not.toMatch(CONTROLS);
  expect(said).not.toMatch(/^\s*::/m);
  for (const { message } of stack.plugin.log) expect(message).not.toMatch(CONTROLS);
  // What the state and the engine compare stays exact.
  expect(stack.get(FLOW, "sales").outputs["name"]).toContain("Claims\u001b]0;pwn\u0007");
});

test("what the platform answers, and mistakes of a document, come escaped as errors", async () => {
  const messages = ["no\u001b[2J \u202ematches\n::error::x (0 i '/inboundCall')"];
  await scene.organisation.api("POST", "/_local/faults", {
    faults: [{ times: 1, when: { operation: "postFlowsJobs" }, do: { job: { messages } } }],
  });
  const error = await errorOf(() => scene.stack().up(FLOW, "sales", { document: textAsset(callDocument()) }));
  expect(error.message).toContain("no\\u{1b}[2J \\u{202e}matches");
  expect(error.message).not.toMatch(CONTROLS);
  expect(error.message).not.toMatch(/^\s*::/m);

  const wrong = textAsset('"in\\eboundCall": {name: Sales}\n');
  const { failures } = await scene.stack().up(FLOW, "wrong", { document: wrong });
  expect(failures).toEqual([{ property: "document", reason: expect.stringContaining("in\\u{1b}boundCall") }]);
  expect(failures[0]?.reason).not.toMatch(CONTROLS);
});
