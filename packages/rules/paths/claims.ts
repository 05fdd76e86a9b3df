import { type FlowNode, getMap, singleEntry } from "@genesys-flows/architect";
import { textsIn } from "../secrets/inputs.ts";

/** Words that say that something is done. */
const DONE =
  /\b(?:sent|saved|stored|booked|confirm(?:ed|s)?|updated|registered|recorded|created|scheduled|cancell?ed|changed|verified|received|done|success\w*|completed?|noted)\b/i;

/** Words that many names of actions and many messages have. */
const COMMON = new Set(
  "call data action actions get set send put post the and for with from into your you our are this that will can have has been not now please thank thanks customer caller play audio prompt say message request response update write read create find".split(
    " ",
  ),
);

/** Letters that two forms of a word have in common at least. */
const STEM = 4;

/**
 * Whether what the customer hears is about the result of an action: it says that something is done, or has a word of the
 * action's name in it.
 */
export function claimsResultOf(action: FlowNode, said: FlowNode): boolean {
  const texts = textsIn(said.properties);
  if (texts.some((text) => DONE.test(text))) return true;
  const [integration, of] = singleEntry(action.properties["category"]) ?? [];
  const dataAction = integration === undefined ? undefined : singleEntry(getMap(of, "dataAction"))?.[0];
  const about = stems([action.name, dataAction ?? ""]);
  return [...stems([said.name, ...texts])].some((stem) => about.has(stem));
}

function stems(texts: readonly string[]): Set<string> {
  const words = texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u));
  const told = words.map((word) => word.toLowerCase()).filter((word) => word.length > 2 && !COMMON.has(word));
  return new Set(told.map((word) => word.slice(0, STEM)));
}
