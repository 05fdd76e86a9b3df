import type { Diagnostic } from "@genesys-flows/architect";
import type { OrganisationConfig } from "../../http/route.ts";
import type { Finding } from "../validation/findings.ts";

/** `ArchitectJobMessage` of the API. */
export interface JobMessage {
  readonly dateTime: string;
  readonly type: "Error" | "Warning";
  readonly text: string;
  readonly details: readonly { readonly type: string; readonly errorCode: string; readonly errorMessage: string }[];
}

export function jobMessages(findings: readonly Finding[], now: number): JobMessage[] {
  const dateTime = new Date(now).toISOString();
  return findings.map(({ type, text, code, explanation }) => ({
    dateTime,
    type,
    text,
    details: [{ type: "validation", errorCode: code, errorMessage: explanation }],
  }));
}

/** Messages that a fault on demand gives to the job of a flow. */
export function givenFindings(messages: OrganisationConfig["jobMessages"], flow?: string): Finding[] {
  const own = (messages ?? []).filter((message) => message.flow === undefined || message.flow === flow);
  return own.map(({ type, text }) => ({ type, text, code: "local.fault", explanation: text }));
}

/** Messages for an upload that is not an Archy document. */
export function unreadable(diagnostics: readonly Diagnostic[]): Finding[] {
  return diagnostics.map(({ code, message, hint, location }) => ({
    type: "Error",
    code,
    text: location ? `${message} (line ${location.line}, column ${location.column})` : message,
    explanation: hint ?? message,
  }));
}
