import { type ArchyDocument, checkFlow, parseArchy } from "@genesys-flows/architect";
import { expectLinear } from "../../harness/growth.ts";

const times = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join("");
const head = 'inboundCall:\n  name: S\n  startUpRef: "/inboundCall/tasks/task[T0]"\n  tasks:\n';
const jump = (to: number) => `{jumpToTask: {name: j, targetTaskRef: "/inboundCall/tasks/task[T${to}]"}}`;
const task = (n: number, actions: string) => `    - task: {name: T${n}, refId: T${n}, actions: [${actions}]}\n`;
const turn = (n: number) =>
  `{decision: {name: d, outputs: {yes: {actions: [${jump(n + 1)}]}, no: {actions: [{playAudio: {name: p}}, ${jump(n)}]}}}}`;

/** Valid YAML full of mistakes, by the number of repetitions. */
const hostile: Readonly<Record<string, { readonly size: number; readonly text: (size: number) => string }>> = {
  "actions with wrong variables": {
    size: 2750,
    text: (size) =>
      head +
      task(
        0,
        times(size, (n) => `{playAudio: {name: A, audio: {exp: Common.x${n} + F.y}}},`),
      ),
  },
  "one mapping of wrong variables": {
    size: 6000,
    text: (size) =>
      head +
      task(
        0,
        `{callData: {category: {x: {dataAction: {y: {inputs: {${times(size, (n) => `i${n}: {exp: Common.a},`)}}}}}}}}`,
      ),
  },
  "one expression of wrong variables": {
    size: 20_000,
    text: (size) => head + task(0, `{playAudio: {audio: {exp: ${times(size, () => "Common.a+")}1}}}`),
  },
  "a chain of jumps": { size: 1750, text: (size) => head + times(size, (n) => task(n, jump(n + 1))) },
  cycles: { size: 650, text: (size) => head + times(size, (n) => task(n, turn(n))) },
};

describe("the time to check a flow full of mistakes grows with its length", () => {
  test.each(Object.keys(hostile))(
    "%s",
    (title) => {
      const { size, text } = hostile[title] as (typeof hostile)[string];
      const read = (count: number) => parseArchy(text(count), { file: "f" });
      const work = (document: ArchyDocument) => expect(checkFlow(document).length).toBeGreaterThan(0);
      expectLinear({ work, half: read(size), whole: read(2 * size), floor: 2000 });
    },
    60_000,
  );
});
