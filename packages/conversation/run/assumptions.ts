/** A behaviour of the interpreter in a case where the platform's behaviour is not documented. */
interface AssumptionRow {
  /** The meaning of each choice; the first is the default. */
  readonly choices: Readonly<Record<string, string>>;
}

/**
 * Assumptions of the interpreter (reference/action-semantics.md, last section). A run records each assumption that it
 * depends on. A script can choose a different behaviour: `assume: {unassigned-key: ignored}`.
 */
export const runAssumptions = {
  "unassigned-key": {
    choices: {
      "repeats-the-menu": "A key or word that matches no choice plays the menu again and counts as one of its repeats.",
      ignored: "A key or word that matches no choice is ignored; the menu keeps waiting.",
    },
  },
  "repeat-count": {
    choices: {
      "includes-the-first": "A menu with the repeat count 3 plays its prompt three times.",
      "after-the-first": "A menu with the repeat count 3 plays its prompt four times: once, plus three repeats.",
    },
  },
  "menu-after-its-task": {
    choices: {
      repeats: "When nothing follows a menu choice, the menu is played again.",
      disconnects: "When nothing follows a menu choice, the call is disconnected.",
    },
  },
  "several-keys": {
    choices: {
      "are-an-extension":
        "Several digits pressed in quick succession are an extension if the menu listens for extensions.",
      "first-a-choice":
        "Several digits pressed in quick succession are an extension only if no choice uses the first digit.",
    },
  },
  "dialled-extension": {
    choices: {
      "asked-once":
        "Dial by Extension waits for digits once and repeats its prompt only as often as its settings specify.",
    },
  },
  "global-keys": {
    choices: {
      "in-menus": "A menu's global key or word is accepted in every menu of the flow, and nowhere else.",
      "in-their-menu": "A menu's global key or word is accepted only in that menu.",
    },
  },
  "previous-menu": {
    choices: {
      "before-the-last": "In a task, the previous menu is the menu before the one from which the task was entered.",
      "the-last": "In a task, the previous menu is the menu from which the task was entered.",
    },
  },
  "star-or-pound": {
    choices: {
      fails:
        "On a star or pound key that an action neither accepts nor uses as terminator, the action takes its failure path.",
      ignored: "An action ignores a star or pound key that it neither accepts nor uses as terminator.",
    },
  },
  "nothing-follows": {
    choices: { disconnects: "If the flow has no next action, the call is disconnected." },
  },
  "module-fault": {
    choices: { "reaches-the-caller": "An error inside a module starts the error handling of the flow that calls it." },
  },
  "fault-in-error-handling": {
    choices: { disconnects: "An error during error handling ends the conversation silently." },
  },
  "module-actions": {
    choices: {
      "count-for-the-caller":
        "The actions of a called module count towards the calling flow's limit of 10,000 actions.",
      "count-apart": "A called module has its own limit of 10,000 actions.",
    },
  },
  "speech-time": {
    choices: {
      "60-ms-a-character": "Spoken text takes 60 milliseconds per character.",
      none: "Spoken text takes no time.",
    },
  },
  "barge-in": {
    choices: {
      "keys-end-the-audio": "Keys pressed during audio end it and are kept for the next action that accepts keys.",
      "keys-are-kept": "Keys pressed during audio are kept for the next action that accepts keys.",
      "keys-are-dropped": "Keys pressed during audio are dropped.",
    },
  },
  "processing-prompt": {
    choices: {
      "plays-to-its-end": "If the data action responds during a processing prompt, the prompt plays to its end.",
      "ends-with-the-answer": "If the data action responds during a processing prompt, the prompt ends.",
    },
  },
  "later-messages": {
    choices: {
      "join-the-conversation":
        "Text that a customer writes while a flow runs joins the conversation; the flow still uses the first message.",
      "are-the-message":
        "Text that a customer writes while a flow runs becomes the body of `Message.Message` and of `Email.Message`.",
    },
  },
  "built-in-variables": {
    choices: { "are-not-set": "A platform variable without a value in `given` is NOT_SET." },
  },
  "task-variables": {
    choices: {
      "start-anew": "When a jump enters a task or state again, its variables are reset to their initial values.",
      "keep-their-values": "When a jump enters a task or state again, its variables keep their last values.",
    },
  },
  "loop-until": {
    choices: {
      "tests-before-a-turn": "A loop-until action tests its cases before each iteration, including the first.",
      "tests-after-a-turn": "A loop-until action tests its cases after each iteration.",
    },
  },
  "hold-music": {
    choices: {
      "lasts-a-minute": "Hold music that plays an entire prompt of unknown length lasts one minute.",
      "lasts-no-time": "Hold music that plays an entire prompt of unknown length takes no time.",
    },
  },
  "setters-succeed": {
    choices: {
      succeed: "An action that only records something succeeds.",
      fail: "An action that only records something takes its failure path if it has one.",
    },
  },
  "undeclared-variables": {
    choices: {
      "are-not-set": "An undeclared variable that the flow reads before setting it is NOT_SET.",
      fail: "Reading an undeclared variable before setting it is an error.",
    },
  },
  "names-exist": {
    choices: {
      exist: "An object with an undeclared name exists.",
      missing: "An object with an undeclared name is not found.",
    },
  },
  verification: {
    choices: { confirms: "The caller confirms the digits that are read back." },
  },
  "periodic-state": {
    choices: {
      "each-minute":
        "The recurring state of an in-queue flow runs again a minute after each run, until an agent answers.",
      never: "The recurring state of an in-queue flow never runs.",
    },
  },
  "in-queue": {
    choices: { "no-flow-is-music": "A queue whose in-queue flow is unknown plays music." },
  },
} as const satisfies Readonly<Record<string, AssumptionRow>>;

export type RunAssumption = keyof typeof runAssumptions;

/** A script's choices; a missing choice means the default. */
export type Assumed = { readonly [Name in RunAssumption]?: keyof (typeof runAssumptions)[Name]["choices"] };

/** The effective choice. */
export function chosen<Name extends RunAssumption>(
  assumed: Assumed,
  name: Name,
): keyof (typeof runAssumptions)[Name]["choices"] {
  return (
    assumed[name] ?? (Object.keys(runAssumptions[name].choices)[0] as keyof (typeof runAssumptions)[Name]["choices"])
  );
}
