import { type Location, printable } from "@genesys-flows/architect";

/** An annotation of a workflow run on GitHub, optionally at a line of a file. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
  /** The file is relative to the repository, with `/` as the separator. */
  readonly place?: Pick<Location, "file" | "line"> & Partial<Pick<Location, "column" | "length">>;
}

/**
 * The workflow command that creates an annotation on GitHub Actions, followed by a line feed. Text in the annotation
 * cannot inject other commands (docs.github.com/actions/reference/workflow-commands-for-github-actions).
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
