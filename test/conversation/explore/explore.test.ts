import { readFileSync } from "node:fs";
import type { RunnableFlow } from "@genesys-flows/conversation";
import { explore, replay } from "@genesys-flows/conversation/explore";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
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

test("the same flow has the same conversations each time", () => {
  expect(explore(flow("support"), stage)).toEqual(explore(flow("support"), stage));
});
