import { type ArchyMap, lift } from "@genesys-flows/architect";
import { act, callFlow, say } from "../documents.ts";
import { transitionLines } from "./transition-lines.ts";

describe("menus", () => {
  const choice = (kind: string, name: string, body: ArchyMap = {}): ArchyMap => ({ [kind]: { name, ...body } });
  const menu: ArchyMap = {
    name: "Main",
    refId: "Main_1",
    audio: { tts: "press" },
    defaultChildMenuRef: "./choices/menuDisconnect[bye_2]",
    choices: [
      choice("menuTask", "Sales", {
        dtmf: "digit_1",
        task: {
          actions: [say("hello"), act("jumpToMenu", "again", { targetMenuRef: "/inboundCall/menus/menu[Main_1]" })],
        },
      }),
      choice("menuJumpToTask", "Support", { dtmf: "digit_2", targetTaskRef: "/inboundCall/tasks/task[T_10]" }),
      choice("menuTransferToAcd", "Queue", { dtmf: "digit_3", targetQueue: { lit: { name: "Q" } } }),
      choice("menuSubMenu", "More", {
        dtmf: "digit_4",
        refId: "More_5",
        audio: { tts: "more" },
        choices: [choice("menuPreviousMenu", "Back", { dtmf: "star" })],
      }),
      choice("menuDisconnect", "Good bye", { refId: "bye_2" }),
    ],
  };
  const graph = lift(
    callFlow([], { tasks: { T: [say("task")] }, body: { startUpRef: "./menus/menu[Main_1]", menus: [{ menu }] } }),
  );

  test("a transition for each choice, to a node of its kind", () => {
    expect(graph.start).toBe("Main");
    expect(transitionLines(graph)).toEqual([
      "Main: digit_1>Main-sales digit_2>Main-support digit_3>Main-queue digit_4>More good-bye>Main-good-bye",
      "Main-sales: next>hello",
      "hello: next>Main",
      "Main-support: next>task",
      "Main-queue:",
      "More: star>More-back",
      "More-back:",
      "Main-good-bye:",
      "task:",
    ]);
    expect([...graph.nodes.values()].map((n) => n.kind)).toEqual([
      "menu",
      "menuTask",
      "playAudio",
      "menuJumpToTask",
      "menuTransferToAcd",
      "menuSubMenu",
      "menuPreviousMenu",
      "menuDisconnect",
      "playAudio",
    ]);
  });

  test("properties and containers", () => {
    expect(graph.nodes.get("Main")?.properties).toEqual({ audio: { tts: "press" }, defaultChildMenuRef: "good-bye" });
    expect(graph.nodes.get("Main-queue")?.properties).toEqual({ dtmf: "digit_3", targetQueue: { lit: { name: "Q" } } });
    expect(graph.containers.map((c) => `${c.kind} ${c.name} ${c.refId} ${c.start}`)).toEqual([
      "menu Main Main_1 Main",
      "menu More More_5 More",
    ]);
  });
});
