import { coverage } from "@genesys-flows/conversation/explore";
import { readScript, testedFile } from "@genesys-flows/conversation/script";
import { stageOfProject } from "@genesys-flows/conversation/stage";
import type { FlowProject } from "@genesys-flows/project";
import { testFiles } from "@genesys-flows/project/test-files";
import type { FlowTests } from "@genesys-flows/rules";

/** Plays the conversation tests next to a project's flows. @returns each flow's coverage by passing tests, by key */
export function testsOf(project: FlowProject): ReadonlyMap<string, FlowTests> {
  const stage = stageOfProject(project);
  const files = testFiles(project).map((file) => testedFile({ ...readScript(file), file: file.file }, { stage }));
  const passed = files.flatMap(({ conversations }) => conversations.filter((one) => one.passed));
  const failing = Map.groupBy(files, ({ flow }) => (flow === undefined ? undefined : stage.flow(flow)?.key));
  const covered = coverage(
    stage.flows,
    passed.map(({ transcript }) => transcript),
  );
  return new Map(
    covered.map(({ key = "", parts }) => [
      key,
      {
        parts: parts.map(({ times, ...part }) => ({ ...part, isTaken: times > 0 })),
        failing: (failing.get(key) ?? []).reduce((sum, { conversations }) => {
          return sum + (conversations.length === 0 ? 1 : conversations.filter((one) => !one.passed).length);
        }, 0),
      },
    ]),
  );
}
