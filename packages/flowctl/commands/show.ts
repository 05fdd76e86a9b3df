import { printableJson } from "@genesys-flows/architect";
import { ApiFailure } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { chosenUnits } from "../changing/chosen-units.ts";
import { type Context, isJson, UsageError } from "../context.ts";
import { inOrganisation } from "../open-stack.ts";
import { type LiveFlow, liveFlow, shownFlow, sourceOfFlow } from "../showing/interface.ts";
import { loadForStack } from "../stack-file.ts";

interface ShowOptions {
  readonly stack: string;
  readonly flow: string;
  readonly offline?: boolean;
  readonly format: string;
}

/**
 * Shows a flow in the project and its state in the organisation; for a module, its interface, its callers and the
 * versions that they hold. If the organisation cannot be read, shows only the source, and says so.
 * @returns 1 if the organisation could not be read completely
 */
export async function show(o: ShowOptions, context: Context): Promise<number> {
  const json = isJson(o.format);
  const project = await loadForStack(context, o.stack);
  const [unit] = chosenUnits(project, { into: [o.flow] }) as [FlowUnit];
  const live = o.offline
    ? ({ asked: false, because: "--offline was given." } as const)
    : await ask(unit, project, o, context);
  const source = sourceOfFlow(unit, project);
  if (json) context.exact.out(`${printableJson({ stack: o.stack, source, live })}\n`);
  else context.out(shownFlow(source, live));
  return o.offline || (live.asked && live.unknown.length === 0) ? 0 : 1;
}

async function ask(unit: FlowUnit, project: FlowProject, o: ShowOptions, context: Context): Promise<LiveFlow> {
  try {
    return await inOrganisation(o.stack, context, (stack) => liveFlow(unit, { stack, project }, context));
  } catch (error) {
    // If the stack's organisation cannot be reached or refuses the request, the source can still be shown.
    if (error instanceof ApiFailure || error instanceof UsageError) return { asked: false, because: error.message };
    throw error;
  }
}
