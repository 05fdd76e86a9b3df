import { readFileSync } from "node:fs";
import path from "node:path";

/** docs/flow-files.md. */
export const page = readFileSync(path.join(import.meta.dirname, "../../../docs/flow-files.md"), "utf8");

/** The fenced blocks of docs/flow-files.md, by language. */
export const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));

/** A whole flow file: its first line names the file. */
export const files = blocks.flatMap(({ language, text }) => {
  const [, file] = /^# (flows\/\S+\.yaml)\n/.exec(text) ?? [];
  return language === "yaml" && file ? [{ file, key: path.basename(file, ".yaml"), text }] : [];
});

/** Makes a flow of nodes, or of keys besides the nodes, with an end for each missing node. */
export const parts = blocks.flatMap(({ language, text }): { title: string; text: string }[] => {
  const [whole, kind] = /^# (nodes|beside nodes)\n/.exec(text) ?? [];
  if (language !== "yaml" || whole === undefined) return [];
  const body = text.slice(whole.length);
  const title = body.split("\n")[0] ?? "";
  if (kind === "beside nodes")
    return [{ title, text: `inboundCall: Part\n${body}start: bye\nnodes:\n  bye: {disconnect: {}}\n` }];
  const ids = [...body.matchAll(/^([\w-]+):/gm)].map(([, id]) => id as string);
  const targets = [...body.matchAll(/on: \{([^}]*)\}|then: ([\w-]+)/g)].flatMap(([, on, then]) =>
    then ? [then] : [...(on ?? "").matchAll(/: ([\w-]+)/g)].map(([, id]) => id as string),
  );
  const missing = [...new Set(targets)].filter((id) => !ids.includes(id)).map((id) => `${id}: {disconnect: {}}\n`);
  const nodes = `${body}${missing.join("")}`.replace(/^(?=.)/gm, "  ");
  return [{ title, text: `inboundCall: Part\nstart: ${ids[0]}\nnodes:\n${nodes}` }];
});
