import { type ArchyMap, type ArchyPath, type ArchyValue, documentPlaces } from "@genesys-flows/architect";
import { act, callFlow, document, say } from "../documents.ts";

const transfer = (name: string, body: ArchyMap = {}): ArchyMap =>
  act("transferToAcd", name, { targetQueue: { lit: { name: "Sales" } }, ...body });
const menu: ArchyMap = {
  menu: {
    name: "Main",
    refId: "EG_Demo_69",
    choices: [
      { menuDisconnect: { name: "Bye" } },
      { menuTask: { name: "T", refId: "T_7", task: { actions: [say("in the menu")] } } },
      { menuTransferToAcd: { name: "Queue", targetQueue: { lit: { name: "Sales" } } } },
    ],
  },
};

describe("addresses", () => {
  test("an item without refId is counted in document order, whatever its type (reference/archy.md §b)", () => {
    const flow = document("inboundCall", {
      startUpRef: "/inboundCall/menus/menu[EG_Demo_69]",
      menus: [menu],
      tasks: [{ task: { name: "Main", refId: "Main_10", actions: [say("a"), { disconnect: null }] } }],
    });
    expect(documentPlaces(flow).items.map(({ address }) => address)).toEqual([
      "/inboundCall/menus/menu[EG_Demo_69]",
      "/inboundCall/menus/menu[EG_Demo_69]/choices/menuDisconnect[_^_archy_menuDisconnect_1__]",
      "/inboundCall/menus/menu[EG_Demo_69]/choices/menuTask[T_7]",
      "/inboundCall/menus/menu[EG_Demo_69]/choices/menuTask[T_7]/task/actions/playAudio[_^_archy_playAudio_2__]",
      "/inboundCall/menus/menu[EG_Demo_69]/choices/menuTransferToAcd[_^_archy_menuTransferToAcd_3__]",
      "/inboundCall/tasks/task[Main_10]",
      "/inboundCall/tasks/task[Main_10]/actions/playAudio[_^_archy_playAudio_4__]",
    ]);
  });

  test("a list in a literal is data: nothing in it is counted or has an address", () => {
    const look = { cases: [{ playAudio: { name: "no action" } }], actions: [{ disconnect: { name: "no action" } }] };
    const flow = callFlow([
      act("updateData", "set", { statements: [{ json: { value: { lit: look } } }] }),
      say("next"),
    ]);
    const places = documentPlaces(flow);
    expect(places.items.map(({ address }) => address)).toEqual([
      "/inboundCall/tasks/task[Main_10]",
      "/inboundCall/tasks/task[Main_10]/actions/updateData[_^_archy_updateData_1__]",
      "/inboundCall/tasks/task[Main_10]/actions/playAudio[_^_archy_playAudio_2__]",
    ]);
  });

  test("every item is found again by its address, and by a message about it", () => {
    const flow = document("inboundCall", { startUpRef: "x", menus: [menu] });
    const places = documentPlaces(flow);
    for (const item of places.items) {
      expect(places.itemAt(item.address)).toBe(item);
      expect(places.addressOf(item.path)).toBe(item.address);
      expect(places.pathIn(`no matches ('name' i '${item.address}')`)).toEqual([...item.path, "name"]);
    }
  });
});

describe("the path that a message is about", () => {
  const flow = callFlow(
    [
      transfer("a"),
      act("transferToAcd", "b", { refId: "it's /odd [1]", targetQueue: { lit: { name: "Q" } } }),
      act("switch", "s", { evaluate: { firstTrue: { cases: [{ case: { value: { exp: "x" }, actions: [] } }] } } }),
      act("updateData", "u", { statements: [{ string: { variable: "Flow.x", value: { lit: "a" } } }] }),
    ],
    {
      body: { division: "Home", initialGreeting: null as ArchyValue, supportedLanguages: { "en-us": { none: true } } },
    },
  );
  const action = (index: number, key: string): ArchyPath => ["inboundCall", "tasks", 0, "task", "actions", index, key];
  const task = "/inboundCall/tasks/task[Main_10]";

  test.each<[string, ArchyPath | undefined]>([
    [
      `no matches ('targetQueue' i '${task}/actions/transferToAcd[_^_archy_transferToAcd_1__]')`,
      [...action(0, "transferToAcd"), "targetQueue"],
    ],
    [
      `no matches ('targetQueue' i '${task}/actions/transferToAcd[it's /odd [1]]')`,
      [...action(1, "transferToAcd"), "targetQueue"],
    ],
    [
      `${task}/actions/transferToAcd[_^_archy_transferToAcd_1__]/targetQueue/lit is odd`,
      [...action(0, "transferToAcd"), "targetQueue", "lit"],
    ],
    [
      `no ('value' i '${task}/actions/updateData[_^_archy_updateData_4__]/statements/string[0]')`,
      [...action(3, "updateData"), "statements", 0, "string", "value"],
    ],
    [
      `no ('value' i '${task}/actions/switch[_^_archy_switch_2__]/evaluate/firstTrue/cases/case[_^_archy_case_3__]')`,
      [...action(2, "switch"), "evaluate", "firstTrue", "cases", 0, "case", "value"],
    ],
    ["expected a object but got null ('initialGreeting' i '/inboundCall')", ["inboundCall", "initialGreeting"]],
    ["required property missing ('defaultLanguage' i '/inboundCall')", ["inboundCall", "defaultLanguage"]],
    ["no ('none' i '/inboundCall/supportedLanguages/en-us')", ["inboundCall", "supportedLanguages", "en-us", "none"]],
    ["no ('x' i '/inboundCall/tasks/task[Nowhere_1]/actions/disconnect[Bye]')", ["inboundCall", "tasks", "x"]],
    ["see /inboundCalls and /inboundCall-2 or /inboundCall", ["inboundCall"]],
    ["a message without an address (type: 'inboundcall')", undefined],
    ["no ('x' i '/inboundEmail')", undefined],
  ])("%s", (text, path) => {
    expect(documentPlaces(flow).pathIn(text)).toEqual(path);
  });

  test("is its place in the document, or the nearest enclosing one", () => {
    const path = documentPlaces(flow).pathIn(
      `no matches ('targetQueue' i '${task}/actions/transferToAcd[_^_archy_transferToAcd_1__]')`,
    );
    expect(flow.locate(path ?? [])).toMatchObject({ file: "test.yaml", line: expect.any(Number) });
    const line = flow.text.split("\n")[flow.locate(path ?? []).line - 1];
    expect(line).toContain("targetQueue");
  });
});
