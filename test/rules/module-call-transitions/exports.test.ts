import {
  ask,
  assign,
  call,
  decision,
  exported,
  exportedMessage,
  firstMatch,
  firstTrue,
  hangUp,
  jump,
  note,
  nothing,
  queue,
  remark,
  say,
  setUnused,
  thanks,
} from "./exports.ts";
import { judged, judgedBare } from "./judged.ts";

/** Title with the reason; the export; for each finding a part of it. Judged as a file and as a bare resource. */
type Case = readonly [string, string, readonly string[]];

const done = 'Flow.result == "completed"';
const byConvention = { outputs: { "Common.outcome": { var: "Flow.result" } } };
const sorry = say();

const tested: Case[] = [
  ["a switch by condition with a default", exported([call(), firstTrue([[done, [thanks]]], [sorry]), hangUp]), []],
  ["a switch by value with a default", exported([call(), firstMatch([["completed", [thanks]]], [sorry]), hangUp]), []],
  ["a decision whose paths differ", exported([call(), decision(done, [thanks], [sorry]), hangUp]), []],
  ["the outcome by convention", exported([call(byConvention), firstTrue([[done, [thanks]]], [sorry]), hangUp]), []],
  ["a test behind other actions", exported([call(), note, firstTrue([[done, [thanks]]], [sorry]), hangUp]), []],
  ["no test", exported([call(), queue]), ["is not followed by a test of the module's result"]],
  [
    "no output is bound",
    exported([call({ outputs: { "Common.result": { noValue: true } } }), firstTrue([[done, [thanks]]], [sorry])]),
    ["is not followed by a test"],
  ],
  [
    "a test of another variable",
    exported([call(), firstTrue([['Flow.other == "completed"', [thanks]]], [sorry]), hangUp]),
    ["is not followed by a test"],
  ],
  [
    "the variable is overwritten before the test",
    exported([call(), assign("Flow.result", { lit: "completed" }), firstTrue([[done, [thanks]]], [sorry])]),
    ["is not followed by a test"],
  ],
  [
    "another call before the test",
    exported([call(), call({ name: "Second" }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
    ["handle-it: "],
  ],
  [
    "no default",
    exported([call(), firstTrue([[done, [thanks, queue]]]), sorry, hangUp]),
    ["`default` path has no actions"],
  ],
  [
    "an empty default",
    exported([call(), firstMatch([["completed", [thanks]]], []), hangUp]),
    ["`default` path has no actions"],
  ],
  [
    "a default without actions, by convention",
    exported([call(byConvention), firstTrue([[done, [thanks]]], []), hangUp]),
    ["`default` path has no actions"],
  ],
  ["no case", exported([call(), firstTrue([], [sorry]), hangUp]), ["is not followed by a test"]],
  [
    "a decision without `no`, which does what `yes` does",
    exported([call(), decision(done, [], []), queue]),
    ["`no` path has no actions"],
  ],
];

const conditions: Case[] = [
  [
    "a condition that is always true",
    exported([call(), decision("true", [thanks], [sorry]), hangUp]),
    ['The condition `true` of "Did it work" is always true'],
  ],
  [
    "a variable compared with itself",
    exported([call(), decision("Flow.result == Flow.result", [thanks], [sorry]), hangUp]),
    ["is always true, whatever the module returns"],
  ],
  [
    "two literals compared",
    exported([call(), firstTrue([['"completed" == "completed"', [thanks]]], [sorry]), hangUp]),
    ["is always true"],
  ],
  [
    "two different literals compared",
    exported([call(), firstTrue([['"completed" == "done"', [thanks]]], [sorry]), hangUp]),
    ["is never true"],
  ],
  [
    "true or the comparison",
    exported([call(), firstTrue([[`${done} or true`, [thanks]]], [sorry]), hangUp]),
    ["is always true"],
  ],
  [
    "the comparison and its opposite",
    exported([call(), decision('Flow.result == "completed" or Flow.result != "completed"', [thanks], [sorry]), hangUp]),
    ["is always true"],
  ],
  [
    "two values at once",
    exported([call(), decision('Flow.result == "completed" and Flow.result == "done"', [thanks], [sorry]), hangUp]),
    ["is never true"],
  ],
  [
    "If(..., true, true)",
    exported([call(), firstTrue([[`If(${done}, true, true)`, [thanks]]], [sorry]), hangUp]),
    ["is always true"],
  ],
  [
    "a switch on a literal",
    exported([call(), firstMatch([["completed", [thanks]]], [sorry], '"completed"'), hangUp]),
    ["is not followed by a test"],
  ],
  [
    "a function that could not be checked is no constant",
    exported([call(), firstTrue([['Left(Flow.result, 4) == "comp"', [thanks]]], [sorry]), hangUp]),
    [],
  ],
  [
    "a function of a value that another test names: which path that value takes is not known",
    exported([
      call(),
      firstTrue([['Left(Flow.result, 4) == "comp"', [thanks]]], [sorry]),
      firstTrue([['Flow.result == "completed today"', [queue]]], [hangUp]),
    ]),
    [],
  ],
  [
    "a function of a value that no test names takes the default",
    exported([call(), firstTrue([['Left(Flow.result, 4) == "comp"', [thanks]]], [hangUp]), queue]),
    ["`default` path hangs up silently"],
  ],
  ["whether the output is set", exported([call(), decision("IsSet(Flow.result)", [thanks], [sorry]), hangUp]), []],
  ["a flag by itself", exported([call(), decision("Flow.result", [thanks], [sorry]), hangUp]), []],
  [
    "the opposite: `yes` is the failure",
    exported([call(), decision('Flow.result != "completed"', [sorry], [thanks]), hangUp]),
    [],
  ],
];

const defaults: Case[] = [
  [
    "a default that only assigns what nobody reads",
    exported([call(), firstTrue([[done, [thanks]]], [setUnused]), queue]),
    ["`default` path has actions without an effect"],
  ],
  [
    "an empty `updateData`",
    exported([call(), firstMatch([["completed", [thanks]]], [nothing]), queue]),
    ["`default` path has actions without an effect"],
  ],
  [
    "a remark",
    exported([call(), firstTrue([[done, [thanks]]], [remark]), queue]),
    ["`default` path has actions without an effect"],
  ],
  [
    "the same by convention",
    exported([call(byConvention), firstTrue([[done, [thanks]]], [nothing]), queue]),
    ["`default` path has actions without an effect"],
  ],
  [
    "the default continues where the case continues",
    exported([call(), firstTrue([[done, [nothing]]], [setUnused]), queue]),
    ["treats a module that did not succeed as `completed`"],
  ],
  [
    "both paths jump to one task",
    exported([call(), firstTrue([[done, [jump("Go")]]], [jump("Go")])], { Go: [queue, sorry, hangUp] }),
    ["treats a module that did not succeed as `completed`"],
  ],
  [
    "both paths of a decision jump to one task",
    exported([call(), decision(done, [jump("Go")], [nothing, jump("Go")])], { Go: [queue, sorry, hangUp] }),
    ["treats a module that did not succeed as `completed`"],
  ],
  [
    "`failure` jumps where `success` jumps",
    exported(
      [
        call(),
        firstTrue(
          [
            ['Flow.result == "success"', [jump("Go")]],
            ['Flow.result == "failure"', [jump("Go")]],
          ],
          [sorry, hangUp],
        ),
      ],
      { Go: [queue, sorry, hangUp] },
    ),
    ["treats `failure` as `success`"],
  ],
  [
    "a default with audio that is empty",
    exported([call(), firstTrue([[done, [thanks]]], [say("Empty", " ")]), queue]),
    ["`default` path has actions without an effect"],
  ],
  [
    "a silent default",
    exported([call(), firstTrue([[done, [thanks]]], [hangUp]), queue]),
    ['`default` path hangs up silently, at "Hang up"'],
  ],
  [
    "a silent default behind an empty action, by convention",
    exported([call(byConvention), firstTrue([[done, [thanks]]], [nothing]), hangUp]),
    ["hangs up silently"],
  ],
  ["a silent `no`", exported([call(), decision(done, [queue], [hangUp]), sorry]), ["`no` path hangs up silently"]],
  ["a silent end of the flow", exported([call(), firstTrue([[done, [queue]]], [setUnused])]), ["hangs up silently"]],
  [
    "a default that notes the failure for the agent",
    exported([call(), firstTrue([[done, [thanks]]], [note]), queue]),
    [],
  ],
  ["a default that transfers", exported([call(), firstTrue([[done, [thanks]]], [queue]), hangUp]), []],
  ["silent in a message flow", exportedMessage([call(), firstTrue([[done, [queue]]], [hangUp])]), []],
  [
    "a default that calls again",
    exported([jump("Again")], { Again: [call(), firstTrue([[done, [thanks, hangUp]]], [jump("Again")])] }),
    ["`default` path returns to the call, and nothing limits"],
  ],
  [
    "the same by convention, with audio",
    exported([jump("Again")], {
      Again: [call(byConvention), firstTrue([[done, [thanks, hangUp]]], [sorry, jump("Again")])],
    }),
    ["`default` path returns to the call"],
  ],
  [
    "a `no` that calls again",
    exported([jump("Again")], { Again: [call(), decision(done, [thanks, hangUp], [sorry, jump("Again")])] }),
    ["`no` path returns to the call"],
  ],
  [
    "it calls again after it asked the caller",
    exported([jump("Again")], { Again: [call(), firstTrue([[done, [thanks, hangUp]]], [ask, jump("Again")])] }),
    [],
  ],
  [
    "another call decides whether to call again; its own default ends",
    exported([jump("One")], {
      One: [call({ name: "First" }), firstTrue([[done, [thanks, hangUp]]], [jump("Two")])],
      Two: [
        call({ name: "Second", module: "Other", outputs: { "Common.again": { var: "Flow.again" } } }),
        firstTrue([['Flow.again == "completed"', [jump("One")]]], [sorry, hangUp]),
      ],
    }),
    [],
  ],
  [
    "two calls whose defaults lead to each other",
    exported([jump("One")], {
      One: [call({ name: "First" }), firstTrue([[done, [thanks, hangUp]]], [jump("Two")])],
      Two: [call({ name: "Second", module: "Other" }), firstTrue([[done, [thanks, hangUp]]], [jump("One")])],
    }),
    ['First: The call to the module "Handler" is followed by', 'Second: The call to the module "Other" is followed by'],
  ],
];

describe.each([
  ["what the module returned is tested", tested],
  ["a test depends on what the module returned", conditions],
  ["the default does what an error needs", defaults],
])("%s", (_, cases) => {
  test.each(cases)("%s", (_title, text, expected) => {
    const found = judged(text);
    expect(found).toEqual(expected.map((part) => expect.stringContaining(part)));
    expect(judgedBare(text)).toEqual(found);
  });
});
