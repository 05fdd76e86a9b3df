import type { RunnableFlow } from "@genesys-flows/conversation";
import type { GivenAnswer } from "@genesys-flows/conversation/explore";
import { answersIn } from "@genesys-flows/conversation/notice";
import { play, readScript, type Script } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import type { FlowProject } from "@genesys-flows/project";
import { testFiles } from "@genesys-flows/project/test-files";

/** The conversation tests of a project. Files with errors are left out, because `flowctl test` reports them. */
export function writtenScripts(project: Pick<FlowProject, "root" | "flowsDir">): Script[] {
  return testFiles(project).flatMap((file) => {
    const { script, findings } = readScript(file);
    return script && findings.length === 0 ? [script] : [];
  });
}

/** The customer's actions and the responses of other systems in the tests of a flow, run with the new version. */
export function writtenAnswers(
  { key, name }: RunnableFlow,
  scripts: readonly Script[],
  stage: Stage,
): (readonly GivenAnswer[])[] {
  return scripts
    .filter(({ flow }) => flow === key || flow === name)
    .flatMap((script) => script.conversations.map((one) => answersIn(play(script, one, stage).transcript)));
}
