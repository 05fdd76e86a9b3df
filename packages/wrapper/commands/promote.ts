import { type Arguments, canAsk } from "@genesys-flows/cli";
import { commandLine, withoutFlags } from "../cli/command-line.ts";
import { compared, comparedText, readStackSide } from "../promotion/compared.ts";
import { assertConfirmable, isConfirmed, previewedUpdate, reportedPreview } from "../report/previewed-update.ts";
import { openedStack } from "../runs/opened-stack.ts";
import { writingRun } from "../runs/ready-run.ts";
import { projectFolder } from "../system/files.ts";
import { endLike } from "../system/pass-through.mjs";
import { SetUpError } from "../system/say.ts";

/** `npm run promote -- <from> <to>`: deploys the sources of one stack to another. */
export async function run({ args: given }: Arguments): Promise<number> {
  const line = commandLine(["up", ...given]);
  const [from, to, ...more] = line.names;
  if (from === undefined || to === undefined || more.length > 0 || from === to)
    throw new SetUpError("Specify two stacks: npm run promote -- <from> <to> [--yes]", { exitCode: 2 });
  const project = projectFolder();
  // Remove `--skip-preview`, because a promotion is always previewed.
  const flags = withoutFlags(given, (flag) => ["stack", "skip-preview"].includes(flag)).filter((arg) =>
    arg.startsWith("-"),
  );
  const args = ["up", ...flags, "--stack", to];
  const of = { project, stack: to };
  const opened = await openedStack(of, args);
  const [source, target] = [await readStackSide(opened, from), await readStackSide(opened, to)];
  const found = compared(source, target);
  process.stdout.write(`${comparedText(found, [from, to])}\n`);
  const { cli, env } = opened;
  const mayUpdate = canAsk() || isConfirmed(commandLine(args), env);
  if (found.obstacles.length > 0 || !mayUpdate) {
    const { ending } = await reportedPreview(of, { cli, args: ["preview", "--stack", to], env });
    if (ending.code === 0 && found.obstacles.length === 0) assertConfirmable(commandLine(args), env);
    return endLike({ ...ending, code: ending.code === 0 ? 1 : ending.code });
  }
  const { ending } = await writingRun(opened, args, () => previewedUpdate(of, { cli, args, env }));
  return endLike(ending);
}
