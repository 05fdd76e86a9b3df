import { DiagnosticError, type FlowDefinition } from "@genesys-flows/architect";
import {
  checkScript,
  type Given,
  type Played,
  play,
  readScript,
  type Script,
  type Step,
  type StepKind,
  transcriptText,
} from "@genesys-flows/conversation/script";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { type DeclaredFlow, type FlowProject, slug } from "@genesys-flows/project";
import { loadedProject } from "./loaded-project.ts";

/** The type of a step's content: `Says<"hears">` is text. */
type Says<Kind extends StepKind> = Extract<Step, Readonly<Record<Kind, unknown>>>[Kind];

/** The target of a transfer, such as a queue or a number, in the form of `lands in` in a test file. */
type Landing = Exclude<Says<"lands in">, string>;

/** Part of the text that the caller hears, or a pattern. */
type Text = string | RegExp;

/** The project of a conversation, and the world around it. */
export interface DialOptions {
  /** The world around the conversation, like `given` in a test file. Omitted parts come from the project's files. */
  readonly given?: Given | Readonly<Record<string, unknown>>;
  /** Modules that the flow calls and that are not in a file in the project. */
  readonly modules?: readonly FlowDefinition[];
  /** The stack whose values the flow uses. Default: `dev`. */
  readonly stack?: string;
  /** The folder of the project. Default: the folder in which the tests run. */
  readonly root?: string;
}

/**
 * A conversation with a flow, which runs when it is awaited:
 * `await dial("sales").hears(/PIN/).presses("1234").landsIn("Sales")`. Rejects with the transcript if the conversation
 * differs.
 * @param flow key or name of the flow, or the result of `defineFlow` or `defineModule`
 */
export function dial(flow: string | FlowDefinition, o: DialOptions = {}): Dialled {
  const here: { stack?: string } = {};
  Error.captureStackTrace(here, dial);
  return new Dialled({ flow, ...o, calledFrom: (here.stack ?? "").replace(/^.*\n/, "") }, []);
}

interface Call extends DialOptions {
  readonly flow: string | FlowDefinition;
  /** The stack trace of the call to `dial`. A failure is reported at this call, not where it was detected. */
  readonly calledFrom: string;
}

/**
 * The steps of a conversation, as in a test file (docs/testing.md). Each method returns a conversation with one more
 * step.
 */
export class Dialled implements PromiseLike<Played> {
  readonly #call: Call;
  readonly #steps: readonly Step[];

  constructor(call: Call, steps: readonly Step[]) {
    this.#call = call;
    this.#steps = steps;
  }

  /** The caller hears a text that contains this text. Other texts may come before it. */
  hears(text: Text): Dialled {
    return this.#and({ hears: written(text) });
  }

  /** The next text that the caller hears is this text, from the first word to the last. */
  hearsOnly(text: Text): Dialled {
    return this.#and({ "hears only": written(text) });
  }

  /** The caller hears exactly these texts, until the flow waits for the caller or ends. */
  hearsNothingBut(...texts: readonly Text[]): Dialled {
    return this.#and({ "hears nothing but": texts.map(written) });
  }

  /** The caller hears nothing until the next step. */
  hearsNothing(): Dialled {
    return this.#and({ "hears nothing": true });
  }

  /** The customer receives an e-mail or a message that contains this text. */
  receives(text: Text): Dialled {
    return this.#and({ receives: written(text) });
  }

  /** The next e-mail or message that the customer receives is this text. */
  receivesOnly(text: Text): Dialled {
    return this.#and({ "receives only": written(text) });
  }

  /** The caller presses keys when the flow waits for them: `"1234"`, `"*"`. */
  presses(keys: Says<"presses">): Dialled {
    return this.#and({ presses: keys });
  }

  /** The caller presses keys while the preceding text is heard, which stops the text. */
  interrupts(keys: Says<"interrupts">): Dialled {
    return this.#and({ interrupts: keys });
  }

  /** The caller says this text when the flow waits for speech. */
  says(text: Says<"says">): Dialled {
    return this.#and({ says: text });
  }

  /**
   * The customer writes this text. In the first step, the text is the e-mail or the message that begins the
   * conversation.
   */
  writes(text: Says<"writes">): Dialled {
    return this.#and({ writes: text });
  }

  /** The customer does nothing for some time. @param length for example `30s` */
  waits(length: Says<"waits">): Dialled {
    return this.#and({ waits: length });
  }

  /** The caller hangs up. */
  hangsUp(): Dialled {
    return this.#and({ "hangs up": true });
  }

  /**
   * The flow calls a data action or looks up a row of a data table: `{"CRM/Verify PIN": {pin: "1234"}}`; `true` for any
   * inputs.
   */
  asked(what: Says<"asked">): Dialled {
    return this.#and({ asked: what });
  }

  /**
   * The flow sets participant data, a priority, skills or other properties: `{participantData: {customerId: "C-1"}}`.
   */
  sets(what: Says<"sets">): Dialled {
    return this.#and({ sets: what });
  }

  /**
   * The flow transfers the conversation.
   * @param to a name, or `{number: "+13175550199"}`
   * @param more other properties of the queue: priority, participant data
   */
  landsIn(to: Says<"lands in">, more?: Omit<Landing, "queue">): Dialled {
    return this.#and({ "lands in": more && typeof to === "string" ? { queue: to, ...more } : to });
  }

  /** An error starts the error handling of the flow. @param message a part of the error's message */
  faults(message?: Text): Dialled {
    return this.#and({ faults: message === undefined ? true : written(message) });
  }

  /** The flow disconnects. */
  isDisconnected(): Dialled {
    return this.#and({ "is disconnected": true });
  }

  /** The flow ends. @param how the outcome of a module, or the exit reason of a workflow; `{outcome, outputs}` */
  ends(how: Says<"ends"> = true): Dialled {
    return this.#and({ ends: how });
  }

  /**
   * Runs the conversation.
   * @throws Error with the first step that differs and the transcript; DiagnosticError for a project with errors
   */
  async play(): Promise<Played> {
    const { script, stage } = await prepared(this.#call, this.#steps);
    const [conversation] = script.conversations;
    if (!conversation) throw new Error("The conversation has no steps.");
    const played = play(script, conversation, stage);
    if (!played.failure) return played;
    const error = new Error(`${played.failure.message}\n\n${transcriptText(played.transcript)}`);
    error.stack = `Error: ${error.message}\n${this.#call.calledFrom}`;
    throw error;
  }

  /** Awaiting a conversation runs it. */
  then<A = Played, B = never>(
    met?: ((played: Played) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.play().then(met, failed);
  }

  #and(step: Step): Dialled {
    return new Dialled(this.#call, [...this.#steps, step]);
  }
}

const written = (text: Text): string => (typeof text === "string" ? text : String(text));

/** The script of the conversation, read in the same way as a test file, so that the same errors are reported. */
async function prepared(
  { given = {}, ...call }: Call,
  steps: readonly Step[],
): Promise<{ readonly script: Script; readonly stage: Stage }> {
  const { stage, key } = await stageWith(call);
  const text = JSON.stringify({ flow: key, given, conversations: { conversation: steps } }, null, 2);
  const { script, findings } = readScript({ file: "dial(...)", text });
  const all = [...findings, ...(script ? checkScript(script, stage) : [])];
  const errors = all.filter(({ severity }) => severity === "error");
  if (!script || errors.length > 0) throw new DiagnosticError(errors);
  return { script, stage };
}

type Where = Pick<DialOptions, "root" | "stack">;

const stages = new Map<string, Promise<{ readonly stage: Stage; readonly project: FlowProject }>>();

/** The flows in a project, loaded once per test file. */
function projectStage({ root = process.cwd(), stack = "dev" }: Where) {
  const id = `${root} ${stack}`;
  const known = stages.get(id) ?? loaded({ root, stack });
  stages.set(id, known);
  return known;
}

async function stageWith({ flow, modules = [], ...where }: Omit<Call, "given">): Promise<{
  readonly stage: Stage;
  readonly key: string;
}> {
  const { stage, project } = await projectStage(where);
  if (typeof flow === "string" && modules.length === 0) return { stage, key: flow };
  const own = ({ name, type }: Pick<FlowDefinition, "name" | "type">) =>
    project.flows.find((unit) => unit.name === name && unit.type === type);
  const others = [...modules, ...(typeof flow === "string" ? [] : [flow])].filter((one) => !own(one));
  const key = typeof flow === "string" ? flow : (own(flow)?.key ?? keyOf(flow));
  if (others.length === 0) return { stage, key };
  const declared = others.map((definition) => ({ key: keyOf(definition), definition }));
  const more = await loaded(where, declared);
  return { stage: more.stage, key };
}

/** A key for a definition that no file in the project exports. For a module, the key that its callers use. */
function keyOf(definition: FlowDefinition & { readonly key?: unknown }): string {
  return typeof definition.key === "string" ? definition.key : slug(definition.name);
}

async function loaded({ root = process.cwd(), stack = "dev" }: Where, declared: readonly DeclaredFlow[] = []) {
  const project = await loadedProject({ root, stack, ...(declared.length > 0 && { declared, withFolder: true }) });
  return { project, stage: stageOfProject(project) };
}
