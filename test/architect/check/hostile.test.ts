import { checkFlow, parseArchy } from "../../../packages/architect/index.ts";

const SECONDS = 2;
const times = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join("");
const head = 'inboundCall:\n  name: S\n  startUpRef: "/inboundCall/tasks/task[T0]"\n  tasks:\n';
const jump = (to: number) => `{jumpToTask: {name: j, targetTaskRef: "/inboundCall/tasks/task[T${to}]"}}`;
const task = (n: number, actions: string) => `    - task: {name: T${n}, refId: T${n}, actions: [${actions}]}\n`;
const turn = (n: number) =>
  `{decision: {name: d, outputs: {yes: {actions: [${jump(n + 1)}]}, no: {actions: [{playAudio: {name: p}}, ${jump(n)}]}}}}`;

/** Flows that can be read, and are wrong all over. */
const hostile: Readonly<Record<string, string>> = {
  "actions with wrong variables":
    head +
    task(
      0,
      times(11_000, (n) => `{playAudio: {name: A, audio: {exp: Common.x${n} + F.y}}},`),
    ),
  "one mapping of wrong variables":
    head +
    task(
      0,
      `{callData: {category: {x: {dataAction: {y: {inputs: {${times(25_000, (n) => `i${n}: {exp: Common.a},`)}}}}}}}}`,
    ),
  "one expression of wrong variables":
    head + task(0, `{playAudio: {audio: {exp: ${times(80_000, () => "Common.a+")}1}}}`),
  "a chain of jumps": head + times(7000, (n) => task(n, jump(n + 1))),
  circles: head + times(2500, (n) => task(n, turn(n))),
};

describe("a flow that is wrong all over is checked in time", () => {
  test.each(Object.keys(hostile))("%s", (title) => {
    const document = parseArchy(hostile[title] as string, { file: "f" });
    const before = process.cpuUsage();
    expect(checkFlow(document).length).toBeGreaterThan(0);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(SECONDS);
  });
});
