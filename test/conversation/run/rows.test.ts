import { runAssumptions } from "@genesys-flows/conversation";
import { semantics } from "../../../packages/conversation/run/actions/index.ts";
import { sources, sourcesIn } from "../../../packages/conversation/run/sources.ts";
import { audioCases } from "./cases/audio.ts";
import { callCases } from "./cases/calls.ts";
import { type Case, played } from "./cases/case.ts";
import { controlCases } from "./cases/control.ts";
import { dataCases } from "./cases/data.ts";
import { faultCases } from "./cases/faults.ts";
import { inputCases } from "./cases/input.ts";
import { menuCases } from "./cases/menus.ts";
import { noteCases } from "./cases/notes.ts";
import { textCases } from "./cases/texts.ts";
import { transferCases } from "./cases/transfers.ts";

const topics: Readonly<Record<string, readonly Case[]>> = {
  audio: audioCases,
  control: controlCases,
  data: dataCases,
  faults: faultCases,
  input: inputCases,
  menus: menuCases,
  modules: callCases,
  notes: noteCases,
  texts: textCases,
  transfers: transferCases,
};
const all = Object.values(topics).flat();

describe.each(Object.entries(topics))("%s", (_, cases) => {
  test.each(cases)("$of $name", (one) => {
    const { shown, kinds } = played(one);
    expect(shown).toMatchObject(one.shows);
    expect([...kinds]).toContain(one.of);
  });
});

test("every row of the interpreter has a case", () => {
  expect(Object.keys(semantics).filter((kind) => !all.some(({ of }) => of === kind))).toEqual([]);
});

test("every choice of every assumption has a case that depends on it", () => {
  const chosen = all
    .filter(({ assume }) => assume)
    .flatMap((one) => {
      const { assumptions } = played(one).transcript;
      return Object.entries(one.assume ?? {}).flatMap(([name, choice]) =>
        assumptions.includes(name) ? [`${name}: ${choice}`] : [],
      );
    });
  const choices = Object.entries(runAssumptions).flatMap(([name, row]) =>
    Object.keys(row.choices).map((choice) => `${name}: ${choice}`),
  );
  expect(choices.filter((choice) => !chosen.includes(choice))).toEqual([]);
});

test("every source that a row cites is in the list of sources", () => {
  const cited = Object.values(semantics).flatMap(({ source }) => sourcesIn(source));
  expect(cited.filter((name) => !Object.hasOwn(sources, name))).toEqual([]);
});
