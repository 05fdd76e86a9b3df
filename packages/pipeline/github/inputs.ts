import { readFileSync } from "node:fs";
import { type InputField, UsageError } from "@genesys-flows/cli";
import { type Report, readReport } from "@genesys-flows/report";
import { z } from "zod";
import type { RepositoryName } from "./repository.ts";

const apiUrl = z
  .url({ error: "must be the address of GitHub's API, such as https://api.github.com" })
  .default("https://api.github.com")
  .refine(isSafe, { error: "must begin with https://, because the token is sent there" })
  .transform((url) => url.replace(/\/+$/, ""));

/** The token may be sent unencrypted only to this machine. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname));
}

const repositoryName = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/, { error: "must be OWNER/NAME" })
  .transform((name): RepositoryName => {
    const [owner, repo] = name.split("/") as [string, string];
    return { owner, repo };
  });

export const wholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, { error: "must be a whole number greater than 0" })
  .transform(Number);

export const githubFields = {
  apiUrl: { schema: apiUrl, variable: "GITHUB_API_URL" },
  token: { schema: z.string(), variable: "GITHUB_TOKEN", secret: true },
  repository: { schema: repositoryName, flag: "--repository", variable: "GITHUB_REPOSITORY" },
  author: { schema: z.string().optional(), flag: "--author" },
} as const satisfies Record<string, InputField>;

/** Pulumi's own rule for stack names. */
export const stackName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,100}$/, { error: "must be a stack name: letters, digits, `_`, `-` and `.`" });

/** A report that this job made itself. @throws UsageError if it cannot be read or is about a different stack */
export function reportAt(file: string, { stack }: { readonly stack?: string } = {}): Report {
  let report: Report;
  try {
    report = readReport(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`The report in ${file} (--report) cannot be used: ${(error as Error).message}`);
  }
  if (stack !== undefined && report.run.stack !== stack)
    throw new UsageError(`The report in ${file} is about the stack "${report.run.stack}", not "${stack}" (--stack).`);
  return report;
}
