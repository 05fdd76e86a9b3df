import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findingsIn } from "@genesys-flows/rules/testing";
import { describeCorpus } from "../../architect/corpus.ts";
import { expectGolden } from "../../project/harness.ts";
import { ruleNamed } from "../rule-named.ts";
import type { Json } from "./export-document.ts";
import { AGAIN, exportMutants } from "./export-mutants.ts";
import { brokenInExport } from "./export-oracle.ts";
import { callingExports, type ExportSubject, exportsWithCall, ownExport } from "./export-subjects.ts";

const rule = ruleNamed("module-call-transitions");
const flows = join(import.meta.dirname, "../../../flows");
const modules = { handler: readFileSync(join(flows, "modules/common-error-handler.yaml"), "utf8") };
const claims = readFileSync(join(flows, "inbound/claims_v2-0.yaml"), "utf8").replace("{{claimsQueue}}", "Claims");
const own = ownExport(claims, modules);

/** Why the rule does not find an edit everywhere. */
const WHY: Readonly<Record<string, string>> = {
  "another literal": "the values that the module returns are not known here",
  "the default does what the first case does":
    "the condition calls a function, and which values make it true is not known here",
};

interface Judged {
  readonly title: string;
  readonly edit: string;
  readonly broken: string | undefined;
  readonly found: readonly string[];
}

/** An export and each of its mutants, by the oracle and by the rule. */
function judge({ title, type, document, call, modules }: ExportSubject): Judged[] {
  const hasLoop = JSON.stringify(document).includes(`"refId":"${AGAIN}"`);
  const mutants = exportMutants(document, call.name).filter(
    ({ edit }) => hasLoop || edit !== "a default that calls again",
  );
  return [{ edit: "unchanged", flow: document }, ...mutants].map(({ edit, flow }) => {
    const body = (flow as { readonly [key: string]: Json })[type] as { readonly [key: string]: Json };
    const found = findingsIn({ text: JSON.stringify(flow), modules }, rule)
      .filter(({ node }) => node === idOf(call.name))
      .map(({ message }) => message);
    return { title, edit, broken: brokenInExport(type, body, call), found };
  });
}

function idOf(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(name) ? name : name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/** A table of the edits: how many break the call, and how many of these are found. */
function tableOf(judged: readonly Judged[]): string {
  const edits = [...new Set(judged.map(({ edit }) => edit))];
  const rows = edits.map((edit) => {
    const of = judged.filter((one) => one.edit === edit);
    const broken = of.filter((one) => one.broken !== undefined);
    const found = broken.filter((one) => one.found.length > 0);
    const extra = of.filter((one) => one.broken === undefined && one.found.length > 0);
    const reasons = [...new Set(broken.filter((one) => one.found.length === 0).map((one) => one.broken))];
    const survivors = reasons.length > 0 ? `  survives: ${reasons.join("; ")}, because ${WHY[edit] ?? "?"}` : "";
    return `${edit}: ${of.length} exports, ${broken.length} broken, ${found.length} found, ${extra.length} found besides${survivors}`;
  });
  return rows.join("\n");
}

test("every single edit of the call in the repository's export", () => {
  expectGolden(import.meta.dirname, "claims", tableOf(judge(own)));
});

describeCorpus("mutants of real exports", () => {
  test("exports that call modules", () => {
    expectGolden(import.meta.dirname, "corpus-calls", tableOf(callingExports().flatMap(judge)));
  });

  test("exports into which a call is put", () => {
    expectGolden(import.meta.dirname, "corpus-with-call", tableOf(exportsWithCall(8).flatMap(judge)));
  });
});
