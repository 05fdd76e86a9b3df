import { call, exported, firstTrue, hangUp, queue, say, thanks } from "./exports.ts";
import { judged, judgedBare } from "./judged.ts";

/** Title; the export; for each finding a part of it. Judged as a file and as a bare resource. */
type Case = readonly [string, string, readonly string[]];

const done = 'Flow.result == "completed"';
const sorry = say();

const selectors: Case[] = [
  [
    "a fixed version",
    exported([call({ versions: ["ver_3_0"] }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
    ["selects the fixed version 3.0"],
  ],
  [
    "the debug version",
    exported([call({ versions: ["ver_debug"] }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
    ["selects the debug version"],
  ],
  [
    "a version of unknown meaning",
    exported([call({ versions: ["ver_latestSaved"] }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
    ["cannot be checked: the meaning of the version selector `ver_latestSaved`"],
  ],
  [
    "two versions",
    exported([call({ versions: ["ver_latestPublished", "ver_2_0"] }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
    ["cannot be checked: it selects 2 versions"],
  ],
  [
    "no version",
    exported([call({ versions: [] }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
    ["cannot be checked: it selects no version"],
  ],
  [
    "no module",
    exported([{ callCommonModule: { name: "Handle it" } }, hangUp]),
    ["cannot be checked: it does not name exactly one module"],
  ],
  [
    "a fixed version and no default",
    exported([call({ versions: ["ver_3_0"] }), firstTrue([[done, [thanks, queue]]]), sorry, hangUp]),
    ["selects the fixed version", "`default` path has no actions"],
  ],
  [
    "the latest version with a property of a newer platform",
    exported([call({ more: { trace: true } }), firstTrue([[done, [thanks]]], [sorry]), hangUp]),
    [],
  ],
  [
    "the same, silent",
    exported([call({ more: { trace: true } }), firstTrue([[done, [thanks]]], [hangUp]), queue]),
    ["hangs up silently"],
  ],
];

test.each(selectors)("%s", (_title, text, expected) => {
  const found = judged(text);
  expect(found).toEqual(expected.map((part) => expect.stringContaining(part)));
  expect(judgedBare(text)).toEqual(found);
});
