/** Nodes of the flows in these tests, by their ids. */
const nodes: Readonly<Record<string, string>> = {
  queue: "{transferToAcd: Sales, on: {failure: sorry}}",
  note: "{setParticipantData: {verified: no}, then: queue}",
  "to-queue": "{updateData: {Flow.unused: 1}, then: queue}",
  marked: "{updateData: {Flow.guest: true}, then: tell-apart}",
  "tell-apart": '{decision: =Flow.guest, on: {"yes": sorry, "no": queue}}',
  sorry: '{playAudio: "We are sorry.", then: hang-up}',
  silence: '{playAudio: "", then: hang-up}',
  "hang-up": "{disconnect: {}}",
  quiet: "{updateData: {Flow.unused: 1}, then: hang-up}",
  stop: "{updateData: {Flow.unused: 1}}",
  back: "{updateData: {Flow.unused: 1}, then: check}",
  "told-back": '{playAudio: "Once more.", then: check}',
  ask: '{collectInput: {digits: {exact: 1}, into: Flow.again, prompt: "Press 1 to try again."}, on: {success: check, failure: sorry}}',
  retry: "{loop: {times: 3}, on: {each: check, done: sorry}}",
  "after-loop": "{loop: {times: 3}, on: {each: after-loop-turn, done: check}}",
  "after-loop-turn": '{playAudio: "Please wait.", then: after-loop}',
  count: "{updateData: {Flow.tries: =Flow.tries + 1}, then: enough}",
  enough: '{decision: =Flow.tries > 3, on: {"yes": sorry, "no": check}}',
  open: '{decision: =Flow.open, on: {"yes": sorry, "no": check}}',
  apology: "{callModule: handler, on: {completed: hang-up, error: hang-up}}",
  "handler-back": "{callModule: handler, on: {completed: sorry, error: check}}",
  "handler-on": "{callModule: handler, on: {completed: sorry, error: handler-2}}",
  "handler-2": "{callModule: handler, on: {completed: sorry, error: check}}",
  "handler-self": "{callModule: handler, on: {completed: sorry, error: handler-self}}",
  "handler-queue": "{callModule: handler, on: {completed: queue, error: queue}}",
  "handler-note": "{callModule: handler, on: {completed: last-note, error: hang-up}}",
  "handler-thanks": "{callModule: handler, on: {completed: sorry, error: hang-up}}",
  "last-note": "{setParticipantData: {done: yes}, then: hang-up}",
};

/** Definitions of the modules that they call. */
export const modules = {
  check: module("Check", "success, failure"),
  handler: module("Handler", "completed"),
  hours: module("Hours", "open, closed"),
};

function module(name: string, outcomes: string): string {
  const first = outcomes.split(", ")[0];
  return `commonModule: ${name}\nchannels: [inboundCall, inboundEmail]\noutcomes: [${outcomes}]\nstart: done\nnodes:\n  done: {end: ${first}}\n`;
}

/** A call flow that starts with a call to the module \`check\`, with all nodes that it can reach. */
export function flow(on: string, o: { start?: string; module?: string; frame?: string } = {}): string {
  const {
    start = "check",
    module: key = "check",
    frame = 'inboundCall: Sales\nonFault: {say: "Sorry.", then: disconnect}\nvariables: {Flow.tries: {type: integer, default: 0}}',
  } = o;
  const all: Record<string, string> = { ...nodes, check: `{callModule: ${key}, on: {${on}}}` };
  const used = new Set<string>();
  const use = (id: string) => {
    if (used.has(id)) return;
    used.add(id);
    for (const [, target] of (all[id] ?? "").matchAll(/(?<!callModule)(?<=[\w"]): ([a-z][a-z0-9-]*)/g)) {
      if (target !== undefined && Object.hasOwn(all, target)) use(target);
    }
  };
  use(start);
  const lines = [...used].map((id) => `  ${id}: ${all[id]}\n`).join("");
  return `${frame}\nstart: ${start}\nnodes:\n${lines}`;
}

export const email =
  "inboundEmail: Mail\nonFault: {then: {queue: Mail}}\nsettings: {settingsInboundEmailHandling: {emailHandling: {disconnect: {none: true}}}}";
