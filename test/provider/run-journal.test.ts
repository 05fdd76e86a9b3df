import { type Operation, PartialFailure, type Resource } from "../../packages/provider/engine/resource.ts";
import { desiredStackOf } from "../../packages/provider/run/desired.ts";
import { JobContinues, RunJournal } from "../../packages/provider/run/run-journal.ts";
import { StackRun } from "../../packages/provider/run/stack-run.ts";

/** What the operations of a resource come to: outputs, or what they throw. */
type Outcome = Record<string, unknown> | Error;

const operation = (name: string, type = "genesyscloud:index/flow:Flow") =>
  ({ urn: { text: "", project: "flows", stack: "prod", type, name } }) as Operation;
const unused = () => Promise.reject(new Error("not used"));

describe("what a person reads who interrupts an update", () => {
  const journalOf = (o: { preview?: boolean; flows?: string[] } = {}) => {
    const run = new StackRun();
    const flows = Object.fromEntries(
      (o.flows ?? []).map((key) => [key, { name: key.toUpperCase(), type: "inboundCall", file: `flows/${key}.yaml` }]),
    );
    if (o.flows)
      run.begin({ desired: desiredStackOf({ preview: o.preview === true, flows }), preview: o.preview === true });
    const journal = new RunJournal(run);
    const outcome = async (result: Outcome) => {
      if (result instanceof Error) throw result;
      return result as never;
    };
    const resource = (result: Outcome): Resource => ({
      token: "",
      noun: "flow",
      continues: () => true,
      check: unused,
      read: unused,
      diff: () => outcome({ changes: new Map(Object.entries(result)) }),
      create: async () => ({ id: "1", outputs: await outcome(result) }),
      update: () => outcome(result),
      delete: async () => void (await outcome(result)),
    });
    const request = { id: "1", inputs: {}, oldInputs: {}, state: {}, preview: o.preview === true };
    return {
      report: () => journal.report(),
      create: (of: Operation, result: Outcome) =>
        journal
          .noting(resource(result))
          .create(of, request)
          .catch(() => {}),
      update: (of: Operation, result: Outcome) =>
        journal
          .noting(resource(result))
          .update(of, request)
          .catch(() => {}),
      diff: (of: Operation, changes: Outcome) => journal.noting(resource(changes)).diff(of, request),
      remove: (of: Operation, state: Record<string, string>) =>
        journal.noting(resource({})).delete(of, { ...request, state }),
    };
  };

  test("everything that can be", async () => {
    const { create, update, diff, remove, report } = journalOf({ flows: ["a", "b", "c", "d", "e", "f"] });
    await create(operation("sales-queue", "genesyscloud:index/routingQueue:RoutingQueue"), { name: "Sales" });
    await create(operation("a"), { name: "A", publishedVersion: "1.0" });
    await update(operation("b"), new JobContinues("4711"));
    await update(
      operation("c"),
      new PartialFailure({ id: "3", inputs: {}, outputs: { publishedVersion: "2.0" }, reasons: ["not proven"] }),
    );
    await diff(operation("d"), {});
    await diff(operation("e"), { document: {} });
    await update(operation("e"), new Error("refused"));
    await remove(operation("old", "genesyscloud:index/architectIvr:ArchitectIvr"), { name: "Old" });
    expect(report()).toBe(
      [
        "The update was interrupted.",
        "Published: A 1.0, c 2.0 (to be checked again)",
        "Created: RoutingQueue Sales",
        "Deleted: ArchitectIvr Old",
        "Still running on the platform: publish job 4711 for b",
        "Not published in this run: E, F",
        "Next: npm run pulumi -- up --stack prod",
        "  The next run reads the live state first, takes over the results of the running jobs, then completes the update.",
      ].join("\n"),
    );
    expect(report()).toBeUndefined();
  });

  test("nothing was changed yet", async () => {
    const { diff, report } = journalOf({ flows: ["a"] });
    await diff(operation("a"), { document: {} });
    expect(report()).toMatch(
      /^The update was interrupted\. Nothing was changed\.\nNot published in this run: A\nNext: /,
    );
  });

  test("a preview, and a refresh, say nothing", async () => {
    const preview = journalOf({ flows: ["a"], preview: true });
    await preview.create(operation("a"), { name: "A" });
    expect(preview.report()).toBeUndefined();
    expect(journalOf().report()).toBeUndefined();
  });
});
