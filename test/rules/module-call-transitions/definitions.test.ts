import { email, flow, modules } from "./definitions.ts";
import { judged, judgedInTypeScript } from "./judged.ts";

/** Title with the reason; the flow; for each finding a part of it. */
type Case = readonly [string, string, readonly string[]];

const missing: Case[] = [
  ["each transition leads somewhere of its own", flow("success: queue, failure: sorry, error: apology"), []],
  ["no `error`: its caller hears nothing", flow("success: queue, failure: sorry"), ["has no `error` transition"]],
  ["no `failure`", flow("success: queue, error: sorry"), ["has no `failure` transition"]],
  ["no `success`", flow("failure: sorry, error: sorry"), ["has no `success` transition"]],
  ["only `success`", flow("success: queue"), ["has no `failure` transition", "has no `error` transition"]],
  ["none", flow(""), ["has no `success` transition", "has no `failure` transition", "has no `error` transition"]],
  [
    "a missing one and a misdirected one are two findings",
    flow("success: queue, error: hang-up"),
    ["has no `failure` transition", "hangs up silently after `error`"],
  ],
];

const repeated: Case[] = [
  [
    "`error` leads to the call itself",
    flow("success: queue, failure: sorry, error: check"),
    ["is repeated after `error`, and nothing"],
  ],
  ["over a node that does nothing", flow("success: queue, failure: sorry, error: back"), ["is repeated"]],
  ["over audio: the caller decides nothing", flow("success: queue, failure: sorry, error: told-back"), ["is repeated"]],
  [
    "over a condition that the flow does not change",
    flow("success: queue, failure: sorry, error: open"),
    ["is repeated"],
  ],
  ["behind a loop that is over", flow("success: queue, failure: sorry, error: after-loop"), ["is repeated"]],
  ["the caller is asked before", flow("success: queue, failure: sorry, error: ask"), []],
  [
    "a loop around the call limits the turns",
    flow("success: queue, failure: sorry, error: retry", { start: "retry" }),
    [],
  ],
  ["a count limits the turns", flow("success: queue, failure: sorry, error: count"), []],
  [
    "`failure` leads to the call: the module asked the caller",
    flow("success: queue, failure: check, error: sorry"),
    [],
  ],
  [
    "two calls lead to each other",
    flow("success: queue, failure: sorry, error: handler-back"),
    [
      'check: The call to the module "Check" is repeated after `error`, over the call to the module "Handler"',
      'handler-back: The call to the module "Handler" is repeated after `error`, over the call to the module "Check"',
    ],
  ],
  [
    "three calls lead to each other",
    flow("success: queue, failure: sorry, error: handler-on"),
    ["check: ", "handler-on: ", "handler-2: "],
  ],
  [
    "a call that repeats itself after another's error",
    flow("success: queue, failure: sorry, error: handler-self"),
    ["handler-self: "],
  ],
];

const successes: Case[] = [
  [
    "`error` leads where `success` leads",
    flow("success: queue, failure: sorry, error: queue"),
    ["treats `error` as `success`: both lead to `queue`"],
  ],
  [
    "behind a node that does nothing",
    flow("success: queue, failure: sorry, error: to-queue"),
    ["treats `error` as `success`: both lead to `queue`"],
  ],
  [
    "`failure` leads where `success` leads",
    flow("success: queue, failure: queue, error: sorry"),
    ["treats `failure` as `success`"],
  ],
  [
    "all three lead to one node",
    flow("success: queue, failure: queue, error: queue"),
    ["treats `failure` as", "treats `error` as"],
  ],
  [
    "all three lead to a goodbye, although the module reports more than its end",
    flow("success: sorry, failure: sorry, error: sorry"),
    ["treats `failure` as", "treats `error` as"],
  ],
  ["an agent sees the difference", flow("success: queue, failure: sorry, error: note"), []],
  ["a variable that is read later makes the difference", flow("success: queue, failure: sorry, error: marked"), []],
  ["`error` leads where `failure` leads", flow("success: queue, failure: sorry, error: sorry"), []],
  [
    "`error` leads where one of other outcomes leads",
    flow("open: queue, closed: sorry, error: sorry", { module: "hours" }),
    [],
  ],
  [
    "all outcomes lead to one node: which of them means success is the author's to know",
    flow("open: queue, closed: queue, error: queue", { module: "hours" }),
    [],
  ],
  [
    "a module with one outcome: the queue assumes that it ended well",
    flow("", { start: "handler-queue" }),
    ["treats `error` as `completed`: both lead to `queue`"],
  ],
];

const silent: Case[] = [
  [
    "`error` hangs up",
    flow("success: queue, failure: sorry, error: hang-up"),
    ["hangs up silently after `error`, at `hang-up`"],
  ],
  [
    "behind a node that does nothing",
    flow("success: queue, failure: sorry, error: quiet"),
    ["hangs up silently after `error`, at `hang-up`"],
  ],
  ["behind audio that is empty", flow("success: queue, failure: sorry, error: silence"), ["hangs up silently"]],
  [
    "where the flow just ends",
    flow("success: queue, failure: sorry, error: stop"),
    ["hangs up silently after `error`, at `stop`"],
  ],
  [
    "together with `failure`",
    flow("success: queue, failure: hang-up, error: hang-up"),
    ["hangs up silently after `error`"],
  ],
  ["`failure` hangs up: the module said why", flow("success: queue, failure: hang-up, error: sorry"), []],
  ["the last word is the module's: its one outcome hangs up as well", flow("", { start: "apology" }), []],
  ["the same with a note for the agent", flow("", { start: "handler-note" }), []],
  [
    "the flow speaks after `completed`, so it does not leave that to the module",
    flow("", { start: "handler-thanks" }),
    ["hangs up silently after `error`"],
  ],
  ["an e-mail is not hung up on", flow("success: queue, failure: hang-up, error: hang-up", { frame: email }), []],
];

const noOutcome = modules.handler.replace("outcomes: [completed]\n", "");

describe.each([
  ["each outcome has a transition", missing],
  ["an error is not repeated without a bound", repeated],
  ["a failure is not a success", successes],
  ["an error is heard", silent],
])("%s", (_, cases) => {
  test.each(cases)("%s", (_title, text, expected) => {
    const found = judged(text, modules);
    expect(found).toEqual(expected.map((part) => expect.stringContaining(part)));
    expect(judgedInTypeScript(text, modules)).toEqual(found);
  });
});

test("the outcome of a module that names none is `completed`", () => {
  const text = flow("completed: queue, error: sorry", { module: "handler" });
  expect(judged(text, { handler: noOutcome })).toEqual([]);
});
