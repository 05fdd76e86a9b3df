import { flowTypes } from "@genesys-flows/architect";
import { type Context as CommandContext, CommandError, terminal } from "@genesys-flows/cli";
import type { RunnableFlow } from "@genesys-flows/conversation";
import { type Given, givenSchema, readScript, writeScript } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { type Context, UsageError } from "../context.ts";
import { inOrganisation } from "../open-stack.ts";
import { namedPath, textOfNamed } from "../reading/places.ts";
import { unitNamed } from "../reading/unit-named.ts";
import { loadForStack } from "../stack-file.ts";
import { isTerminal, Keyboard } from "../talking/keyboard.ts";
import { talkByLines } from "../talking/piped.ts";
import { speakerNames, speakerOf, Voice } from "../talking/speech.ts";
import { TalkedCall } from "../talking/talked-call.ts";
import { KEYS, talkAtTerminal } from "../talking/terminal.ts";
import { heldText } from "../talking/words.ts";

interface TalkOptions {
  readonly flow: string;
  readonly stack: string;
  readonly live?: boolean;
  readonly at?: string;
  readonly caller?: string;
  readonly given?: string;
  readonly say?: boolean;
  readonly save?: string;
}

/**
 * Calls a flow: with key presses at a terminal, otherwise with the lines of standard input.
 * @returns 1 if the call stopped because the flow asked for something that has no answer, or if the call could not be
 * saved
 */
export async function talk(o: TalkOptions, context: Context): Promise<number> {
  const given = givenOf(o, context);
  const voice = o.say ? voiceOf() : undefined;
  const project = await loadForStack(context, o.stack);
  const unit = unitNamed(project.flows, o.flow);
  const { flow, stage, where } = await lineOf(unit, { ...o, project }, context);
  context.err(`Calls ${flowTypes[flow.type].title} '${flow.name}'${where}.\n`);
  for (const held of flow.holds ?? []) if (held.version !== held.published) context.err(`${heldText(held)}\n`);
  const call = new TalkedCall(flow, stage, given);
  await talked(call, { flow, voice }, context);
  return ended(call, { ...o, unit }, context);
}

async function talked(
  call: TalkedCall,
  { flow, voice }: { readonly flow: RunnableFlow; readonly voice: Voice | undefined },
  context: CommandContext,
): Promise<void> {
  const input = context.input ?? process.stdin;
  const isLive = isTerminal(input);
  const { columns: width } = terminal();
  const isWritten = ["email", "message"].includes(flowTypes[flow.type].media);
  const print = (line: string) => context.out(`${line}\n`);
  const show = async (untilMs: number): Promise<void> => {
    for (let moment = call.next(untilMs); moment; moment = call.next(untilMs)) {
      for (const line of call.take(width === undefined ? {} : { width })) print(line);
      if (moment.event === "hears" || moment.event === "reads") voice?.says(moment.text);
      if (!isLive) await voice?.done;
    }
  };
  const talker = { call, isWritten, show };
  if (!isLive) return talkByLines(talker, input);
  context.err(`${KEYS}\n`);
  const keyboard = new Keyboard(input, context.exact.err);
  try {
    await talkAtTerminal({ ...talker, keyboard, voice, print });
  } finally {
    voice?.stop();
    keyboard.close();
  }
}

/** Prints how the call ended, and saves it as a test if requested. */
async function ended(call: TalkedCall, o: TalkOptions & { readonly unit: FlowUnit }, context: Context) {
  const { ending, unanswered, assumptions } = call.timeline;
  const line = call.ending({});
  if (line !== undefined) context.out(`${line}\n`);
  if (assumptions.length > 0) context.err(`Assumed: ${assumptions.join(", ")}.\n`);
  if (unanswered?.hint !== undefined)
    context.err(`${unanswered.hint} \`given\` is read from a file of conversation tests: --given FILE.\n`);
  if (ending.ends === "stopped") return 1;
  if (o.save === undefined) return 0;
  const { keepTest, testFile } = await import("@genesys-flows/phone/kept-test");
  const { script, failure } = call.asTest(o.save);
  const file = testFile(o.unit.file, o.unit, o.save);
  try {
    keepTest({ root: context.root, file, text: writeScript(script), over: false });
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
  context.err(`Saved as a test: ${file}\n`);
  if (failure !== undefined)
    context.err(`The test does not pass, because a test cannot express everything in the call: ${failure}\n`);
  return 0;
}

/** The conditions of the call: time, caller and answers. @throws UsageError with every error in the options */
function givenOf({ at, caller, given: file, stack }: TalkOptions, context: Context): Given {
  const { success, data, error } = givenSchema.safeParse({
    at: at ?? `${new Date().toISOString().slice(0, 19)}Z`,
    ...(caller !== undefined && { caller }),
  });
  if (!success)
    throw new UsageError(error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}.`).join("\n"));
  if (file === undefined) return data;
  const path = namedPath(file, { stack }, context);
  const { script, findings } = readScript({ file: path.shown, text: textOfNamed(path) });
  if (!script) throw new UsageError(findings.map(({ message }) => `${path.shown}: ${message}`).join("\n"));
  return {
    ...script.given,
    ...(at === undefined && script.given.at !== undefined ? {} : { at: data.at }),
    ...(caller !== undefined && { caller }),
  };
}

/** The voice of this machine. @throws UsageError on a machine without a speech program */
function voiceOf(): Voice {
  const speaker = speakerOf();
  if (speaker) return new Voice(speaker);
  const names = speakerNames();
  throw new UsageError(
    names.length === 0
      ? "--say: flowctl does not support any speech program on this system."
      : `--say needs a speech program: none of ${names.join(", ")} is on the PATH.`,
  );
}

interface Source extends TalkOptions {
  readonly project: FlowProject;
}

/** The flow from its source, or its published version in the organisation. */
async function lineOf(
  unit: FlowUnit,
  { live, stack, project }: Source,
  context: Context,
): Promise<{ readonly flow: RunnableFlow; readonly stage: Stage; readonly where: string }> {
  if (!live) {
    const { stageOfProject } = await import("@genesys-flows/conversation/stage");
    const stage = stageOfProject(project);
    return { stage, flow: stage.flow(unit.key) as RunnableFlow, where: `, ${unit.file}` };
  }
  return inOrganisation(stack, context, async (open) => {
    const { liveStage } = await import("../testing/live-stage.ts");
    const { stage, refused } = await liveStage([unit], { stack: open, project, context });
    const flow = stage.flow(unit.key);
    if (!flow) throw new CommandError(refused.get(unit.key) ?? `'${unit.name}' is not published.`);
    return { stage, flow, where: ` ${flow.version ?? ""}, published in the organisation '${open.organisation.name}'` };
  });
}
