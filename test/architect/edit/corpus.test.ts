import {
  type ArchyDocument,
  diffGraphs,
  type FlowGraph,
  lift,
  placeholders,
  reachable,
} from "@genesys-flows/architect";
import { type CallPlace, editExport, insertCall, removeCalls } from "@genesys-flows/architect/edit";
import { Dice } from "../../e2e/faults/dice.ts";
import { describeCorpus, fittingValue, rawFiles } from "../corpus.ts";
import { callAt, contractOf, handler } from "./shared-module.ts";

/** Seed of the places beside nodes; `ALL_PLACES=1` tries all of them. */
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const PLACES = 4;

interface Real {
  readonly file: string;
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

const real: Real[] = rawFiles().map(({ file, text }) => ({
  file,
  text,
  values: Object.fromEntries(placeholders(text, { file }).map(({ key }) => [key, fittingValue(key, text)])),
}));

function documentOf({ file, values }: Real, text: string): ArchyDocument {
  let document: ArchyDocument | undefined;
  editExport({ file, text }, values, (found) => {
    document = found;
    return { kind: "unchanged", reason: "" };
  });
  return document as ArchyDocument;
}

/** What one insertion does: nothing else in the graph, nothing else in the text, and its removal gives the text back. */
function expectOnlyTheCall(one: Real, before: FlowGraph, place: CallPlace): "edited" | "refused" {
  const { file, text, values } = one;
  const inserted = editExport({ file, text }, values, (document) => insertCall(document, callAt(place)));
  if (inserted.kind !== "edited") return "refused";
  const after = documentOf(one, inserted.text);
  const graph = lift(after, { contract: contractOf });
  const difference = diffGraphs(before, graph);
  const added = difference.nodes.filter(({ change }) => change === "added");
  expect(added).toHaveLength(2);
  expect(difference.nodes.every(({ change }) => change === "added" || change === "rewired")).toBe(true);
  expect([difference.variables.length, difference.frame.length]).toEqual([1, 0]);
  // A container that began with the node beside the call begins with the call.
  for (const changed of difference.containers)
    expect(changed).toEqual({
      change: "changed",
      kind: changed.kind,
      key: changed.key,
      values: [],
      variables: [],
      start: expect.anything(),
    });
  const [call] = [...graph.nodes.values()].filter(({ properties }) => properties["module"] === handler.name);
  expect(Object.keys(call?.transitions ?? {})).toContain("error");
  expect(isSubsequence(text.split("\n"), inserted.text.split("\n"), { changed: 1 })).toBe(true);
  const again = editExport({ file, text: inserted.text }, values, (document) => insertCall(document, callAt(place)));
  expect(again.kind).toBe("unchanged");
  const removed = editExport({ file, text: inserted.text }, values, (d) => removeCalls(d, { module: handler }));
  expect(removed).toEqual({ kind: "edited", text });
  return "edited";
}

/** Whether all lines but a few (`startUpRef`) are still there in their order. */
function isSubsequence(lines: readonly string[], of: readonly string[], { changed }: { changed: number }): boolean {
  let at = 0;
  let missing = 0;
  for (const line of lines) {
    const found = of.indexOf(line, at);
    if (found === -1) missing++;
    else at = found + 1;
  }
  return missing <= changed;
}

const refusals: Record<string, RegExp> = {
  commonModule: /^A common module cannot call a common module\./,
  surveyInvite: /No export shows how a survey invite flow ends\./,
};

describeCorpus("a call in real exports", () => {
  const documents = real.map((one) => [one.file, one, documentOf(one, one.text)] as const);

  test.each(documents)("%s", (_file, one, document) => {
    const before = lift(document, { contract: contractOf });
    const refusal = refusals[document.flowType];
    if (refusal) {
      const refused = insertCall(document, callAt({ at: "start" }));
      expect(refused).toEqual({ kind: "refused", reasons: expect.arrayContaining([expect.stringMatching(refusal)]) });
      return;
    }
    expect(expectOnlyTheCall(one, before, { at: "start" })).toBe("edited");
    const reached = reachable(before);
    const places = [...before.nodes.values()]
      .filter(({ id }) => reached.has(id))
      .flatMap(({ id, transitions }): CallPlace[] => [
        { at: "before", node: id },
        { at: "after", node: id },
        ...["success", "failure", "timeout", "notFound", ...Object.keys(transitions)].map(
          (path): CallPlace => ({ at: "after", node: id, path }),
        ),
      ]);
    const dice = new Dice(seed);
    const some = process.env["ALL_PLACES"] ? places : Array.from({ length: PLACES }, () => dice.one(places));
    for (const place of some) expectOnlyTheCall(one, before, place);
  });

  test("a call in a branch of another one is removed with it", () => {
    const [one] = real.filter(({ file }) => file.includes("Exporter_Outbound"));
    if (!one) throw new Error("The corpus has no such file.");
    const insert = (text: string, place: CallPlace) =>
      editExport({ ...one, text }, one.values, (d) => insertCall(d, callAt(place, { again: true })));
    const first = insert(one.text, { at: "start" });
    if (first.kind !== "edited") throw new Error("The call was not inserted.");
    const second = insert(first.text, { at: "before", node: "common-error-handler-disconnect" });
    if (second.kind !== "edited") throw new Error("The second call was not inserted.");
    const remove = (discard: boolean) =>
      editExport({ ...one, text: second.text }, one.values, (d) => removeCalls(d, { module: handler, discard }));
    expect(remove(false)).toMatchObject({ kind: "refused", reasons: [expect.stringContaining("--discard")] });
    expect(remove(true)).toEqual({ kind: "edited", text: one.text });
  });

  test("a second call is inserted on request, and both are removed", () => {
    for (const one of real.slice(0, 20)) {
      const first = editExport(one, one.values, (document) => insertCall(document, callAt({ at: "start" })));
      if (first.kind !== "edited") continue;
      const graph = lift(documentOf(one, one.text), { contract: contractOf });
      const node = [...graph.nodes.values()].findLast(
        ({ path }) => path?.at(-3) !== "choices" && typeof path?.at(-2) === "number",
      );
      const place = { at: "before", node: node?.id ?? "" } as const;
      const insert = (again: boolean) =>
        editExport({ ...one, text: first.text }, one.values, (d) => insertCall(d, callAt(place, { again })));
      const [refused, second] = [insert(false), insert(true)];
      if (second.kind !== "edited") continue;
      expect(refused).toMatchObject({ kind: "refused", reasons: [expect.stringContaining("--again")] });
      const removed = editExport({ ...one, text: second.text }, one.values, (d) => removeCalls(d, { module: handler }));
      expect(removed).toEqual({ kind: "edited", text: one.text });
    }
  });
});
