type Action = Readonly<Record<string, unknown>>;

/** Actions of an export. */
export const say = (name = "Sorry", text = "We are sorry."): Action => ({ playAudio: { name, audio: { tts: text } } });
export const thanks = say("Thanks", "Thank you.");
export const hangUp: Action = { disconnect: { name: "Hang up" } };
export const nothing: Action = { updateData: { name: "Nothing", statements: [] } };
export const remark: Action = { updateData: { name: "A remark" } };
export const note: Action = {
  setParticipantData: {
    name: "Note",
    attributes: [{ attribute: { name: { lit: "failed" }, value: { lit: "yes" } } }],
  },
};
export const setUnused: Action = assign("Flow.unused", { lit: "x" });
export const queue: Action = { transferToAcd: { name: "To sales", targetQueue: { lit: { name: "Sales" } } } };
export const jump = (task: string): Action => ({ jumpToTask: { name: `To ${task}`, targetTaskRef: ref(task) } });
export const ask: Action = {
  collectInput: { name: "Ask", inputData: { var: "Flow.again" }, digits: { exact: 1 }, inputAudio: { tts: "Again?" } },
};

export function assign(variable: string, value: Action): Action {
  return { updateData: { name: `Set ${variable}`, statements: [{ string: { variable, value } }] } };
}

export interface Call {
  readonly name?: string;
  readonly module?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** The versions that it selects. */
  readonly versions?: readonly string[];
  /** Further properties of the version. */
  readonly more?: Action;
}

/** A call to the module \`Handler\`, which binds \`Common.result\` to \`Flow.result\`. */
export function call(o: Call = {}): Action {
  const { name = "Handle it", module = "Handler", versions = ["ver_latestPublished"], more = {} } = o;
  const outputs = o.outputs ?? { "Common.result": { var: "Flow.result" } };
  const selected = Object.fromEntries(versions.map((version) => [version, { inputs: {}, outputs, ...more }]));
  return { callCommonModule: { name, commonModule: { [module]: selected } } };
}

/** A switch that takes the first case that is true; of a list of actions without a default, the key is left out. */
export function firstTrue(
  cases: readonly (readonly [string, readonly Action[]])[],
  otherwise?: readonly Action[],
): Action {
  const made = cases.map(([exp, actions]) => ({ case: { value: { exp }, actions } }));
  const evaluate = { firstTrue: { ...(otherwise && { default: { actions: otherwise } }), cases: made } };
  return { switch: { name: "What came back", evaluate } };
}

/** A switch that compares \`Flow.result\` with texts. */
export function firstMatch(
  cases: readonly (readonly [string, readonly Action[]])[],
  otherwise?: readonly Action[],
  subject = "Flow.result",
): Action {
  const made = cases.map(([lit, actions]) => ({ case: { value: { lit }, actions } }));
  const body = { value: { exp: subject }, ...(otherwise && { default: { actions: otherwise } }), cases: made };
  return { switch: { name: "What came back", evaluate: { firstMatch: { string: body } } } };
}

export function decision(exp: string, yes: readonly Action[], no: readonly Action[]): Action {
  const outputs = { ...(yes.length > 0 && { yes: { actions: yes } }), ...(no.length > 0 && { no: { actions: no } }) };
  return { decision: { name: "Did it work", condition: { exp }, outputs } };
}

const ref = (task: string) => `/inboundCall/tasks/task[${task}_10]`;

/** An export whose task \`Main\` has these actions; further tasks by their names. */
export function exported(actions: readonly Action[], tasks: Readonly<Record<string, readonly Action[]>> = {}): string {
  const made = Object.entries({ Main: actions, ...tasks }).map(([name, list]) => ({
    task: { name, refId: `${name}_10`, actions: list },
  }));
  return JSON.stringify({
    inboundCall: {
      name: "Claims",
      startUpRef: ref("Main"),
      defaultLanguage: "en-us",
      settingsErrorHandling: { errorHandling: { disconnect: { none: true } }, preHandlingAudio: { tts: "Sorry." } },
      tasks: made,
    },
  });
}

/** The same actions in a workflow or in a message flow, where nobody is hung up on. */
export function exportedMessage(actions: readonly Action[]): string {
  return JSON.stringify({
    inboundShortMessage: {
      name: "Messages",
      startUpRef: "/inboundShortMessage/states/state[Main_10]",
      defaultLanguage: "en-us",
      states: [{ state: { name: "Main", refId: "Main_10", actions } }],
    },
  });
}
