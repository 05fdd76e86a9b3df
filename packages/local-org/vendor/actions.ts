import type { ActionsFile } from "../flows/validation/actions/action-table.ts";

/** SDK classes that define all output paths of their actions: `ArchBaseActionWithOutputsSuccessFailure`. */
const WHOLE_OUTPUTS =
  /WithOutputs?(?:Fake)?(?:Success|Found|YesNo|Failure\b|Match)|FindSystemObject|BaseActionSchedule|BaseActionTransfer|ActionTransferToFlow/;
/** Classes whose output paths depend on other data: intents, a called guide, speech. */
const OPEN_OUTPUTS = /NoInput|ActionBot|ActionLex|Dialogflow|Guide|DialByExtension/i;

/** The lists in `reference/archy-actions-sdk.tsv` and `archy-actions-observed.tsv`, in the format of `actions.json`. */
export function extractActions({ sdk, observed }: { readonly sdk: string; readonly observed: string }): ActionsFile {
  const parts = sections(observed);
  const seen = new Map([...rows(parts[0] ?? ""), ...rows(parts[1] ?? "")].map((row) => [row[0] as string, row]));
  const names = rows(sdk).map(([name]) => name as string);
  const entries = rows(sdk).map((row): [string, ActionsFile["actions"][string]] => {
    const [name = "", , bases = "", outputs = ""] = row;
    const known = WHOLE_OUTPUTS.test(bases) && !OPEN_OUTPUTS.test(bases) && !OPEN_OUTPUTS.test(name);
    const paths = [...outputs.split(", "), ...counted(seen.get(name)?.[5] ?? "")].filter(Boolean);
    return [
      name,
      {
        ...properties(name, row, seen.get(name)),
        ...(known && paths.length > 0 ? { outputs: [...new Set(paths)].sort().join(" ") } : {}),
      },
    ];
  });
  const others = [...seen.keys()].filter((name) => !names.includes(name) && name !== "ref").map((name) => [name, {}]);
  return { actions: Object.fromEntries([...entries, ...others]), roots: roots(parts[2] ?? "") };
}

/**
 * The properties in exports and the SDK. Undefined for an action that no file contains, because its YAML keys are
 * unknown.
 */
function properties(
  name: string,
  sdk: readonly string[],
  seen: readonly string[] | undefined,
): { properties?: string } {
  if (!seen) return {};
  const choice = name.startsWith("menu");
  const keys = counted((choice ? seen[2] : seen[4]) ?? "").filter((key) => key !== "ref" && key !== "outputs");
  const shapes = shapesOf((choice ? seen[3] : seen[7]) ?? "");
  const more = (sdk[4] ?? "").split("; ").map((entry) => entry.split(":")[0] as string);
  for (const entry of (sdk[4] ?? "").split("; ")) {
    const [key = "", type] = entry.split(":");
    if (type === "ArchValueBoolean" && shapes.get(key) === "object") shapes.set(key, "boolean");
  }
  const others = more.filter((key) => /^[a-z]/.test(key) && !/^has[A-Z]/.test(key) && !keys.includes(key));
  const shaped = keys.map((key) => (shapes.has(key) ? `${key}:${shapes.get(key)}` : key));
  return { properties: [...shaped, ...new Set(others)].sort().join(" ") };
}

/** `audio: {tts}(79); {exp}(11) || name: str(93)` */
function shapesOf(text: string): Map<string, string> {
  return new Map(
    text.split(" || ").flatMap((entry): [string, string][] => {
      const [, key, forms] = /^(\w+): (.*)$/.exec(entry) ?? [];
      if (key === undefined || forms === undefined) return [];
      const all = forms.split("; ").map((form) => /^(.*)\((\d+)\)$/.exec(form));
      const shapes = new Set(all.map((match) => shapeOf(match?.[1] ?? "")));
      const count = all.reduce((sum, match) => sum + Number(match?.[2] ?? 0), 0);
      const [shape] = shapes;
      return shapes.size === 1 && shape !== undefined && count >= 2 ? [[key, shape]] : [];
    }),
  );
}

function shapeOf(form: string): string | undefined {
  if (form === "str") return "text";
  if (form.startsWith("list[")) return "list";
  return form.startsWith("{") || form.startsWith("lit") ? "object" : undefined;
}

function roots(text: string): Record<string, string> {
  const keys: Record<string, string[]> = {};
  for (const [type, , key] of rows(text)) {
    if (type && key && !key.includes(".")) keys[type] = [...(keys[type] ?? []), key];
  }
  return Object.fromEntries(Object.entries(keys).map(([type, list]) => [type, list.sort().join(" ")]));
}

/** `success(60); failure(23)` */
function counted(text: string): string[] {
  return text.split("; ").flatMap((entry) => /^(\w+)\(\d+\)$/.exec(entry)?.[1] ?? []);
}

/** The sections of the list from exports, which begins with `# 1. ACTIONS`. The third section lists flow keys. */
function sections(text: string): string[] {
  return text.split(/^# \d+\. .*$/m).slice(1);
}

/** The rows, without the comment and the header line. */
function rows(text: string): string[][] {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.slice(1).map((line) => line.split("\t"));
}
