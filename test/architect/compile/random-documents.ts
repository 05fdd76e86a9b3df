import { type ArchyDocument, type ArchyMap, archyFromBody, type FlowType } from "@genesys-flows/architect";
import fc from "fast-check";

/**
 * Documents as in Architect: nested lists, jumps between tasks, called tasks, menus inside menus, loops, unreachable actions
 * after an end, bot calls with paths below their alias, tasks with output paths, tasks that intents and settings name,
 * unknown actions, and the numbers and lists of newer exports.
 */
export function anyDocument(type: FlowType, o: { sayable?: boolean } = {}): fc.Arbitrary<ArchyDocument> {
  const shape = shapes[type] ?? "states";
  const sayable = o.sayable === true;
  return fc
    .record({
      lists: fc.array(lists(sayable ? 2 : 3, { inLoop: false, sayable }), { minLength: 1, maxLength: 5 }),
      seed: fc.noShrink(fc.nat({ max: 1000 })),
      menus: fc.array(fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      start: fc.nat(),
      sayable: fc.constant(sayable),
    })
    .map((drafts) => new Builder(type, shape, drafts).document());
}

/** Output paths of some of the tasks. */
const PATHS = ["Found", "Not found"];

type Shape = "tasks" | "states" | "bots" | "list" | "slots";

const shapes: Partial<Record<FlowType, Shape>> = {
  inboundCall: "tasks",
  secureCall: "tasks",
  commonModule: "list",
  inqueueCall: "list",
  digitalBot: "bots",
  inqueueEmail: "slots",
};

type Step =
  | { readonly kind: "say" | "end" | "jump" | "call" | "stop" | "leave" | "loopNext" | "loopExit" | "transfer" }
  | {
      readonly kind: "decide" | "switch" | "data" | "loop" | "named" | "bot" | "unknown";
      readonly lists: readonly (readonly Step[])[];
    };

function lists(depth: number, o: { inLoop: boolean; sayable: boolean }): fc.Arbitrary<readonly Step[]> {
  const { inLoop, sayable } = o;
  const odd = sayable ? [] : (["jump", "stop", "leave"] as const);
  const kinds = ["say", "say", "end", "call", "transfer", ...odd] as const;
  const simple = fc
    .constantFrom(...kinds, ...(inLoop ? (["loopNext", "loopExit"] as const) : []))
    .map((kind): Step => ({ kind }));
  if (depth === 0) return fc.array(simple, { maxLength: 3 });
  const nesting = (kind: Extract<Step, { lists: unknown }>["kind"], count: number) =>
    fc
      .array(lists(depth - 1, { inLoop: inLoop || kind === "loop", sayable }), { minLength: count, maxLength: count })
      .map((nested): Step => ({ kind, lists: nested }));
  const step = fc.oneof(
    { weight: 4, arbitrary: simple },
    nesting("decide", 2),
    nesting("switch", 3),
    nesting("data", 3),
    nesting("loop", 1),
    nesting("named", 2),
    nesting("bot", 3),
    ...(sayable ? [] : [nesting("unknown", 2)]),
  );
  return fc.array(step, { maxLength: 4 });
}

interface Drafts {
  readonly lists: readonly (readonly Step[])[];
  readonly seed: number;
  readonly menus: readonly (readonly number[])[];
  readonly start: number;
  /** No jumps, no unknown actions, no part without actions, no duplicate variable. */
  readonly sayable: boolean;
}

class Builder {
  readonly #type: FlowType;
  readonly #shape: Shape;
  readonly #drafts: Drafts;
  #count = 0;
  #part = 0;

  constructor(type: FlowType, shape: Shape, drafts: Drafts) {
    this.#type = type;
    this.#shape = shape;
    this.#drafts = drafts;
  }

  document(): ArchyDocument {
    const { lists, menus, start, sayable } = this.#drafts;
    const part = (index: number, item: string) => {
      this.#part = index;
      const scope = item === "state" ? "State" : "Task";
      return {
        name: `Part ${index}`,
        refId: `Part ${index}_1${index}`,
        ...(index % 2 ? { description: `The part ${index}` } : {}),
        variables: [
          {
            stringVariable: {
              name: `${scope}.${sayable ? `a${index}` : "a"}`,
              initialValue: { noValue: true },
              isInput: false,
              isOutput: false,
            },
          },
        ],
        ...(item === "task" && index % 3 === 1 ? { outputPaths: PATHS.map((name) => ({ outputPath: { name } })) } : {}),
        ...(index % 2 ? { trackingId: index } : {}),
        actions: this.#list(lists[index] ?? []),
      };
    };
    const all = lists.map((_, index) => index);
    const body: ArchyMap = { name: "Random", defaultLanguage: "en-us" };
    if (this.#shape === "list") body["startUpTaskActions"] = this.#list(lists[0] ?? []);
    else if (this.#shape === "slots") {
      body["startUpState"] = part(0, "state");
      body["periodicState"] = part(lists.length > 1 ? 1 : 0, "state");
    } else if (this.#shape === "tasks") {
      if (!sayable) body["menus"] = menus.map((choices, index) => ({ menu: this.#menu(index, choices) }));
      body["tasks"] = all.map((index) => ({ task: part(index, "task") }));
      body["startUpRef"] =
        start % 2 || sayable
          ? this.#reference("task", sayable ? 0 : start)
          : `/${this.#type}/menus/menu[Menu ${start % menus.length}]`;
    } else {
      const [item, key] = this.#shape === "bots" ? (["bot", "bots"] as const) : (["state", "states"] as const);
      const own = all.filter((index) => (this.#shape === "bots" ? index === 0 : index % 2 === 0));
      body[key] = own.map((index) => ({ [item]: part(index, item) }));
      body["tasks"] = all.filter((index) => !own.includes(index)).map((index) => ({ task: part(index, "task") }));
      body["startUpRef"] = `/${this.#type}/${key}/${item}[Part 0_10]`;
    }
    if (this.#type === "commonModule")
      body["settingsCommonModule"] = { compatibleFlowTypes: [{ flowType: "inboundcall" }] };
    this.#name(body, start);
    return archyFromBody(this.#type, body, { file: "random.yaml" });
  }

  /** Lets the settings name tasks, as a bot's settings do, and adds Architect's own notes. */
  #name(body: ArchyMap, start: number): void {
    if (start % 3 === 0) body["referencedObjects"] = { flows: [{ flow: { name: "Other", type: "commonmodule" } }] };
    const [{ task } = { task: undefined }] = (body["tasks"] ?? []) as { task: ArchyMap | undefined }[];
    if (!task || start % 2 === 0) return;
    const targetTaskRef = `/${this.#type}/tasks/task[${task["refId"]}]`;
    body["settingsKnowledge"] = { Help: { knowledgePathMode: { lit: "task" }, knowledgePath: { targetTaskRef } } };
    const name = ((body["tasks"] as ArchyMap[]).at(-1) as { task: ArchyMap }).task["name"] ?? null;
    body["settingsBotFlow"] = { intentSettings: [{ intent: { name: "Balance", task: { name } } }] };
  }

  #menu(index: number, choices: readonly number[]): ArchyMap {
    const made = choices.map((choice, at): ArchyMap => {
      const name = `Choice ${this.#count++}`;
      const body = { name, dtmf: `digit_${at + 1}`, globalDtmf: false };
      const target = this.#next();
      if (choice === 0) return { menuDisconnect: { ...body, refId: `${name}_1` } };
      if (choice === 1) return { menuJumpToTask: { ...body, targetTaskRef: this.#reference("task", target) } };
      if (choice === 2) {
        const menu = target % this.#drafts.menus.length;
        return { menuJumpToMenu: { ...body, targetMenuRef: `/${this.#type}/menus/menu[Menu ${menu}]` } };
      }
      if (choice === 3 && index >= 0) {
        return { menuSubMenu: { ...body, audio: { tts: "More." }, ...this.#menu(-1, [4, 0, 5]), refId: `${name}_2` } };
      }
      if (choice === 4) return { menuTransferToAcd: { ...body, targetQueue: { lit: { name: "Sales" } } } };
      return {
        menuTask: { ...body, task: { actions: this.#actions([{ kind: "say" }, { kind: "jump" }, { kind: "say" }]) } },
      };
    });
    const [kind, first] = Object.entries(made[0] as ArchyMap)[0] as [string, ArchyMap];
    const preferred: ArchyMap = {};
    if (typeof first["refId"] === "string") {
      preferred["defaultChildMenuRef"] = `./choices/${kind}[${first["refId"]}]`;
    }
    if (index < 0) return { choices: made, ...preferred };
    return { name: `Menu ${index}`, refId: `Menu ${index}`, audio: { tts: "Press." }, ...preferred, choices: made };
  }

  #next(): number {
    this.#count++;
    return (Math.imul(this.#drafts.seed + this.#count, 2654435761) >>> 8) % 100_003;
  }

  #reference(item: string, target: number): string {
    return `/${this.#type}/${item}s/${item}[Part ${target % this.#drafts.lists.length}_1${target % this.#drafts.lists.length}]`;
  }

  /** The actions of a part. */
  #list(steps: readonly Step[]): ArchyMap[] {
    const actions = this.#actions(steps);
    return this.#drafts.sayable
      ? [{ playAudio: { name: `first ${this.#part}`, audio: { tts: "Hello." } } }, ...actions]
      : actions;
  }

  #actions(steps: readonly Step[]): ArchyMap[] {
    return steps.flatMap((step) => this.#action(step));
  }

  #action(step: Step): ArchyMap[] {
    const target = this.#next();
    const name = target % 7 === 0 ? "Again" : `${step.kind} ${this.#count}`;
    const named: ArchyMap = {
      ...(target % 11 === 0 ? {} : { name }),
      ...(target % 5 === 1 ? { trackingId: target } : {}),
    };
    const path = (at: number): ArchyMap => ({ actions: this.#actions(("lists" in step && step.lists[at]) || []) });
    switch (step.kind) {
      case "say":
        return [
          { playAudio: { ...named, audio: this.#drafts.sayable ? { tts: "Hello." } : { exp: `ToAudioTTS(Task.a)` } } },
        ];
      case "end":
        return [{ disconnect: named }];
      case "stop":
        return [{ endTask: { none: true } }];
      case "leave":
        return [{ endTask: { ...named, outputPath: { name: PATHS[target % PATHS.length] ?? "default" } } }];
      case "transfer":
        return [{ transferToAcd: { ...named, targetQueue: { lit: { name: "Sales" } } } }];
      case "loopNext":
      case "loopExit":
        return [{ [step.kind]: { name } }];
      case "jump":
        return this.#jump(name, target);
      case "call":
        return this.#call(named, target);
      case "decide":
        return [{ decision: { ...named, condition: { exp: "Flow.a" }, outputs: { yes: path(0), no: path(1) } } }];
      case "data":
        return [
          {
            callData: {
              ...named,
              category: { CRM: { dataAction: { Check: { inputs: {}, successOutputs: {} } } } },
              outputs: { success: path(0), failure: path(1), timeout: path(2) },
            },
          },
        ];
      case "loop":
        return [
          { loop: { ...named, currentIndex: { var: "Flow.i" }, loopCount: { lit: 3 }, outputs: { loop: path(0) } } },
        ];
      case "named":
        return [
          {
            digitalMenu: {
              ...named,
              outputs:
                target % 3 === 0
                  ? { maxNoInputs: path(0), maxNoMatches: path(1) }
                  : { paths: [{ path: { name: "One", ...path(0) } }, { path: { name: "Two", ...path(1) } }] },
            },
          },
        ];
      case "bot":
        return [this.#botCall(named, target, { intents: { Order: path(0), failure: path(1) }, failure: path(2) })];
      case "unknown":
        return [
          {
            newerAction: {
              ...named,
              branches: [{ branch: { name: "Left", ...path(0) } }, { branch: path(1) }],
              ...(target % 2 ? { onEnd: this.#call({}, target)[0]?.["callTask"] ?? {} } : {}),
            },
          },
        ];
      case "switch":
        return [
          {
            switch: {
              ...named,
              evaluate: {
                firstTrue: {
                  default: path(0),
                  cases: [
                    { case: { value: { exp: 'Flow.b == "1"' }, ...path(1) } },
                    { case: { value: { exp: "Flow.c" }, ...path(2) } },
                  ],
                },
              },
            },
          },
        ];
    }
  }

  #jump(name: string, target: number): ArchyMap[] {
    if (this.#shape === "list" || this.#shape === "slots") return [];
    const count = this.#drafts.lists.length;
    if (this.#shape === "tasks") {
      return target % 5 === 0
        ? [
            {
              jumpToMenu: {
                name,
                targetMenuRef: `/${this.#type}/menus/menu[Menu ${target % this.#drafts.menus.length}]`,
              },
            },
          ]
        : [{ jumpToTask: { name, targetTaskRef: this.#reference("task", target) } }];
    }
    if (this.#shape === "bots") {
      if (count < 2) return [];
      const index = 1 + (target % (count - 1));
      return [{ jumpToTask: { name, targetTaskRef: `/${this.#type}/tasks/task[Part ${index}_1${index}]` } }];
    }
    if (this.#part % 2 === 1) return [];
    const index = 2 * (target % Math.ceil(count / 2));
    return [{ changeState: { name, targetStateRef: `/${this.#type}/states/state[Part ${index}_1${index}]` } }];
  }

  #call(named: ArchyMap, target: number): ArchyMap[] {
    if (this.#shape === "list" || this.#shape === "slots" || (this.#drafts.sayable && this.#part > 0)) return [];
    const own = this.#drafts.lists
      .map((_, index) => index)
      .filter((i) => {
        if (this.#drafts.sayable && i === 0) return false;
        return this.#shape === "tasks" || (this.#shape === "bots" ? i > 0 : i % 2 === 1);
      });
    const index = own[target % own.length];
    if (index === undefined) return [];
    const ref = `/${this.#type}/tasks/task[Part ${index}_1${index}]`;
    const outputs: ArchyMap = { default: { actions: [] } };
    if (target % 2 && index % 3 === 1) outputs["Found"] = { actions: [{ playAudio: { name: `found ${target}` } }] };
    return [{ callTask: { ...named, targetTaskRef: ref, outputs } }];
  }

  /** A bot call: Lex V2 with its paths below region, bot, language and alias, other bots below their own keys. */
  #botCall(named: ArchyMap, target: number, outputs: ArchyMap): ArchyMap {
    const held = {
      aliasInitialIntentName: { lit: "Welcome" },
      outputs,
      failureOutputs: { errorType: { var: "Flow.e" } },
    };
    if (target % 3)
      return { callLexV2Bot: { ...named, lexBot: { "eu-west-1": { Shop: { "en-us": { live: held } } } } } };
    return { [target % 2 ? "callDialogflowBot" : "callNuanceMixBot"]: { ...named, agent: { Shop: { draft: held } } } };
  }
}
