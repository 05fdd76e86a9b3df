import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyValue,
  archyFromBody,
  parseArchy,
} from "@genesys-flows/architect";

/** A call flow with one task, which starts with the given actions; further tasks by name. */
export function callFlow(
  actions: ArchyValue[],
  more: { tasks?: Record<string, ArchyValue[]>; body?: ArchyMap } = {},
): ArchyDocument {
  const tasks = Object.entries({ Main: actions, ...more.tasks }).map(([name, list]) => ({
    task: { name, refId: `${name}_10`, actions: list },
  }));
  return document("inboundCall", { startUpRef: "/inboundCall/tasks/task[Main_10]", ...more.body, tasks });
}

/** A document of any type, parsed from its print, so that it has places. */
export function document(flowType: ArchyDocument["flowType"], body: ArchyMap): ArchyDocument {
  const made = archyFromBody(flowType, { name: "Test", ...body }, { file: "test.yaml" });
  return parseArchy(made.text, { file: "test.yaml" });
}

export const say = (name: string): ArchyMap => ({ playAudio: { name, audio: { tts: name } } });
export const hangUp = (name = "bye"): ArchyMap => ({ disconnect: { name } });
export const act = (key: string, name: string, body: ArchyMap = {}): ArchyMap => ({ [key]: { name, ...body } });
export const paths = (lists: Record<string, ArchyValue[]>): ArchyMap => ({
  outputs: Object.fromEntries(Object.entries(lists).map(([path, actions]) => [path, { actions }])),
});
export const decide = (name: string, exp: string, lists: Record<string, ArchyValue[]> = {}): ArchyMap =>
  act("decision", name, { condition: { exp }, ...paths(lists) });
export const cases = (name: string, tests: [string, ArchyValue[]][], fallback?: ArchyValue[]): ArchyMap =>
  act("switch", name, {
    evaluate: {
      firstTrue: {
        ...(fallback ? { default: { actions: fallback } } : {}),
        cases: tests.map(([exp, actions]) => ({ case: { value: { exp }, actions } })),
      },
    },
  });
export const jump = (task: string): ArchyMap =>
  act("jumpToTask", "jump", { targetTaskRef: `/inboundCall/tasks/task[${task}_10]` });
export const call = (name: string, module: string, outputs: Record<string, string>): ArchyMap =>
  act("callCommonModule", name, {
    commonModule: {
      [module]: {
        ver_latestPublished: {
          inputs: { "Common.n": { lit: 3 } },
          outputs: Object.fromEntries(Object.entries(outputs).map(([from, to]) => [from, { var: to }])),
        },
      },
    },
  });
