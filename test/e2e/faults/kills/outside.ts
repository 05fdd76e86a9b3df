import { editInArchitect } from "../../drift/architect.ts";
import type { Organisation } from "../../harness/organisation.ts";
import type { OutsideChange } from "./cases.ts";

/** What Ann makes a flow say. */
export const outsideText = "Ann was here.";

/** Ann changes a call flow that is live. @returns what she did, or why she could not */
export async function changeOutside(platform: Organisation, { change, choice }: OutsideChange): Promise<string> {
  const calls = (await platform.flows()).filter(({ type }) => String(type).toUpperCase() === "INBOUNDCALL");
  const flow = calls[Math.floor(choice * calls.length)];
  if (!flow) return "Ann found no flow";
  const replace = { "We have a problem. Please call again.": outsideText };
  try {
    await editInArchitect(platform, {
      flow: flow.name,
      change,
      ...(change === "rename" && { to: `${flow.name} of Ann` }),
      ...((change === "publish" || change === "draft") && { replace }),
    });
    return `Ann did ${change} ${flow.name}`;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("Ann could not")) return error.message;
    throw error;
  }
}

/** Ann gives back the flows that she has checked out. */
export async function giveBack(platform: Organisation): Promise<void> {
  for (const { id, lockedUser } of await platform.flows()) {
    if (id && lockedUser?.name === "Ann") await platform.architect.postFlowsActionsUnlock(id);
  }
}
