import { type Case, menu, nothing, presses } from "./case.ts";

const says = (text: string) => ({ does: "says", text }) as const;
const one =
  "- menuTask: {name: One, dtmf: digit_1, speechRecTerms: {en-us: {terms: [first]}, es-us: {terms: [uno]}}, task: {actions: [{playAudio: {name: A, audio: {tts: One}}}, {disconnect: {name: D}}]}}";
const nine = "- menuDisconnect: {name: Bye, refId: Bye, dtmf: digit_9}";
const times = (count: number) => `settingsMenu: {repeatCount: {lit: ${count}}}`;

const plain = menu(`${one}\n${nine}`, times(2));
const playsTwice: Case = {
  of: "menu",
  name: "",
  flow: plain,
  shows: { hears: ["Menu", "Menu"], ending: { ends: "disconnected" } },
};

const sub = menu(`
- menuSubMenu:
    name: Sub
    refId: Sub
    dtmf: digit_1
    audio: {tts: Sub menu}
    choices:
      - menuPreviousMenu: {name: Back, dtmf: digit_1}
      - menuRepeatMenu: {name: Again, dtmf: digit_2}
      - menuTask: {name: T, dtmf: digit_3, task: {actions: [{previousMenu: {name: P}}]}}
      - menuTask: {name: U, dtmf: digit_4, task: {actions: [{repeatMenu: {name: R}}]}}
      - menuJumpToMenu: {name: Main, dtmf: digit_5, targetMenuRef: "/inboundCall/menus/menu[M]"}
- menuDisconnect: {name: Bye, dtmf: digit_8, globalDtmf: true, globalSpeechRecTerms: true, speechRecTerms: {en-us: {terms: [bye]}}}`);

/** Keys in the two menus, and what the caller hears. */
const keys = (of: string, name: string, pressed: string, hears: readonly string[], more: Partial<Case> = {}): Case => ({
  of,
  name,
  flow: sub,
  acts: [...pressed].map(presses),
  shows: { hears, ending: { ends: "disconnected" } },
  ...more,
});

const playedOut = menu(
  "- menuTask: {name: One, dtmf: digit_1, task: {actions: [{playAudio: {name: A, audio: {tts: One}}}]}}",
  times(1),
);

export const menuCases: readonly Case[] = [
  {
    of: "menu",
    name: "takes the choice of a key",
    flow: plain,
    acts: [presses("1")],
    shows: { hears: ["Menu", "One"] },
  },
  {
    of: "menuTask",
    name: "does not count; its menu and its actions do",
    flow: plain,
    acts: [presses("1")],
    shows: { actions: 3 },
  },
  {
    of: "menuDisconnect",
    name: "ends the call",
    flow: plain,
    acts: [presses("9")],
    shows: { hears: ["Menu"], ending: { ends: "disconnected" }, actions: 2 },
  },
  {
    of: "menu",
    name: "takes the choice of a word, in any case",
    flow: plain,
    acts: [says("First")],
    shows: { hears: ["Menu", "One"] },
  },
  {
    of: "menu",
    name: "takes words of the language of the conversation alone",
    flow: plain,
    acts: [says("uno"), says("uno")],
    shows: { hears: ["Menu", "Menu"] },
  },
  {
    of: "menu",
    name: "takes no words where the flow takes no speech",
    flow: menu(one, times(1), "settingsSpeechRec: {asrEnabledOnFlow: false}"),
    acts: [says("first")],
    shows: { hears: ["Menu"] },
  },
  {
    ...playsTwice,
    name: "plays its prompt as often as it says, then disconnects",
    assume: { "repeat-count": "includes-the-first" },
    shows: { ...playsTwice.shows, assumptions: ["repeat-count"] },
  },
  {
    of: "menu",
    name: "plays its prompt once more than it says",
    flow: plain,
    assume: { "repeat-count": "after-the-first" },
    shows: { hears: ["Menu", "Menu", "Menu"], assumptions: ["repeat-count"] },
  },
  {
    of: "menu",
    name: "plays once for a repeat count of 0, whatever is assumed",
    flow: menu(nine, times(0)),
    shows: { hears: ["Menu"], assumptions: [] },
  },
  {
    of: "menu",
    name: "plays three times and waits 10 seconds, as the platform does",
    flow: menu(nine),
    shows: { hears: ["Menu", "Menu", "Menu"], endsAt: 3 * 10.24 },
  },
  {
    of: "menu",
    name: "follows the settings of the flow",
    flow: menu(
      nine,
      "settingsMenu: {repeatCount: {noValue: true}}",
      "settingsMenu: {repeatCount: {lit: 1}, menuSelectionTimeout: {lit: {seconds: 4}}}",
    ),
    shows: { hears: ["Menu"], endsAt: 4.24 },
  },
  {
    of: "menu",
    name: "takes its default choice after the last repeat",
    flow: menu(
      `${one.replace("name: One,", "name: One, refId: One,")}\n${nine}`,
      `${times(1)}\ndefaultChildMenuRef: "./choices/menuTask[One]"`,
    ),
    shows: { hears: ["Menu", "One"] },
  },
  {
    of: "menu",
    name: "is repeated by a key that no choice has",
    flow: plain,
    acts: [presses("5"), presses("1")],
    assume: { "unassigned-key": "repeats-the-menu" },
    shows: { hears: ["Menu", "Menu", "One"], assumptions: ["unassigned-key"] },
  },
  {
    of: "menu",
    name: "ignores a key that no choice has",
    flow: plain,
    acts: [presses("5"), says("what?"), presses("1")],
    assume: { "unassigned-key": "ignored" },
    shows: { hears: ["Menu", "One"], assumptions: ["unassigned-key"] },
  },
  {
    of: "menu",
    name: "is played again after its task",
    flow: playedOut,
    acts: [presses("1")],
    assume: { "menu-after-its-task": "repeats" },
    shows: { hears: ["Menu", "One", "Menu"] },
  },
  {
    of: "menu",
    name: "is not played again after its task",
    flow: playedOut,
    acts: [presses("1")],
    assume: { "menu-after-its-task": "disconnects" },
    shows: { hears: ["Menu", "One"], assumptions: ["menu-after-its-task", "nothing-follows"] },
  },
  {
    of: "menu",
    name: "is played again after a task that ends itself",
    flow: menu("- menuTask: {name: One, dtmf: digit_1, task: {actions: [{endTask: {name: E}}]}}", times(1)),
    acts: [presses("1")],
    shows: { hears: ["Menu", "Menu"] },
  },
  {
    of: "menu",
    name: "takes the digits of an extension",
    flow: plain,
    acts: [presses("4711")],
    shows: { ending: { ends: "transferred", to: { kind: "extension", name: "4711" } }, assumptions: [] },
  },
  {
    of: "menu",
    name: "takes digits whose first is a choice for an extension",
    flow: plain,
    acts: [presses("12")],
    assume: { "several-keys": "are-an-extension" },
    shows: { ending: { ends: "transferred", to: { kind: "extension", name: "12" } }, assumptions: ["several-keys"] },
  },
  {
    of: "menu",
    name: "takes digits whose first is a choice for the choice",
    flow: plain,
    acts: [presses("12")],
    assume: { "several-keys": "first-a-choice" },
    shows: { hears: ["Menu", "One"], assumptions: ["several-keys"] },
  },
  {
    of: "menu",
    name: "is repeated when an extension does not answer",
    flow: plain,
    acts: [presses("4711"), presses("9")],
    answers: () => ({ path: "failure" }),
    shows: { hears: ["Menu", "Menu"] },
  },
  {
    of: "menu",
    name: "listens for no extension where it says so",
    flow: menu(one, "settingsMenu: {listenForExtensionDialing: {lit: false}, repeatCount: {lit: 1}}"),
    acts: [presses("12")],
    shows: { hears: ["Menu", "One"], assumptions: [] },
  },
  keys("menuPreviousMenu", "leads back", "118", ["Menu", "Sub menu", "Menu"]),
  keys("menuRepeatMenu", "repeats", "128", ["Menu", "Sub menu", "Sub menu"]),
  keys("repeatMenu", "repeats the menu of its task", "148", ["Menu", "Sub menu", "Sub menu"]),
  keys("menuJumpToMenu", "leads to a menu", "158", ["Menu", "Sub menu", "Menu"]),
  keys("menuSubMenu", "takes a global key of another menu", "18", ["Menu", "Sub menu"], {
    assume: { "global-keys": "in-menus" },
    shows: { hears: ["Menu", "Sub menu"], assumptions: ["global-keys"] },
  }),
  keys("menuSubMenu", "takes a global word of another menu", "", ["Menu", "Sub menu"], {
    acts: [presses("1"), says("bye")],
  }),
  keys("menuSubMenu", "takes no key of another menu, as assumed", "18", [], {
    acts: [presses("1"), presses("8")],
    assume: { "global-keys": "in-their-menu" },
    shows: { hears: ["Menu", "Sub menu", "Sub menu", "Sub menu"] },
  }),
  keys("previousMenu", "leads from a task to the menu before the last", "138", ["Menu", "Sub menu", "Menu"], {
    assume: { "previous-menu": "before-the-last" },
  }),
  keys("previousMenu", "leads from a task to the menu that led there", "138", ["Menu", "Sub menu", "Sub menu"], {
    assume: { "previous-menu": "the-last" },
  }),
  {
    of: "menuReturnToAgent",
    name: "leaves the flow",
    flow: menu("- menuReturnToAgent: {name: R, dtmf: digit_1}"),
    acts: [presses("1")],
    shows: { ending: { ends: "ended", outcome: "returned to the agent" } },
  },
  {
    of: "menuJumpToTask",
    name: "enters a task",
    flow: `${menu('- menuJumpToTask: {name: J, dtmf: digit_1, targetTaskRef: "/inboundCall/tasks/task[T]"}')}  tasks: [{task: {name: T, refId: T, actions: [{disconnect: {name: D}}]}}]`,
    acts: [presses("1"), nothing],
    shows: { paths: ["next"], actions: 3 },
  },
  {
    of: "collectInput",
    name: "takes global keys as digits",
    flow: menu(`
- menuTask: {name: T, dtmf: digit_1, task: {actions: [{collectInput: {name: C, inputData: {var: Flow.d}, digits: {exact: 1}}}, {disconnect: {name: D}}]}}
- menuDisconnect: {name: Bye, dtmf: digit_8, globalDtmf: true}`),
    acts: [presses("1"), presses("8")],
    shows: { variables: { "Flow.d": "8" } },
  },
];
