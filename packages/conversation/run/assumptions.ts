/** One thing that the interpreter does where no public source says what the platform does. */
interface AssumptionRow {
  /** What each choice means; the first is the default. */
  readonly choices: Readonly<Record<string, string>>;
}

/**
 * Assumptions of the interpreter (reference/action-semantics.md, last section). A run hears of each that it depends on; a script
 * may choose otherwise: `assume: {unassigned-key: ignored}`.
 */
export const runAssumptions = {
  "unassigned-key": {
    choices: {
      "repeats-the-menu": "A key or a word that no choice has plays the menu again and counts as one of its repeats.",
      ignored: "A key or a word that no choice has is ignored; the menu goes on waiting.",
    },
  },
  "repeat-count": {
    choices: {
      "includes-the-first": "A menu with the repeat count 3 plays its prompt three times.",
      "after-the-first": "A menu with the repeat count 3 plays its prompt once and three times more.",
    },
  },
  "menu-after-its-task": {
    choices: {
      repeats: "When nothing follows in a choice of a menu, the menu is played again.",
      disconnects: "When nothing follows in a choice of a menu, the call is disconnected.",
    },
  },
  "several-keys": {
    choices: {
      "are-an-extension": "Digits that are pressed at once in a menu that listens for extensions are an extension.",
      "first-a-choice": "Digits that are pressed at once are an extension when no choice has the first of them.",
    },
  },
  "dialled-extension": {
    choices: {
      "asked-once": "Dial by Extension waits once for digits; it plays its prompt again only as often as it says.",
    },
  },
  "global-keys": {
    choices: {
      "in-menus": "A global key or word of a menu is taken in every menu of the flow, and nowhere else.",
      "in-their-menu": "A global key or word of a menu is taken in its own menu alone.",
    },
  },
  "previous-menu": {
    choices: {
      "before-the-last": "In a task, the previous menu is the one before the menu that led to the task.",
      "the-last": "In a task, the previous menu is the menu that led to the task.",
    },
  },
  "star-or-pound": {
    choices: {
      fails: "A star or a pound that an action neither ends with nor accepts takes its failure path.",
      ignored: "A star or a pound that an action neither ends with nor accepts is ignored.",
    },
  },
  "nothing-follows": {
    choices: { disconnects: "A call whose flow has no next action is disconnected." },
  },
  "module-fault": {
    choices: { "reaches-the-caller": "An error inside a module starts the error handling of the flow that calls it." },
  },
  "fault-in-error-handling": {
    choices: { disconnects: "An error during error handling ends the conversation without words." },
  },
  "module-actions": {
    choices: {
      "count-for-the-caller": "The actions of a called module count towards the 10,000 of the calling flow.",
      "count-apart": "A called module has 10,000 actions of its own.",
    },
  },
  "speech-time": {
    choices: {
      "60-ms-a-character": "A spoken text takes 60 milliseconds for each character.",
      none: "Spoken texts take no time.",
    },
  },
  "barge-in": {
    choices: {
      "keys-end-the-audio":
        "Keys that are pressed while an audio plays end it, and are kept for the next action that takes keys.",
      "keys-are-kept": "Keys that are pressed while an audio plays are kept for the next action that takes keys.",
      "keys-are-dropped": "Keys that are pressed while an audio plays are dropped.",
    },
  },
  "processing-prompt": {
    choices: {
      "plays-to-its-end": "A processing prompt that plays when the data action answers is played to its end.",
      "ends-with-the-answer": "A processing prompt ends when the data action answers.",
    },
  },
  "later-messages": {
    choices: {
      "join-the-conversation":
        "What a customer writes while a flow runs joins the conversation; the flow continues with the message that began it.",
      "are-the-message":
        "What a customer writes while a flow runs is the body of `Message.Message` and of `Email.Message` from then on.",
    },
  },
  "built-in-variables": {
    choices: { "are-not-set": "A variable of the platform that the world gives no value for is NOT_SET." },
  },
  "task-variables": {
    choices: {
      "start-anew": "A task or state that a jump enters again begins with the initial values of its variables.",
      "keep-their-values": "A task or state that a jump enters again continues with the last values of its variables.",
    },
  },
  "loop-until": {
    choices: {
      "tests-before-a-turn": "A loop until tests its cases before each turn, the first one too.",
      "tests-after-a-turn": "A loop until tests its cases after each turn.",
    },
  },
  "hold-music": {
    choices: {
      "lasts-a-minute": "An entire prompt of hold music whose length is not known lasts a minute.",
      "lasts-no-time": "An entire prompt of hold music whose length is not known takes no time.",
    },
  },
  "setters-succeed": {
    choices: {
      succeed: "An action that only notes something succeeds.",
      fail: "An action that only notes something takes its failure path, where it has one.",
    },
  },
  "undeclared-variables": {
    choices: {
      "are-not-set": "A variable that the flow reads before anything sets it, and does not declare, is NOT_SET.",
      fail: "A variable that the flow reads before anything sets it, and does not declare, is an error.",
    },
  },
  "names-exist": {
    choices: {
      exist: "A name that no declared object has is the name of an object that exists.",
      missing: "A name that no declared object has is not found.",
    },
  },
  verification: {
    choices: { confirms: "A caller confirms the digits that are read back." },
  },
  "periodic-state": {
    choices: {
      "each-minute":
        "The recurring state of an in-queue flow runs a minute after its last run, until an agent answers.",
      never: "The recurring state of an in-queue flow does not run.",
    },
  },
  "in-queue": {
    choices: { "no-flow-is-music": "A queue whose in-queue flow is not known plays music." },
  },
} as const satisfies Readonly<Record<string, AssumptionRow>>;

export type RunAssumption = keyof typeof runAssumptions;

/** What a script chooses; a choice that is left out is the default. */
export type Assumed = { readonly [Name in RunAssumption]?: keyof (typeof runAssumptions)[Name]["choices"] };

/** The choice that holds. */
export function chosen<Name extends RunAssumption>(
  assumed: Assumed,
  name: Name,
): keyof (typeof runAssumptions)[Name]["choices"] {
  return (
    assumed[name] ?? (Object.keys(runAssumptions[name].choices)[0] as keyof (typeof runAssumptions)[Name]["choices"])
  );
}
