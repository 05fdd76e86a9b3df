import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { callDocument } from "./harness/documents.ts";
import { textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, sceneOfTests } from "./harness/scene.ts";

const scene = sceneOfTests();

const document = { document: textAsset(callDocument()) };
/** Publish jobs that are registered from now on take so long. */
const slowJobs = (durationMs: number) =>
  scene.organisation.api("POST", "/_local/faults", {
    faults: [{ when: { operation: "postFlowsJobs" }, do: { job: { durationMs } } }],
  });

test("a long job shows its progress", async () => {
  await slowJobs(400);
  const stack = await scene.run();
  await stack.up(FLOW, "sales", document);
  const lines = stack.plugin.log.filter(({ ephemeral }) => ephemeral).map(({ message }) => message);
  expect(lines[0]).toBe("uploaded");
  expect(lines[1]).toMatch(/^validating \d+ s$/);
  expect(lines.at(-1)).toBe("published 1.0");
});

test("a cancelled wait says what is published and which job continues, and the next run takes over its result", async () => {
  const cancelled = await scene.run();
  await cancelled.up(FLOW, "claims", { document: textAsset(callDocument({ name: "Claims" })) });
  await slowJobs(1500);
  const failing = errorOf(() => cancelled.up(FLOW, "sales", document));
  await until(() => cancelled.plugin.log.some(({ message }) => message.startsWith("validating")));
  await cancelled.plugin.call("cancel", new emptyMessages.Empty());
  expect((await failing).message).toMatch(
    /^The update was cancelled while publish job \S+ was running\. The job continues, and the next update takes over its result\.$/,
  );
  const reports = cancelled.plugin.log.filter(({ message }) => message.startsWith("The update was interrupted."));
  expect(reports.map(({ message }) => message.split("\n"))).toEqual([
    [
      "The update was interrupted.",
      "Published: Claims 1.0",
      expect.stringMatching(/^Still running on the platform: publish job \S+ for Sales$/),
      "Next: run the same command again",
      "  The next run reads the live state first, takes over the results of the running jobs, then completes the update.",
    ],
  ]);

  await until(async () => (await scene.organisation.flowsNamed("Sales")).length > 0);
  const next = await scene.run({ after: cancelled });
  expect((await next.up(FLOW, "sales", document)).outputs).toMatchObject({ publishedVersion: "1.0" });
});

/** Resolves when it is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
