import { mistakes } from "./load.ts";
import { flow } from "./round-trip.ts";

describe("menus", () => {
  test("a menu in its short form: digits as transitions", () => {
    const { text, graph, document } = flow(`inboundCall: Menu
start: main
nodes:
  main: {menu: "For sales press 1, for support press 2, to hear this again press star.", on: {"1": sales, "2": ask, "*": main}}
  sales: {transferToAcd: Sales, on: {failure: main}}
  ask: {playAudio: Please wait., then: sales}
`);
    expect(document.body["startUpRef"]).toBe("/inboundCall/menus/menu[main]");
    expect(text).toContain("dtmf: star");
    expect(text).toContain("targetMenuRef: /inboundCall/menus/menu[main]");
    expect(graph.nodes.get("main")?.transitions).toEqual({
      digit_1: "main-sales",
      digit_2: "main-ask",
      star: "main-main",
    });
  });

  test("choices with names, words and settings; menus that lead to each other", () => {
    const { document, text } = flow(`inboundCall: Menu
language: en-us
start: hello
nodes:
  hello: {playAudio: Hello., then: main}
  main:
    menu:
      audio: {prompt: Prompt.Main}
      choices:
        sales: {digit: 1, say: [sales, buy something]}
        more: 2
        operator: {say: operator, everywhere: true}
      default: sales
      repeat: 3
      timeout: {seconds: 5}
    on: {sales: sales, more: second, operator: operator}
  second:
    menu: "To go back press 9, to hear this again press 0."
    on: {"9": back, "0": repeat}
  back: {previousMenu: {}}
  repeat: {repeatMenu: {}}
  sales: {transferToAcd: Sales}
  operator: {transferToAcd: Operators}
`);
    expect(text).toContain("defaultChildMenuRef: ./choices/menuTask[main-sales]");
    expect(document.body["menus"]).toMatchObject([
      {
        menu: {
          name: "main",
          settingsMenu: { repeatCount: { lit: 3 }, menuSelectionTimeout: { lit: { seconds: 5 } } },
          choices: [
            {
              menuTask: {
                name: "sales",
                dtmf: "digit_1",
                speechRecTerms: { "en-us": { terms: ["sales", "buy something"] } },
              },
            },
            { menuTask: { dtmf: "digit_2" } },
            { menuTask: { name: "operator", globalSpeechRecTerms: true, globalDtmf: true } },
          ],
        },
      },
      { menu: { name: "second" } },
    ]);
  });

  test.each([
    ["an invalid phone key", 'main: {menu: Hello., on: {"12": bye}}', "unknown-transition"],
    ["no choice", "main: {menu: Hello.}", "no-cases"],
    [
      "a choice without a transition",
      "main: {menu: {audio: Hello., choices: {sales: 1, other: 2}}, on: {sales: bye}}",
      "missing-key",
    ],
    [
      "a transition that is not a choice",
      "main: {menu: {audio: Hello., choices: {sales: 1}}, on: {sales: bye, sale: bye}}",
      "unknown-transition",
    ],
    [
      "two choices with one key",
      "main: {menu: {audio: Hello., choices: {a: 1, b: 1}}, on: {a: bye, b: bye}}",
      "invalid-value",
    ],
    [
      "a default that is no choice",
      "main: {menu: {audio: Hello., choices: {a: 1}, default: b}, on: {a: bye}}",
      "unknown-transition",
    ],
    ["a node that is not there", 'main: {menu: Hello., on: {"1": by}}', "dangling-transition"],
    ["then", 'main: {menu: Hello., on: {"1": bye}, then: bye}', "then-not-possible"],
  ])("%s is a mistake", (_, main, code) => {
    expect(mistakes(`inboundCall: Menu\nstart: main\nnodes:\n  ${main}\n  bye: {disconnect: {}}\n`)).toContain(
      `error ${code}:`,
    );
  });

  test("an e-mail flow cannot have menus", () => {
    const text = `inboundEmail: Mail\nstart: main\nnodes:\n  main: {menu: Hello., on: {"1": bye}}\n  bye: {disconnect: {}}\n`;
    expect(mistakes(text)).toContain("error action-not-in-channel:");
  });
});
