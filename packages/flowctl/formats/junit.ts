import { xml } from "./xml.ts";

/** A test case; passed if it has no `kind`. */
export interface TestCase {
  readonly flow: string;
  readonly file: string;
  readonly name: string;
  readonly line?: number;
  readonly kind?: "failure" | "error";
  readonly problem?: string;
  /** Details below the problem, such as a transcript. */
  readonly details?: string;
}

/** JUnit XML for test suites. */
export function junitText(
  name: string,
  suites: readonly { readonly name: string; readonly cases: readonly TestCase[] }[],
): string {
  const texts = suites.map(({ name: suite, cases }) => {
    const count = (kind: TestCase["kind"]) => cases.filter((one) => one.kind === kind).length;
    const numbers = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}"`;
    return [`  <testsuite name="${xml(suite)}" ${numbers}>`, ...cases.map(caseText), "  </testsuite>"].join("\n");
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xml(name)}">`,
    ...texts,
    "</testsuites>\n",
  ].join("\n");
}

function caseText({ flow, file, name, line, kind, problem = "", details = "" }: TestCase): string {
  const at = line === undefined ? "" : ` line="${line}"`;
  const head = `    <testcase classname="${xml(flow)}" name="${xml(name)}" file="${xml(file)}"${at}`;
  if (kind === undefined) return `${head}/>`;
  return `${head}><${kind} message="${xml(problem)}">${xml(details)}</${kind}></testcase>`;
}
