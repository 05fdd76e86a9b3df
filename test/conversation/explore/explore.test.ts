import { readFileSync } from "node:fs";
import { parseArchy } from "@genesys-flows/architect";
import { type RunnableFlow, runnable } from "@genesys-flows/conversation";
import { explore, generated, replay } from "@genesys-flows/conversation/explore";
import { declaredWorld, type Stage, stageOf, stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import { inCheckout } from "../../harness/checkout.ts";

let stage: Stage;

beforeAll(async () => {
  const stackFile = "Pulumi.dev.yaml";
  const stack = stackFileEntries(stackFile, readFileSync(inCheckout(stackFile), "utf8"));
  stage = stageOfProject(await loadProject({ root: inCheckout("."), stack, stackFile }));
});

const flow = (key: string) => stage.flow(key) as RunnableFlow;

test("the conversations of a flow take every transition but the error of a module that always completes", () => {
  const { graph, sourceOf } = flow("sales");
  const taken = new Set(
    explore(flow("sales"), stage).flatMap(({ transcript }) =>
      transcript.events.flatMap((one) =>
        one.event === "takes" ? [`${one.place.key} ${one.place.node} ${one.path}`] : [],
      ),
    ),
  );
  const missing = [...graph.nodes.values()].flatMap((node) =>
    Object.keys(node.transitions)
      .map((path) => `sales ${sourceOf?.(node)?.node} ${path}`)
      .filter((one) => !taken.has(one)),
  );
  expect(missing).toEqual(["sales apology error"]);
});

test("their names say what customer and world do, each once", () => {
  const names = explore(flow("sales"), stage).map(({ name }) => name);
  expect(names).toContain("caller presses 1234, CRM/Verify PIN times out");
  expect(new Set(names).size).toBe(names.length);
});

test("each of them happens the same way again", () => {
  for (const one of stage.flows)
    for (const { answers, transcript } of explore(one, stage)) expect(replay(one, stage, answers)).toEqual(transcript);
});

test("items of lists and participant data that a flow compares are tried", () => {
  const text = `inboundChat:
  name: A
  defaultLanguage: en-us
  startUpRef: /inboundChat/states/state[s]
  states:
    - state:
        name: S
        refId: s
        actions:
          - getParticipantData:
              name: Read
              attributes: [{attribute: {name: {lit: tier}, variable: State.tier}}]
          - decision:
              name: Is gold
              condition: {exp: 'State.tier == "gold"'}
          - decision:
              name: Wants sales
              condition: {exp: 'AreEqual("topic", Chat.Guest.customFields[0].key)'}
          - disconnect: {name: Bye}
`;
  const chat = runnable(parseArchy(text, { file: "a.yaml" }), { module: () => undefined });
  const other = stageOf([chat], declaredWorld([]));
  const taken = explore(chat, other).flatMap(({ transcript: { events } }) =>
    events.flatMap((one) => (one.event === "takes" ? [`${one.place.node} ${one.path}`] : [])),
  );
  expect(taken).toEqual(expect.arrayContaining(["is-gold yes", "is-gold no", "wants-sales yes", "wants-sales no"]));
  const { conversations } = generated(chat, other).script;
  expect(conversations.map(({ given }) => given.participantData)).toContainEqual({ tier: "gold" });
});

test("a generated test says that a data table cannot be read", () => {
  const front = flow("front-desk");
  const { script, left } = generated(front, stage);
  expect(script.conversations.map(({ given }) => given.tables)).toContainEqual({ "Routing by number": "failure" });
  expect(left).toEqual([]);
});

test("the same flow has the same conversations each time", () => {
  expect(explore(flow("support"), stage)).toEqual(explore(flow("support"), stage));
});
