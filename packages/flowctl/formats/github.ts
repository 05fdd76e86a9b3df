import { type Diagnostic, printable } from "@genesys-flows/architect";

const commands = { error: "error", warning: "warning", note: "notice" } as const;

/** Workflow commands of GitHub Actions, one per finding: annotations at the lines of a pull request. */
export function githubFindings(findings: readonly Diagnostic[]): string {
  return findings.map(annotation).join("");
}

function annotation({ code, severity, message, why, hint, location }: Diagnostic): string {
  const place: Record<string, string | number> = location
    ? {
        file: location.file,
        line: location.line,
        col: location.column,
        ...(location.length ? { endColumn: location.column + location.length } : {}),
      }
    : {};
  const properties = Object.entries({ ...place, title: code }).map(([key, value]) => `${key}=${property(`${value}`)}`);
  return `::${commands[severity]} ${properties.join(",")}::${data([message, why, hint].filter(Boolean).join("\n"))}\n`;
}

function data(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
