import { graphDifferences, lift } from "@genesys-flows/architect";
import { completed } from "../../../packages/architect/decompile/prove.ts";
import { document, say } from "../documents.ts";
import { again, lifted, nodes } from "./texts.ts";

test("a menu: its choices lead to nodes, also choices with an action of their own", () => {
  const graph = lift(
    document("inboundCall", {
      startUpRef: "/inboundCall/menus/menu[Main_1]",
      menus: [
        {
          menu: {
            name: "Main",
            refId: "Main_1",
            audio: { tts: "Press 1 to hear more, 9 to end." },
            defaultChildMenuRef: "/inboundCall/menus/menu[Main_1]/choices/menuDisconnect[Bye_3]",
            choices: [
              {
                menuTask: {
                  name: "More",
                  refId: "More_2",
                  dtmf: "digit_1",
                  globalDtmf: false,
                  globalSpeechRecTerms: false,
                  task: { actions: [say("more"), { disconnect: { name: "end" } }] },
                },
              },
              {
                menuDisconnect: {
                  name: "Bye",
                  refId: "Bye_3",
                  dtmf: "digit_9",
                  globalDtmf: false,
                  globalSpeechRecTerms: false,
                },
              },
            ],
          },
        },
      ],
    }),
  );
  const text = lifted(graph);
  expect(nodes(text)).toBe(`  Main:
    menu:
      audio: Press 1 to hear more, 9 to end.
      choices: {more: {digit: 1, name: More}, bye: {digit: 9, name: Bye}}
      default: bye
    on: {more: more, bye: Bye}
  more: {playAudio: more, then: end}
  end: {disconnect: {}}
  Bye: {disconnect: {}}
`);
  expect(graphDifferences(completed(graph), again(text))).toEqual([]);
});

test("a menu choice with fewer or more properties than a short form", () => {
  const choice = (kind: string, properties: object) => ({ [kind]: { ...properties } });
  const graph = lift(
    document("inboundCall", {
      startUpRef: "/inboundCall/menus/menu[Main_1]",
      menus: [
        {
          menu: {
            name: "Main",
            refId: "Main_1",
            audio: { tts: "Press 1 or 9." },
            choices: [
              choice("menuTransferToAcd", {
                name: "Sales",
                dtmf: "digit_1",
                globalDtmf: true,
                globalSpeechRecTerms: false,
                targetQueue: { lit: { name: "Sales" } },
              }),
              choice("menuDisconnect", { name: "Bye", dtmf: "digit_9" }),
            ],
          },
        },
      ],
    }),
  );
  const text = lifted(graph);
  expect(text).toContain("bye: {name: Bye, archy: {dtmf: digit_9}}");
  expect(text).toContain("# Archy's own properties of a choice");
  expect(graphDifferences(completed(graph), again(text))).toEqual([]);
});
