import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ArchyDocument, compile, parseArchy, parseDefinition, toGraph } from "@genesys-flows/architect";
import { explainJobMessages } from "../../../packages/provider/resources/flow/messages/job-messages.ts";
import { callDocument } from "../harness/documents.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "messages-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a flow is published from, each with a queue that nobody has. */
type Source = "definition" | "export" | "bare";

const definition = `inboundCall: Sales
onFault: {say: We have a problem., then: disconnect}
start: greet
nodes:
  greet: {playAudio: Welcome., on: {next: to-the-queue}}
  to-the-queue: {transferToAcd: {queue: Nowhere}, on: {failure: bye}}
  bye: {disconnect: {}}
`;

/** The document as it is in the project, with the sidecar that the program writes next to a compiled one. */
function sourceOf(kind: Source): { document: ArchyDocument; path: string; queue: string } {
  const at = path.join(folder, `${kind}.yaml`);
  if (kind === "bare") {
    const document = parseArchy(callDocument({ queue: "Nowhere" }), { file: "sales.yaml" });
    const queue = "/inboundCall/tasks/task[Task_1]/actions/transferToAcd[_^_archy_transferToAcd_2__]";
    return { document, path: at, queue };
  }
  if (kind === "export") {
    const document = parseArchy(callDocument({ queue: "Nowhere" }), { file: ".genesys/compiled/sales-1.yaml" });
    const nodes = [
      { path: "/inboundCall/tasks/task[Task_1]/actions[1]", node: "queue", file: "flows/Sales_v1-0.yaml", line: 16 },
    ];
    writeFileSync(
      path.join(folder, "export.map.json"),
      JSON.stringify({ file: "flows/Sales_v1-0.yaml", origin: "export", nodes }),
    );
    const queue = "/inboundCall/tasks/task[Task_1]/actions/transferToAcd[_^_archy_transferToAcd_2__]";
    return { document, path: at, queue };
  }
  const file = "flows/inbound/sales.yaml";
  const graph = toGraph(parseDefinition({ path: file, text: definition }, { values: {} }), {
    modules: () => undefined,
  });
  const { document, sourceMap } = compile({ graph, file: ".genesys/compiled/sales-1.yaml" });
  const sidecar = { file, origin: "definition", nodes: sourceMap, onFaultLocation: { file, line: 2 } };
  writeFileSync(path.join(folder, "definition.map.json"), JSON.stringify(sidecar));
  const read = parseArchy(document.text, { file: document.file });
  const task = /refId: (\S+)/.exec(document.text)?.[1];
  const queue = `/inboundCall/tasks/task[${task}]/actions/transferToAcd[_^_archy_transferToAcd_2__]`;
  return { document: read, path: at, queue };
}

const explained = async (kind: Source, text: string, details?: { errorMessage: string }[], type = "Error") => {
  const source = sourceOf(kind);
  const message = { type, text: text.replace("<queue>", source.queue), ...(details && { details }) };
  const [one] = await explainJobMessages([message], source);
  return { ...one, text: one?.text.replaceAll(source.queue, "<queue>") };
};

describe("the place of a message", () => {
  test.each<[Source, string, string]>([
    ["definition", "no matches ('targetQueue' i '<queue>')", "flows/inbound/sales.yaml:6, node to-the-queue: "],
    ["definition", "no matches ('division' i '/inboundCall')", "flows/inbound/sales.yaml: "],
    [
      "definition",
      "no ('disconnect' i '/inboundCall/settingsErrorHandling/errorHandling')",
      "flows/inbound/sales.yaml:2: ",
    ],
    [
      "definition",
      "The flow (name: 'Sales', type: 'inboundcall') is locked by another entity.",
      "flows/inbound/sales.yaml: ",
    ],
    ["export", "no matches ('targetQueue' i '<queue>')", "flows/Sales_v1-0.yaml:17, node queue: "],
    ["export", "no matches ('division' i '/inboundCall')", "flows/Sales_v1-0.yaml:5: "],
    ["export", "expected a object but got null ('initialGreeting' i '/inboundCall')", "flows/Sales_v1-0.yaml:9: "],
    ["export", "Something without a place.", "flows/Sales_v1-0.yaml: "],
    ["bare", "no matches ('targetQueue' i '<queue>')", "sales.yaml:17, node queue: "],
    ["bare", "no matches ('division' i '/inboundCall')", "sales.yaml:5: "],
    ["bare", "required property missing ('startUpRef' i '/inboundCall')", "sales.yaml:6: "],
    ["bare", "Something without a place.", "sales.yaml: "],
  ])("%s: %s", async (kind, text, place) => {
    const { text: explanation } = await explained(kind, text);
    expect(explanation?.slice(0, explanation.indexOf(text.slice(0, 12)))).toBe(place);
  });
});

describe("every message that is known: cause and fix", () => {
  const lock =
    "Somebody has the flow checked out in Architect. Ask them to check it in, or set forceUnlock, which saves a copy of the draft before it removes the lock.";
  const noMatch =
    "Correct the name, or create the object first. An object of this stack is created before the flow if the flow's `references` list it.";
  test.each<[string, string[]]>([
    [
      "Flow (name: 'Sales', type: 'inboundcall') is locked by another entity. You can use the --forceUnlock command line parameter if you wish to publish flows locked by another entity.",
      [lock],
    ],
    ["Flow is locked by user 'Ann'.", [lock]],
    ["no matches ('targetQueue' i '<queue>')", ["The document refers to the queue 'Nowhere' here.", noMatch]],
    ["no matches ('division' i '/inboundCall')", [noMatch]],
    [
      "expected a object but got null ('initialGreeting' i '/inboundCall')",
      ["Remove the property, or give it a value such as {noValue: true}."],
    ],
    ["required property missing ('startUpRef' i '/inboundCall')", ["Add the property."]],
    [
      "a common module flow cannot be used in another common module flow ('commonModule' i '/commonModule')",
      ["Call the inner module from the flow itself, before or after the outer one."],
    ],
    [
      "not compatible with flow type 'inboundCall' ('commonModule' i '/inboundCall')",
      [
        "Add the flow's type to the module: `channels` in a definition, settingsCommonModule.compatibleFlowTypes in an export.",
      ],
    ],
    [
      "not published ('targetFlow' i '/inboundCall')",
      [
        "Publish the referenced flow first. A flow of this stack is published first if the flow's `modules` or `references` list it.",
      ],
    ],
    [
      "could not be verified ('script' i '/inboundCall')",
      ["Ignore this message if the object exists in the real organisation."],
    ],
    [
      "Failed to validate flow due to invalid name.  Flow names must not contain forward slashes. ('name' i '/inboundCall')",
      ["Correct the flow's name."],
    ],
    [
      "Failed to validate flow.  Names must not be longer than 200 characters. ('name' i '/inboundCall')",
      ["Correct the flow's name."],
    ],
    ["The uploaded file is empty.", ["The upload lost the document. Run the update again."]],
    [
      "The flow is too large.",
      ["Split the flow: move a part into a common module, or into a flow that it transfers to."],
    ],
    ["Something that nobody knows.", []],
  ])("%s", async (text, lines) => {
    const { text: explanation } = await explained("bare", text);
    expect(explanation?.split("\n").slice(1)).toEqual(lines.map((line) => `    ${line}`));
    expect(explanation).toContain(text);
  });

  test("what the platform adds comes before our own words, once, and instead of a guess", async () => {
    const details = [
      { errorMessage: "The organisation has no queue 'Nowhere'." },
      { errorMessage: "The organisation has no queue 'Nowhere'." },
    ];
    expect(await explained("definition", "no matches ('targetQueue' i '<queue>')", details)).toEqual({
      severity: "error",
      text: [
        "flows/inbound/sales.yaml:6, node to-the-queue: no matches ('targetQueue' i '<queue>')",
        "    The organisation has no queue 'Nowhere'.",
        `    ${noMatch}`,
      ].join("\n"),
    });
  });

  test("a warning is one, whatever its case; a message without text says so", async () => {
    expect((await explained("bare", "not published", [], "WARNING")).severity).toBe("warning");
    const [silent] = await explainJobMessages([{}], sourceOf("bare"));
    expect(silent).toEqual({ severity: "error", text: "sales.yaml: (no text)" });
  });
});
