import { parseEvents } from "@genesys-flows/report";
import { flowUrn, message, runOf } from "../run.ts";

test("a step that fails makes the run a failed one, and stays failed", () => {
  const run = runOf([{ key: "a", op: "update", ended: "failed" }], { isUpdate: true });
  expect(run).toMatchObject({ hasFailed: true, isPreview: false, steps: [{ urn: flowUrn("a"), ended: "failed" }] });
});

test("a run that the engine calls failed is one without a failed step", () => {
  expect(runOf([], { isUpdate: true, result: "failed" })).toMatchObject({ hasFailed: true, isWhole: true, steps: [] });
  expect(runOf([], {})).toMatchObject({ hasFailed: false });
});

test("debug messages and the engine's colours are left out", () => {
  const run = runOf([], { events: [message("debug", "x"), message("info", "<{%fg 1%}>Red<{%reset%}>\n")] });
  expect(run.messages).toEqual([{ severity: "info", text: "Red" }]);
});

test("a last line that was not written whole is left out; another one is refused", () => {
  expect([...parseEvents('{"cancelEvent":{}}\n{"summ')]).toEqual([{ cancelEvent: {} }]);
  expect(() => [...parseEvents('{"summ\n{"cancelEvent":{}}')]).toThrow("Line 1 of the event log");
});
