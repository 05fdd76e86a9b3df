import { modules } from "./definitions.ts";
import { call, decision, exported, firstMatch, firstTrue, hangUp, queue, say, thanks } from "./exports.ts";
import { judged } from "./judged.ts";

const sorry = say();
const outcome = (module: string) => call({ module, outputs: { "Common.outcome": { var: "Flow.result" } } });

/** Exports that call modules of the project, whose outcomes are known. */
const cases: [string, string, string[]][] = [
  [
    "a case of the module",
    exported([outcome("Handler"), firstTrue([['Flow.result == "completed"', [thanks]]], [sorry]), hangUp]),
    [],
  ],
  [
    "a case that the module never returns",
    exported([outcome("Handler"), firstTrue([['Flow.result == "complete"', [thanks]]], [sorry]), hangUp]),
    ['whose condition `Flow.result == "complete"` is never true: "Handler" returns no such value in Common.outcome'],
  ],
  [
    "a value to match that it never returns",
    exported([outcome("Handler"), firstMatch([["OK", [thanks]]], [sorry]), hangUp]),
    ['`"OK"` is never true'],
  ],
  [
    "one of two cases",
    exported([
      outcome("Check"),
      firstTrue(
        [
          ['Flow.result == "success"', [queue]],
          ['Flow.result == "denied"', [thanks]],
        ],
        [sorry],
      ),
      hangUp,
    ]),
    ["is never true"],
  ],
  [
    "a decision that the module can never pass",
    exported([outcome("Check"), decision('Flow.result == "ok"', [queue], [sorry]), hangUp]),
    ["is never true"],
  ],
  [
    "a decision that each result passes",
    exported([outcome("Check"), decision('Flow.result != "ok"', [queue], [sorry]), hangUp]),
    ["is always true"],
  ],
  [
    "a decision on `error`",
    exported([outcome("Check"), decision('Flow.result == "error"', [sorry], [queue]), hangUp]),
    ["treats `failure` as `success`"],
  ],
  [
    "a decision on `error` of a module with one outcome",
    exported([outcome("Handler"), decision('Flow.result == "error"', [sorry], [queue]), hangUp]),
    [],
  ],
  [
    "a decision on `failure`: an error is a success",
    exported([outcome("Check"), decision('Flow.result == "failure"', [sorry], [queue]), hangUp]),
    ["treats a module that did not succeed as `success`"],
  ],
  [
    "two outcomes in one case",
    exported([
      outcome("Check"),
      firstTrue([['Flow.result == "success" or Flow.result == "failure"', [queue]]], [sorry]),
      hangUp,
    ]),
    ["treats `failure` as `success`"],
  ],
];

test.each(cases)("%s", (_, text, expected) => {
  expect(judged(text, modules)).toEqual(expected.map((part) => expect.stringContaining(part)));
});
