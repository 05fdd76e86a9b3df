import { printable } from "@genesys-flows/architect";

/** An annotation of a run on GitHub, at a line of a file where it has a place. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
  readonly place?: {
    /** Relative to the repository, with `/`. */
    readonly file: string;
    /** Line and column from 1. */
    readonly line: number;
    readonly column?: number;
    /** In characters, from the column on. */
    readonly length?: number;
  };
}

/**
 * The workflow command that makes an annotation on GitHub Actions, with a line feed at its end. No text in it can be a command of
 * its own (docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function workflowCommand({ level, title, message, place }: Annotation): string {
  const { file, line, column, length } = place ?? {};
  const endColumn = column !== undefined && length ? column + length : undefined;
  const properties = Object.entries({ file, line, col: column, endColumn, title });
  const list = properties.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(`${value}`)}`]));
  return `::${level} ${list.join(",")}::${data(message)}\n`;
}

function data(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
