import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DiagnosticError, nearest, referenceKinds, type Scalar } from "@genesys-flows/architect";
import { isKey, readYamlFile } from "@genesys-flows/project";
import { type Document, isMap, isScalar, parseDocument, Scalar as YamlScalar } from "yaml";
import { z } from "zod";
import { makeMaps, printed, writtenAnew } from "../changing/yaml-text.ts";
import { type Context, UsageError } from "../context.ts";

/** The source of an object that the organisation does not have: a file, someone outside this stack, or the seed. */
export const choices = ["declared", "external", "seed"] as const;
export type Choice = (typeof choices)[number];

/** Kinds of objects that flows name. */
const kinds: readonly string[] = [...referenceKinds, "division"];

const scalar = z.union([z.string(), z.number(), z.boolean()], "write text, a number, true or false");
const choice = z.enum(choices, "write declared, external or seed").nullable();
const text = z.string("write text").nullish();

/** The answers to an import's questions; empty answers are open. */
const answersSchema = z.strictObject({
  /** Key of each file, by its path in the folder. */
  keys: z
    .record(
      z.string(),
      z
        .string()
        .refine(isKey, "a key consists of letters, digits, spaces and ._()&+-, and starts with a letter or digit"),
    )
    .nullish()
    .transform((keys) => keys ?? {}),
  /** Files that are not imported. */
  skip: z
    .array(z.string())
    .nullish()
    .transform((files) => files ?? []),
  /** Value of each placeholder: one value for all flows, or values by flow key. Null: open. */
  substitutions: z
    .record(z.string(), z.union([scalar, z.null(), z.record(z.string(), scalar.nullable())]))
    .nullish()
    .transform((values) => values ?? {}),
  /** The source of the objects of a kind: one for all objects, or by name. Null: open. */
  objects: z
    .record(
      z.string().superRefine((kind, context) => {
        if (kinds.includes(kind)) return;
        const meant = nearest(kind, kinds);
        context.addIssue(`${kind} is not a kind of object${meant ? `; did you mean ${meant}?` : ""}`);
      }),
      z.union([choice, z.record(z.string(), choice)]),
    )
    .nullish()
    .transform((choices) => choices ?? {}),
  /** False: adds no exemptions. */
  exemptions: z
    .union([
      z.strictObject({ owner: text, expires: text, reason: text }),
      z.literal(false, "write false, or `owner` and `expires`"),
    ])
    .nullish()
    .transform((said) => (said === false ? false : filled(said ?? {}))),
});

export type Answers = z.output<typeof answersSchema>;

function filled(said: Readonly<Record<string, string | null | undefined>>) {
  const given = Object.entries(said).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : []));
  return Object.fromEntries(given) as { owner?: string; expires?: string; reason?: string };
}

export const noAnswers: Answers = answersSchema.parse({});

/**
 * The answers in a file. @throws UsageError with every error and its line; DiagnosticError for a file that is not YAML
 */
export function readAnswers(file: string, context: Context): Answers {
  const path = resolve(context.root, file);
  if (!existsSync(dirname(path))) throw new UsageError(`--answers ${file}: its folder does not exist.`);
  if (!existsSync(path)) return noAnswers;
  if (statSync(path).isDirectory()) throw new UsageError(`--answers ${file} is a folder. Specify a file.`);
  const written = readFileSync(path, "utf8");
  const document = parseDocument(written);
  if (document.contents === null) return noAnswers;
  const { source, findings } = readYamlFile({ file, text: written });
  if (!source) throw new DiagnosticError(findings);
  const { data, error } = answersSchema.safeParse(withTexts(source.data, document));
  if (error)
    throw new UsageError(
      error.issues.flatMap((issue) => texts(issue, (at) => source.locate(at).line, file)).join("\n"),
    );
  return data;
}

/** The answers with unchanged values: a number that YAML would change, such as `+1317` or `007`, becomes a string. */
function withTexts(data: unknown, document: Document): unknown {
  const values = document.get("substitutions");
  if (!isMap(values)) return data;
  const plain = (node: unknown): unknown => {
    if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [String(key), plain(value)]));
    if (!isScalar(node)) return node;
    const { value, source } = node;
    return typeof value === "number" && source !== undefined && String(value) !== source ? source : value;
  };
  const own = isMap(document.contents) && !/[&*]/.test(String(values)) ? { substitutions: plain(values) } : {};
  return { ...(data as object), ...own };
}

function texts(issue: z.core.$ZodIssue, line: (path: (string | number)[]) => number, file: string): string[] {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  if (issue.code === "unrecognized_keys") {
    const known = path.length === 0 ? Object.keys(answersSchema.shape).join(", ") : "owner, expires, reason";
    return issue.keys.map(
      (key) =>
        `${file}:${line([...path, key])}: \`${[...path, key].join(".")}\` is unknown. The known entries are: ${known}.`,
    );
  }
  const inner = issue.code === "invalid_union" ? innerText(issue) : undefined;
  const inKey = issue.code === "invalid_key" ? issue.issues[0]?.message : undefined;
  const isForm = /^Invalid input: expected (record|object)/.test(issue.message);
  const message = inKey ?? inner ?? (isForm ? "write entries, such as `name: value`" : issue.message);
  const named = path.length === 0 ? "" : `\`${path.join(".")}\`: `;
  return [`${file}:${line(path)}: ${named}${message.replace(/[^.?]$/, "$&.")}`];
}

/** A question of the import. */
export interface Asked {
  /** `["substitutions", "queue_name"]` */
  readonly path: readonly string[];
  /** Null if open; an empty object if each flow has its own value. */
  readonly proposed: Scalar | Readonly<Record<string, never>> | null;
  /** The comment before the entry, which explains the question. */
  readonly about: string;
}

/** Adds missing entries to an answers file, and changes nothing else. */
export function withAsked(text: string, asked: readonly Asked[], heading: string): string {
  const document = parseDocument(text);
  const isNew = !isMap(document.contents);
  if (isNew) {
    document.contents = document.createNode({}) as unknown as typeof document.contents;
    document.commentBefore ??= ` ${heading}`;
  }
  const added = asked.filter(({ path }) => !document.hasIn(path));
  for (const { path, proposed } of added) {
    makeMaps(document, path.slice(0, -1));
    // Without a value, the entry would be printed as `? key`.
    document.setIn(path, proposed === null ? new YamlScalar(null) : document.createNode(proposed));
  }
  return withComments(isNew ? writtenAnew(document, text) : printed(document, text), added);
}

/** Adds comments to YAML, before each entry that begins a line. */
function withComments(text: string, asked: readonly Asked[]): string {
  const document = parseDocument(text);
  const eol = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
  const places = asked.flatMap(({ path, about }) => {
    const parent = document.getIn(path.slice(0, -1));
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
    const at = isScalar(pair?.key) ? (pair.key.range?.[0] ?? 0) : 0;
    const indent = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
    return pair && /^ *$/.test(indent) ? [{ at, comment: `# ${about}${eol}${indent}` }] : [];
  });
  return places
    .sort((a, b) => b.at - a.at)
    .reduce((made, { at, comment }) => `${made.slice(0, at)}${comment}${made.slice(at)}`, text);
}

/** The error in a value that may have several forms. Reports the error of the closest form. */
function innerText({ errors }: z.core.$ZodIssueInvalidUnion): string | undefined {
  const all = errors.flat();
  const unknown = all.find(({ code }) => code === "unrecognized_keys");
  if (unknown?.code === "unrecognized_keys")
    return `${unknown.keys.join(", ")} is unknown: write owner, expires or reason`;
  return (all.find(({ path }) => path.length > 0) ?? all.find(({ message }) => !message.startsWith("Invalid input")))
    ?.message;
}
