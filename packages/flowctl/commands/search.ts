import { lift, printable, printableJson, references } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import type { FlowEntity } from "@genesys-flows/platform";
import { type Context, isJson, UsageError } from "../context.ts";
import { EXPORTS_AT_ONCE, each } from "../live/asking.ts";
import { exportedDocument, exportProblem, isExported, REQUESTS_OF_EXPORT } from "../live/exports.ts";
import { LiveFlows } from "../live/live-flows.ts";
import { inOrganisation, type OpenStack } from "../open-stack.ts";
import { type Match, matchesIn } from "../searching/matches.ts";
import { loadForStack } from "../stack-file.ts";

interface SearchOptions {
  readonly stack: string;
  readonly text: string;
  readonly live?: boolean;
  readonly prefix?: string;
  readonly format: string;
}

interface Found {
  readonly flows: number;
  readonly matches: readonly Match[];
  readonly unread: readonly string[];
}

/**
 * Lists every place that contains the search text, in the flows in the project or the organisation.
 * @returns 1 if nothing was found
 */
export async function search(o: SearchOptions, context: Context): Promise<number> {
  const json = isJson(o.format);
  if (o.text.trim() === "") throw new UsageError("The text is empty. Give the text to search for.");
  if (o.prefix !== undefined && !o.live) throw new UsageError("--prefix needs --live.");
  const found = o.live ? await liveMatches(o, context) : await projectMatches(o, context);
  if (json) context.exact.out(`${printableJson(found)}\n`);
  else {
    for (const match of found.matches) context.exact.out(`${printable(lineOf(match))}\n`);
    for (const text of found.unread) context.err(`${text}\n`);
    const flows = new Set(found.matches.map(({ flow }) => flow)).size;
    const searched = `${count(found.flows, "flow")} searched`;
    context.out(`${count(found.matches.length, "place")} in ${count(flows, "flow")}; ${searched}.\n`);
  }
  return found.unread.length > 0 || found.matches.length === 0 ? 1 : 0;
}

function lineOf({ flow, node, place, at, text, location }: Match): string {
  const where = location ? `${location.file}:${location.line}:${location.column}` : flow;
  const line = text.replaceAll(/\s+/g, " ");
  return `${where} ${flow}${node === undefined ? "" : ` ${node}`}: ${at}: ${place} "${line}"`;
}

async function projectMatches({ stack, text }: SearchOptions, context: Context): Promise<Found> {
  const { flows } = await loadForStack(context, stack);
  const matches = flows.flatMap((unit) => matchesIn({ ...unit, flow: unit.key }, text));
  return { flows: flows.length, matches, unread: [] };
}

function liveMatches({ stack: name, text, prefix = "" }: SearchOptions, context: Context): Promise<Found> {
  return inOrganisation(name, context, async (stack) => {
    const live = await LiveFlows.read(stack.organisation);
    const begins = prefix.toLowerCase();
    const flows = live.all.filter((flow) => flow.publishedVersion && flow.name.toLowerCase().startsWith(begins));
    const coming = flows.filter((flow) => !isExported(stack, flow, context)).length * REQUESTS_OF_EXPORT;
    context.err(`Reading ${count(flows.length, "flow")}: about ${count(coming, "request")}.\n`);
    const all = await each(flows, EXPORTS_AT_ONCE, (flow) => matchesInLive(stack, flow, { text, context }));
    return {
      flows: flows.length,
      matches: all.flatMap((one) => (typeof one === "string" ? [] : one)),
      unread: all.filter((one) => typeof one === "string"),
    };
  });
}

/** The matches in a published version; or the reason why it could not be searched. */
async function matchesInLive(
  stack: OpenStack,
  flow: FlowEntity,
  { text, context }: { readonly text: string; readonly context: Context },
): Promise<Match[] | string> {
  try {
    const document = await exportedDocument(stack, flow, context);
    return matchesIn({ flow: flow.name, graph: lift(document), references: references(document) }, text);
  } catch (error) {
    return `The flow '${flow.name}' (${flow.id}) could not be searched: ${exportProblem(error)}`;
  }
}
