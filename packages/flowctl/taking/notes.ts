import type { LostComment, LostPlaceholder } from "@genesys-flows/architect/edit";
import type { FlowUnit, StackFlowConfig } from "@genesys-flows/project";

/** A placeholder that could not be put back: what is there now, and both ways to go on. */
export function lostPlaceholder(
  { key, written, line, value, now, isWhole }: LostPlaceholder,
  unit: FlowUnit,
  o: { readonly config: StackFlowConfig; readonly stackFile: string; readonly stack: string },
): string {
  if (now === undefined) return `\`${written}\` at line ${line} is gone, with what it was in.`;
  const changed = `\`${written}\` at line ${line} is now \`${now}\`; ${placeOf(key, unit, o)} says \`${value}\`.`;
  if (!isWhole) return `${changed} The file gets the text. To keep the placeholder, change its value and take again.`;
  const path = `genesys-flows:flows.${unit.key}.${kindOf(unit)}.${key}`;
  return (
    `${changed} The file gets \`${now}\`, and \`${key}\` must go where nothing else uses it. To keep the placeholder, set its value and take again: ` +
    `npm run pulumi -- config set --stack ${o.stack} --path '${path}' ${JSON.stringify(now)}`
  );
}

/** A comment whose line does not exist any more. */
export function lostComment({ line, text }: LostComment): string {
  return `The comment at line ${line} is left out, because what it was about is gone: ${text.split("\n")[0]?.trim()}`;
}

function placeOf(
  name: string,
  unit: FlowUnit,
  { config, stackFile }: { readonly config: StackFlowConfig; readonly stackFile: string },
): string {
  const { key, origin, file } = unit;
  const kind = kindOf(unit);
  const own = config.flows?.[key]?.[kind];
  if (own && Object.hasOwn(own, name)) return stackFile;
  if (config[kind] && Object.hasOwn(config[kind], name)) return stackFile;
  return origin === "export" ? "the options file" : file;
}

function kindOf({ origin }: FlowUnit): "substitutions" | "values" {
  return origin === "export" ? "substitutions" : "values";
}
