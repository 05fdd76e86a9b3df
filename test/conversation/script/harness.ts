import { readFileSync } from "node:fs";
import { formatDiagnostic } from "@genesys-flows/architect";
import { type Played, play, readScript, type Script } from "@genesys-flows/conversation/script";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import { inCheckout } from "../../harness/checkout.ts";

/** The flows of the example with what its files declare. */
export async function exampleStage(): Promise<Stage> {
  const stackFile = "Pulumi.dev.yaml";
  const stack = stackFileEntries(stackFile, readFileSync(inCheckout(stackFile), "utf8"));
  return stageOfProject(await loadProject({ root: inCheckout("."), stack, stackFile }));
}

/** The script of a text without mistakes. */
export function scriptOf(text: string, file = "flows/inbound/sales.test.yaml"): Script {
  const { script, findings } = readScript({ file, text });
  if (!script) throw new Error(findings.map((one) => formatDiagnostic(one)).join("\n\n"));
  return script;
}

/** Every conversation of a script, played. */
export function playAll(stage: Stage, text: string): Played[] {
  const script = scriptOf(text);
  return script.conversations.map((conversation) => play(script, conversation, stage));
}

/** What a reader learns of a run: `passed`, or the place and the message. */
export function verdictOf({ passed, failure }: Played): string {
  if (passed) return "passed";
  const { location, message } = failure ?? { message: "?" };
  return `${location?.file}:${location?.line}:${location?.column} ${message}`;
}
