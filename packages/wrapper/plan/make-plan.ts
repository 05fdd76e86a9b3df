import { readFileSync, rmSync } from "node:fs";
import { missingState } from "../health/after-failure.ts";
import { makeReady } from "../health/before-run.ts";
import { changesAnything, reportedPreview } from "../report/previewed-update.ts";
import { engineFile } from "../report/reported-run.ts";
import { runReader } from "../runs/engine-run.ts";
import { runMarkedCommand } from "../runs/marked-run.ts";
import { assertNotOlder } from "../runs/older-checkout.ts";
import { openedStack } from "../runs/opened-stack.ts";
import { withStackLock } from "../runs/stack-lock.ts";
import { type OpenedStack, type ProjectStack, projectName } from "../stack/stack.ts";
import { type Ending, succeeded } from "../system/pass-through.mjs";
import { SetUpError } from "../system/say.ts";
import { boundTo, sourceOf } from "./bound.ts";
import { planPassphrase, writePlan } from "./kept-plan.ts";

/**
 * Refreshes the stack's state, previews an update, prints the report, and writes the encrypted plan. Writes no plan if
 * the preview fails.
 * @param o.supersedes commit of the last update; allows this checkout to replace that commit without containing it
 * @returns the ending of the preview, and whether the update would do more than record outputs in the state
 * @throws SetUpError if there is no passphrase or Git repository, if the checkout does not contain the commit of the
 * last update and `o.supersedes` does not specify that commit, or if the live state cannot be read
 */
export async function makePlan(
  of: ProjectStack,
  o: { readonly out: string; readonly supersedes?: string | undefined },
): Promise<{ readonly ending: Ending; readonly changes: boolean }> {
  const args = ["preview", "--stack", of.stack];
  const opened = await openedStack(of, args);
  const passphrase = planPassphrase(opened.env, of.stack);
  rmSync(o.out, { force: true });
  return withStackLock(opened, async () => {
    const { cli, env, files } = opened;
    await makeReady(opened, args);
    const missing = files && missingState(files);
    if (missing !== undefined) throw new SetUpError(missing);
    await refresh(opened);
    const source = await sourceOf(of.project, o.out);
    const engines = engineFile(of, "plan");
    try {
      const { ending, report } = await reportedPreview(
        of,
        { cli, args: [...args, "--save-plan", engines], env },
        (older) => assertNotOlder(older, { stack: of.stack, ...o }),
      );
      const changes = changesAnything(report);
      if (!succeeded(ending)) return { ending, changes };
      const plan = readFileSync(engines, "utf8");
      const bound = await boundTo(opened, source);
      const { text: verdict } = report.verdict;
      const made = new Date().toISOString();
      const names = { project: projectName(of.project), stack: of.stack };
      writePlan(o.out, { ...names, made, verdict, changes, bound, plan }, passphrase);
      return { ending, changes };
    } finally {
      rmSync(engines, { force: true });
    }
  });
}

async function refresh(opened: OpenedStack): Promise<void> {
  const { stack, cli, env } = opened;
  let output = "";
  const onOutput = (text: string) => {
    output += text;
  };
  const args = ["refresh", "--yes", "--skip-preview", "--color", "never", "--stack", stack];
  if (succeeded(await runMarkedCommand(opened, { cli, args, env, onOutput }, runReader))) return;
  if (output.includes("no stack named"))
    throw new SetUpError(
      `The stack ${stack} does not exist in the backend. Create it: npm run pulumi -- stack init ${stack} --no-select, ` +
        `then npm run pulumi -- up --stack ${stack}`,
    );
  throw new SetUpError(`The live state of ${stack} could not be read, so no plan was made.\n${output.trim()}`);
}
