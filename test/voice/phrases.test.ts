import { inDocument, inMessages, phrases, slips } from "../../scripts/lib/checks/voice.ts";

const found = (text: string) => slips(text).map((slip) => slip.found);

test.each([
  ["The node has no way on for `failure`.", "way on"],
  ["There is no way out of the loop.", "way out"],
  ["No way leads to the node.", "No way leads"],
  ["Both ways of the decision are empty.", "Both ways"],
  ["The modules call each other in a circle.", "circle"],
  ["The queue stands twice in the list.", "stands twice"],
  ["The name stands in line 3.", "stands in"],
  ["The file is not there.", "is not there"],
  ["There is no such module: there is none.", "there is none"],
  ["The text is none of a module.", "is none"],
  ["The state lies below `.genesys/`.", "lies"],
  ["The preview tells who changed it.", "tells"],
  ["The message speaks of a queue.", "speaks of"],
  ["The property is attested in one export.", "attested"],
  ["Nobody can judge it offline.", "Nobody can judge"],
  ["It cannot be judged offline.", "cannot be judged"],
  ["The environment variable goes before the option.", "goes before"],
  ["Run it, then come again.", "come again"],
  ["The next run mends it.", "mends"],
  ["Write it as it has to be.", "as it has to be"],
  ["Go through the door.", "the door"],
  ["This is what is wanted.", "what is wanted"],
  ["Without our line nobody owns it.", "our line"],
  ["What the organisation has at birth.", "at birth"],
  ["It is compared with what a person wrote.", "what a person wrote"],
  ["Whoever reads the flow reads it.", "Whoever"],
  ["The file is passed over.", "is passed over"],
  ["The count begins anew.", "begins anew"],
  ["It is published in the place of the old one.", "in the place of"],
  ["Name it more exactly.", "more exactly"],
  ["The stack forgets it.", "forgets it"],
  ["'x' is no key of a flow.", "is no key"],
  ["It overwrites what was there.", "what was there"],
  ["The update did not go through.", "did not go through"],
  ["The key is not known here.", "not known here"],
  ["A copy that is held by a caller.", "copy that is held"],
  ["The call of the module has no `error` transition.", "call of the module"],
])("%j is found by %j", (text, phrase) => {
  expect(found(text)).toContain(phrase);
});

test.each([
  "The call has no `error` transition.",
  "The output path `failure` leads nowhere.",
  "Always on hold.",
  "The calls of its IVRs route to another flow.",
  "Two flows depend on each other: a cycle.",
  "There is one flow of that name.",
  "There is no flow of that name.",
  "The organisation does not have the queue.",
  "A stand-in for the queue.",
  "The flow is unreachable; nothing leads to it.",
])("%j is fine", (text) => {
  expect(found(text)).toEqual([]);
});

test("no phrase is in what the table says instead", () => {
  expect(phrases.flatMap(({ say }) => found(say))).toEqual([]);
});

test("a message is reported with file, line and text", () => {
  const text = "const fine = 1;\nthrow new Error(`The file ${name} is not there.`);\n// It is not there: a comment.";
  expect(inMessages({ path: "a.ts", text })).toEqual([
    'a.ts:2: "is not there" in "The file {name} is not there."; say: exists, does not exist, was not found',
  ]);
});

test("a page is reported with its line; code is not read", () => {
  const text = "# A\n\nSay `it is not there.`:\n\n```\nit is not there.\n```\nThe file is not there.\n";
  expect(inDocument({ path: "docs/a.md", text })).toEqual([
    'docs/a.md:8: "is not there"; say: exists, does not exist, was not found',
  ]);
});
