import {
  type ArchyValue,
  actionOf,
  type FlowNode,
  type FlowType,
  flowTypes,
  isMap,
  type ModuleContract,
  parseExpression,
  singleEntry,
  visitExpression,
} from "@genesys-flows/architect";

/**
 * Whether a customer hears or reads something at a node, or is transferred to an agent or another flow. Modules, bots
 * and unknown actions count as heard, because their behaviour is not visible here.
 */
export function isHeardAt(node: FlowNode): boolean {
  const info = actionOf(node.kind);
  if (node.kind === "end") return false;
  if (!info || (info.calls && node.kind !== "callTask")) return true;
  if (info.acts !== undefined) return actionOf(info.acts)?.leaves === true;
  return info.heard && !(info.needs.includes("audio") && isSilent(node.properties["audio"]));
}

/** Whether a transfer plays or sends its own message when it fails. */
export function speaksOnFailure({ kind, properties }: FlowNode): boolean {
  const spoken = Object.entries(actionOf(kind)?.properties ?? {}).filter(
    ([name, type]) => name.startsWith("failure") && (type === "audio" || type === "communication"),
  );
  return spoken.some(([name]) => Object.hasOwn(properties, name) && !isSilent(properties[name]));
}

/** Whether audio is missing, empty or only a pause. */
export function isSilent(audio: ArchyValue | undefined): boolean {
  if (!isMap(audio)) return true;
  const [kind, value] = singleEntry(audio) ?? Object.entries(audio)[0] ?? [];
  if (kind === undefined || kind === "noValue") return true;
  if (typeof value !== "string") return false;
  return value.trim() === "" || (kind === "exp" && isPause(value));
}

/** Whether an expression contains no string, variable or prompt, such as `ToAudioBlank(100)`. */
function isPause(text: string): boolean {
  const parsed = parseExpression(text);
  if (!parsed.ok) return false;
  return [...visitExpression(parsed.expression)].every(
    (part) =>
      part.type === "call" || (part.type === "literal" && !(typeof part.value === "string" && part.value.trim())),
  );
}

/** Whether flows of a type interact with a customer; a module does if it has such a channel. */
export function talks(type: FlowType, module?: ModuleContract): boolean {
  if (type === "commonModule") return module?.channels.some((channel) => talks(channel)) ?? true;
  const { media, containers } = flowTypes[type];
  return media !== "none" || containers.some(({ item }) => item === "bot");
}

/**
 * Whether the conversation ends when a flow of a type has no next action. A module and a bot return to their caller.
 */
export function stopsAtEnd(type: FlowType): boolean {
  const { media, startUp } = flowTypes[type];
  return media !== "none" && startUp === "ref";
}
