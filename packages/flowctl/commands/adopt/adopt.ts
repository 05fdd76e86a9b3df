import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { ApiFailure } from "@genesys-flows/provider";
import { type Context, UsageError } from "../../context.ts";
import { openStack } from "../../open-stack.ts";
import { loadForStack } from "../../stack-file.ts";
import { type AdoptableFlow, adoptable, chosenFlows } from "./candidates.ts";
import { importedIds, importedVersionOf, withImports } from "./config.ts";
import { adoptedOptions } from "./options.ts";

export interface AdoptOptions {
  readonly stack: string;
  /** The flow's key in this project, and its id. */
  readonly key?: string | undefined;
  readonly id?: string | undefined;
  /** Adopts every flow whose name starts with this, ignoring case. */
  readonly prefix?: string | undefined;
}

/**
 * Takes flows of the organisation into the project: writes their exports to `flows/` and their ids to the stack's config. The
 * next update adopts them without publishing. An existing file is not overwritten. Writes everything or nothing.
 *
 * @returns 1 when a flow cannot be adopted, or when the project has mistakes afterwards
 */
export async function adopt(o: AdoptOptions, context: Context): Promise<number> {
  const choice = choiceOf(o);
  const stack = await openStack(o.stack, context);
  try {
    const { found, skipped } = await chosenFlows(stack, { choice, adopted: importedIds(stack.config) });
    for (const line of skipped) context.out(`skipped: ${line}\n`);
    if (found.length === 0) {
      context.out("There is nothing to adopt.\n");
      return 0;
    }
    const { flows, problems } = await adoptable(stack, found, { root: context.root, keepFiles: "id" in choice });
    if (problems.length > 0) {
      for (const problem of problems) context.err(`${problem}\n`);
      context.err("Nothing was written.\n");
      return 1;
    }
    const options = flows.flatMap((flow) => adoptedOptions(flow, { root: context.root, stack: o.stack }) ?? []);
    const unreadable = options.flatMap((one) => ("problem" in one ? [one.problem] : []));
    if (unreadable.length > 0) {
      for (const problem of unreadable) context.err(`${problem}\n`);
      context.err("Nothing was written.\n");
      return 1;
    }
    for (const { file, text } of flows) {
      if (text === undefined) continue;
      await mkdir(dirname(join(context.root, file)), { recursive: true });
      await writeFile(join(context.root, file), text, { flag: "wx" });
    }
    for (const one of options) {
      if ("text" in one) await writeFile(join(context.root, one.file), one.text);
    }
    const entries = flows.map((flow) => ({
      ...flow,
      importedVersion: exportedFrom(flow, stack.config),
      pin: isHeldBack(flow),
    }));
    await writeFile(join(context.root, stack.file), withImports(stack.config, entries));
    for (const entry of entries) for (const line of adopted(entry, stack)) context.out(`${line}\n`);
    return await report(o.stack, { file: stack.file, count: flows.length }, context);
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    context.err(`${error.message}\nNothing was written.\n`);
    return 1;
  } finally {
    await stack.close();
  }
}

function choiceOf({ key, id, prefix }: AdoptOptions): { key: string; id: string } | { prefix: string } {
  if (prefix !== undefined && key === undefined) {
    if (prefix === "") throw new UsageError("The prefix is empty. Give the start of the flows' names.");
    return { prefix };
  }
  if (key !== undefined && id !== undefined && prefix === undefined) return { key, id };
  throw new UsageError(
    "Give a key and the id of a flow (`adopt KEY ID`), or the start of the flows' names (`adopt --prefix P`).",
  );
}

/**
 * Whether the stack's config pins the flow. An update would publish a stale caller with the present version of the module; a
 * pin prevents that. A flow whose file existed before is published anyway.
 */
function isHeldBack({ text, stale }: AdoptableFlow): boolean {
  return text !== undefined && stale.length > 0;
}

/** The version that the flow's file was exported from; for a file that existed before, as the config names it. */
function exportedFrom({ key, flow, text }: AdoptableFlow, config: string): string | undefined {
  return text === undefined ? importedVersionOf(config, { key, id: flow.id }) : flow.publishedVersion?.id;
}

function adopted(
  adoptable: AdoptableFlow & { importedVersion: string | undefined },
  config: { file: string; stack: string },
): string[] {
  const { key, file, flow, text, stale } = adoptable;
  const named = `${key}, '${flow.name}' (${flow.id})`;
  const lines =
    text === undefined
      ? kept(adoptable, { named, stack: config.stack })
      : [`adopted: ${named}, version ${flow.publishedVersion?.id}, written to ${file}, for the stack ${config.stack}`];
  for (const { module, held, live } of stale) {
    lines.push(
      `  It holds version ${held} of '${module.name}'; version ${live} is published. People who call it hear version ${held}.`,
    );
  }
  if (isHeldBack(adoptable)) {
    lines.push(
      `  ${config.file} has \`pin: true\` for it, so adopting it publishes nothing. Without the pin, an update republishes it.`,
    );
  }
  return lines;
}

/** For a flow whose file existed before: where that came from, and how to use the live version instead. */
function kept(
  { key, file, flow, importedVersion }: AdoptableFlow & { importedVersion: string | undefined },
  { named, stack }: { named: string; stack: string },
): string[] {
  const live = flow.publishedVersion?.id;
  const stays = `adopted: ${named}: ${file} already existed and was not overwritten`;
  if (importedVersion === live) {
    return [
      `${stays}. It was exported from version ${live}, the live version. If you changed the file since, the next update publishes it.`,
    ];
  }
  return [
    importedVersion === undefined
      ? `${stays}. Version ${live} is live. If the file differs from it, the next update publishes the file over it.`
      : `${stays}. It was exported from version ${importedVersion}; version ${live} is live now. If the two differ, \`onDrift\` decides what the next update does.`,
    `  To use version ${live}, delete the file and adopt again: npm run flowctl -- adopt ${key} ${flow.id} --stack ${stack}`,
  ];
}

/** Prints the next command, and what prevents it. */
async function report(stack: string, done: { file: string; count: number }, context: Context): Promise<number> {
  const them = done.count === 1 ? "it" : "them";
  context.out(`${done.file} imports ${them}. Next: npm run pulumi -- up --stack ${stack}\n`);
  if (existsSync(join(context.root, "policies"))) {
    context.out(
      'If a rule refuses an export that you do not want to change: docs/adopting.md, "Exports that violate a rule".\n',
    );
  }
  try {
    await loadForStack(context, stack);
    return 0;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    context.err(`\n${error.message}\n\nThe exports were written. The project now has the mistakes above.\n`);
    return 1;
  }
}
