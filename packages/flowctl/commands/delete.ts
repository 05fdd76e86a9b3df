import { type FlowEntity, outsideUsersOfFlow, readMark, typeOfFlow } from "@genesys-flows/platform";
import type { FlowUnit } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { asked } from "../live/asking.ts";
import { inOrganisation, type OpenStack } from "../open-stack.ts";
import { loadForStack } from "../stack-file.ts";

/**
 * Deletes a flow that an interrupted run of the stack left behind. Such a flow has the stack's ownership mark, and
 * either no file in the project has its key, or the file with its key describes a different live flow. Refuses any
 * other flow.
 * @returns 1 if the flow is not deleted
 */
export function deleteFlow(
  { stack: name, id }: { readonly stack: string; readonly id: string },
  context: Context,
): Promise<number> {
  return inOrganisation(name, context, async (stack) => {
    const refused = await asked(async () => {
      const refusal = await refusalOf(stack, id, context);
      if (refusal !== undefined) return { refusal };
      await stack.flows.delete(id);
    });
    if (refused) context.err(`${refused.refusal}\nNothing was deleted.\n`);
    else context.out(`deleted: the flow ${id}\n`);
    return refused ? 1 : 0;
  });
}

/**
 * Whether a file describes a live flow other than this one: a flow with a different type or name, and an ownership mark
 * with the same key. This happens if a change to the type was interrupted and then reverted or completed, or if a flow
 * was renamed after its creation was interrupted.
 */
async function describesAnother(unit: FlowUnit, flow: FlowEntity, { flows, ...owner }: OpenStack): Promise<boolean> {
  const isDescribed = (other: FlowEntity) =>
    typeOfFlow(other) === unit.type && other.name.toLowerCase() === unit.name.toLowerCase();
  if (isDescribed(flow)) return false;
  const marked = await flows.marked(owner);
  const own = marked.filter((other) => readMark(other.description)?.key === readMark(flow.description)?.key);
  return own.some((other) => other.id !== flow.id && isDescribed(other));
}

async function refusalOf(stack: OpenStack, id: string, context: Context): Promise<string | undefined> {
  const { organisation } = stack;
  const flow = await stack.flows.read(id);
  if (!flow) return `The organisation '${organisation.name}' has no flow ${id}.`;
  const mark = readMark(flow.description);
  const named = `The flow '${flow.name}' (${id})`;
  if (mark?.project !== stack.project || mark.stack !== stack.stack) {
    const owner = mark ? `the stack ${mark.project}/${mark.stack}` : undefined;
    const has = owner ? `the ownership mark of ${owner}` : "no ownership mark";
    return `${named} has ${has}, so it does not belong to the stack ${stack.project}/${stack.stack}. If nothing needs it, delete it in Architect.`;
  }
  const { flows } = await loadForStack(context, stack.stack);
  const unit = flows.find(({ key, formerly }) => key === mark.key || formerly.includes(mark.key));
  if (unit && !(await describesAnother(unit, flow, stack)))
    return `${named} is '${mark.key}' of this stack and is defined in ${unit.file}. Remove that file: the next update deletes the flow.`;
  const users = await outsideUsersOfFlow(stack.flows, flow);
  if (users.length === 0) return undefined;
  return `${named} is in use. It is used by:\n${users.map(({ type, name, id: user }) => `- ${type} '${name}' (${user})`).join("\n")}\nRemove it from them first.`;
}
