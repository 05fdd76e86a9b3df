import type { Command, Exits } from "@genesys-flows/cli";
import type { Context } from "./context.ts";

const STACK = ["--stack <name>", "stack whose values and organisation the command uses", "dev"] as const;
const SET = ["--set <name=value...>", "values and substitutions, which take precedence over the stack's"] as const;
const OUT = ["--out <file>", "write to a file instead of standard output"] as const;

const FORCE = ["--force", "with --out: overwrite the input file"] as const;

/** Options that every command for source changes has. */
const CHANGE = [
  ["--dry-run", "show the changes to each file as a diff, without writing files"],
  ["--format <format>", "text, or json with the flows, the files before and after, and the messages", "text"],
] as const;

const INTO = [
  ["--into <flow...>", "the flows to change: keys, names or files"],
  ["--prefix <prefix>", "change every flow in the project whose name starts with this prefix, except modules"],
  ["--write", "write the files; otherwise, only show what would change"],
  ...CHANGE,
] as const;

/** Exit codes of a command that changes some flows and refuses others. */
const FLOWS: Exits = { 0: "done, or shown", 1: "some flows were refused and left unchanged" };

/** Exit codes of a command for an embedded organisation. */
const ORG: Exits = { 0: "done", 2: "the organisation does not exist or cannot be read" };

const WHICH = [
  ["--stack <name>", "stack whose organisation the command uses", "dev"],
  ["--file <path>", "file of the organisation, instead of a stack"],
] as const;

export const groups: Readonly<Record<string, string>> = { org: "the embedded organisation of a stack" };

/**
 * The commands in the order of the help. Every flow file may be a definition or an export from Architect. The commands
 * for the embedded organisation also work while it is in use.
 */
export const commands: readonly Command<Context>[] = [
  {
    usage: "check [paths...]",
    description:
      "check the flows in the project, or the specified files and folders, for errors and violations of the stack's rules",
    options: [
      ["--stack <name>", "stack whose values and rules the command uses; default: dev"],
      ["--format <format>", "text, json, sarif or github", "text"],
      ["--all-stacks", "check the project once for each stack that has a file"],
      ["--strict", "exit with 1 on warnings as well"],
      ["--notes", "also show notes, and violations that exemptions cover"],
      [
        "--base <commit>",
        "compare with this commit: refuse exemptions for newer violations, and report lowered levels, new exemptions and loosened workflows",
      ],
    ],
    examples: [
      "check",
      "check --stack prod --base origin/main",
      "check --all-stacks",
      "check flows/inbound/sales.yaml",
      "check exports/ --format sarif > .genesys/findings.sarif",
    ],
    exits: { 0: "no errors", 1: "errors, or with `--strict` warnings" },
    guide: "flowctl.md#check-flows",
    load: async () => (await import("./commands/check.ts")).check,
  },
  {
    usage: "doctor",
    description:
      "check whether the stack can be deployed: tools, state, config, credentials, organisation, permissions, numbers; changes nothing",
    options: [STACK, ["--format <format>", "text or json", "text"]],
    examples: ["doctor --stack prod", "doctor --stack prod --format json"],
    exits: { 0: "an update can start", 1: "an update would fail" },
    guide: "flowctl.md#can-this-stack-be-deployed",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  {
    usage: "verify",
    description:
      "check that the organisation matches the stack: versions, module snapshots, numbers, names; or list the callers of a module; read-only",
    options: [
      STACK,
      ["--module <name>", "list every caller of this module in the organisation, with the version that it holds"],
      ["--prefix <prefix>", "with --module: flows whose names start with this prefix must call it"],
      ["--outcomes", "with --module: also check that each caller has a transition for every outcome, by its export"],
      ["--drafts <days>", "number of days after which a draft counts as old", "30"],
      ["--format <format>", "text, json or junit", "text"],
      OUT,
      [
        "--watch [seconds]",
        "repeat the checks after this many seconds (default: 60) until Ctrl-C, and print what changes",
      ],
    ],
    examples: [
      "verify --stack prod",
      'verify --module common-error-handler --prefix "Desk " --stack prod',
      "verify --stack prod --format junit --out .genesys/reports/verify.xml",
    ],
    exits: {
      0: "every check passed, or `--watch` was stopped",
      1: "a check failed, or something could not be read",
    },
    guide: "verify.md",
    load: async () => (await import("./commands/verify.ts")).verify,
  },
  {
    usage: "show <flow>",
    description:
      "show a flow; for a module, also its inputs, outputs, outcomes, callers and the version that each caller holds; read-only",
    options: [
      STACK,
      ["--offline", "show only the source, without reading the organisation"],
      ["--format <format>", "text or json", "text"],
    ],
    examples: [
      "show pin-authentication",
      "show common-error-handler --stack prod --format json",
      "show sales --offline",
    ],
    exits: { 0: "shown", 1: "the organisation could not be read completely" },
    guide: "shared-calls.md",
    load: async () => (await import("./commands/show.ts")).show,
  },
  {
    usage: "search <text>",
    description:
      "list every name, text, expression, variable and reference in the project's flows that contains the search text",
    options: [
      STACK,
      ["--live", "search the published flows of the organisation; their exports are kept in .genesys/exports"],
      ["--prefix <prefix>", "with --live: search only flows whose names start with this prefix"],
      ["--format <format>", "text or json", "text"],
    ],
    examples: ['search "Sales"', "search Flow.customerId", 'search "opening hours" --live --stack prod'],
    exits: { 0: "found", 1: "not found, or some flows could not be searched" },
    guide: "flowctl.md",
    load: async () => (await import("./commands/search.ts")).search,
  },
  {
    usage: "evaluate <expression>",
    description:
      "evaluate an expression of Architect's expression language on this machine; - reads one expression per line from standard input",
    options: [
      ["--channel <type>", "flow type: refuse variables that flows of this type do not have"],
      ["--set <name=value...>", "values of variables, as expressions or as text: Task.pin=1234"],
      ["--at <time>", "the current time for the expression; default: now"],
      ["--language <tag>", "the flow's language", "en-us"],
      ["--format <format>", "text, or json: one object per line", "text"],
    ],
    examples: [
      `evaluate 'Substring("abc", 1, 1)'`,
      "evaluate 'Call.Ani' --channel inboundCall --set Call.Ani=+13175550199",
      "evaluate 'AddDays(GetCurrentDateTimeUtc(), 1)' --at 2026-12-24T10:00Z --format json",
      "evaluate - --format json < expressions.txt",
    ],
    exits: { 0: "every expression has a value", 1: "an expression has no value" },
    guide: "expressions.md",
    load: async () => (await import("./commands/evaluate.ts")).evaluate,
  },
  {
    usage: "test [paths...]",
    description:
      "run the conversation tests of the project (flows/**/*.test.yaml), or of the specified files and folders, with the project's flows",
    options: [
      STACK,
      [
        "--live",
        "run the tests with the versions published in the stack's organisation, each with the modules that it holds",
      ],
      [
        "--coverage",
        "report which nodes, transitions, outcomes and cases the tests cover; write lcov and a page to .genesys/reports/coverage",
      ],
      ["--watch", "run the tests again after each save of a flow or a test, until Ctrl-C"],
      [
        "--generate [flow]",
        "write conversations that take every transition of a flow and expect its current behaviour, as KEY.generated.test.yaml",
      ],
      ["--all", "write these conversations for every flow"],
      [
        "--random [number]",
        "run this many random conversations (default: 100) with each call flow in the project, or with the specified flows; report where callers are caught in a loop, hear nothing, or are disconnected without a word",
      ],
      ["--seed <number>", "with --random: the same seed gives the same conversations; default: 1"],
      ["--format <format>", "text, json, junit or github", "text"],
    ],
    examples: [
      "test",
      "test flows/inbound/sales.test.yaml --watch",
      "test --live --stack prod",
      "test --generate sales",
      "test sales support --random 1000 --seed 7",
      "test --format junit > .genesys/reports/conversations.xml",
    ],
    exits: {
      0: "every conversation passed, or files were written",
      1: "a conversation failed, a test file has errors, or a random caller ran into a problem",
    },
    guide: "testing.md",
    load: async () => (await import("./commands/test/test.ts")).test,
  },
  {
    usage: "talk <flow>",
    description:
      "call a flow in the project: at a terminal, press keys; through a pipe, each line is digits, say TEXT, write TEXT, wait 10s or hang up",
    options: [
      STACK,
      ["--live", "call the version published in the stack's organisation, with the modules that it holds"],
      ["--at <time>", "start time of the call, such as 2026-12-24T10:00-05:00; default: now"],
      ["--caller <number>", "number of the caller"],
      [
        "--given <file>",
        "file of conversation tests whose `given` supplies the answers, such as the results of data actions",
      ],
      ["--say", "speak what callers hear, with this machine's speech program"],
      ["--save <name>", "save the call as a conversation test with this name, beside the flow"],
    ],
    examples: [
      "talk sales",
      "talk sales --given flows/inbound/sales.test.yaml --at 2026-12-24T10:00-05:00",
      "talk sales --live --stack prod --say",
      "printf '1234\\nhang up\\n' | npm run -s flowctl -- talk sales --given flows/inbound/sales.test.yaml",
    ],
    exits: {
      0: "the call ended",
      1: "the call stopped because an answer for the flow was missing, or the call could not be saved",
    },
    guide: "call-your-flow.md",
    load: async () => (await import("./commands/talk.ts")).talk,
  },
  {
    usage: "diff <before> <after>",
    description: "show what changed from one flow to the other, and what the changes to a module mean for its callers",
    options: [STACK, ["--format <format>", "text, json or mermaid", "text"], SET],
    examples: [
      "diff Sales_v3-0.yaml Sales_v4-0.yaml",
      "diff old.yaml flows/modules/pin-authentication.yaml --format json",
    ],
    exits: { 0: "no difference", 1: "differences" },
    guide: "flowctl.md#show-what-changed",
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  {
    usage: "diagram <file>",
    description: "draw a flow as Mermaid; branches are folded if the diagram is too large for GitHub",
    options: [
      STACK,
      ["--against <file>", "draw the changes since this earlier version"],
      ["--from <node>", "draw only what is reachable from this node"],
      SET,
      OUT,
      FORCE,
    ],
    examples: ["diagram flows/inbound/sales.yaml", "diagram Sales_v4-0.yaml --against Sales_v3-0.yaml"],
    exits: { 0: "drawn", 1: "the flow has errors" },
    guide: "flowctl.md#draw",
    load: async () => (await import("./commands/diagram.ts")).diagram,
  },
  {
    usage: "report",
    description: "show what an update changes, from the events of a preview or an update",
    options: [
      STACK,
      [
        "--events <file>",
        "event log of the engine (pulumi preview --event-log FILE); default: the stack's last preview",
      ],
      ["--run", "run a preview of the stack first"],
      ["--format <format>", "text, markdown, html, json or sarif", "text"],
      ["--base <commit>", "also look for published versions of flows in this commit"],
      ["--watch", "serve the HTML on this machine, and show what changes each time a flow file is saved"],
      ["--port <port>", "with --watch: port on the loopback interface; 0 selects a free port", "8091"],
      OUT,
    ],
    examples: ["report --run", "report --format markdown --out report.md", "report --run --watch"],
    exits: { 0: "no finding blocks the update", 1: "findings block the update", 2: "the preview could not start" },
    guide: "report.md",
    load: async () => (await import("./commands/report/report.ts")).report,
  },
  {
    usage: "lift [export]",
    description:
      "convert an export from Architect to a definition; with --all, every export in the project whose graph does not change",
    options: [
      STACK,
      SET,
      OUT,
      FORCE,
      ["--all", "lift every export in the project that a definition can express"],
      ["--into <flow...>", "lift these exports in the project: keys, names or files"],
      ["--prefix <prefix>", "lift the exports in the project whose names start with this prefix"],
      [
        "--fill",
        "with --all, --into or --prefix: write values that a definition cannot fill in, if they are the same in all stacks",
      ],
      ["--write", "with --all, --into or --prefix: write the definitions; otherwise, only show which can be lifted"],
      ...CHANGE,
    ],
    examples: ["lift Sales_v3-0.yaml --out flows/inbound/sales.yaml", "lift --all --write --stack dev"],
    exits: {
      0: "converted, or shown",
      1: "a definition cannot express the export; with `--into`, an export could not be lifted; or the project has errors",
    },
    guide: "importing.md#lift-many",
    load: async () => (await import("./commands/lift.ts")).lift,
  },
  {
    usage: "compile <file>",
    description: "print the Archy document that is published for a flow",
    options: [STACK, SET, OUT, FORCE],
    examples: ["compile flows/inbound/sales.yaml --out sales.archy.yaml"],
    exits: { 0: "printed or written", 1: "the flow has errors" },
    guide: "flowctl.md#compile",
    load: async () => (await import("./commands/compile.ts")).compile,
  },
  {
    usage: "adopt [key] [id] [more...]",
    description:
      "adopt existing flows (KEY ID) and other objects (KIND:NAME ...) of the organisation; from the next update on, the stack manages them",
    options: [
      STACK,
      ["--all", "adopt every flow that no stack manages, and every object that --declared adopts"],
      [
        "--declared",
        "let the next update adopt the objects that the source declares and the organisation already has, for example after the state was lost",
      ],
      ["--prefix <prefix>", "adopt every flow whose name starts with this prefix"],
      ["--type <type...>", "only flows of these types: inboundCall, commonModule, workflow..."],
      ["--division <name>", "only flows in this division"],
      ["--calls <module>", "only flows that call this module"],
      ["--named", "adopt every object that flows in the project reference but no file declares"],
      ["--needed", "also adopt the modules, bots, other flows and objects that these flows use"],
      [
        "--list",
        "only list the flows, with their type, version, author and state, and the flows and objects that they use",
      ],
      ...CHANGE,
    ],
    examples: [
      "adopt sales 1f2e3d4c-0000-4000-8000-000000000000 --stack prod",
      'adopt --prefix "Desk " --needed --stack prod',
      "adopt --all --list --stack prod",
      "adopt --declared --stack prod",
      'adopt queue:Sales "scheduleGroup:Sales hours" --needed --stack prod',
    ],
    exits: { 0: "adopted, shown, or nothing to adopt", 1: "refused, or the project has errors with the exports" },
    guide: "adopting.md",
    load: async () => (await import("./commands/adopt/adopt.ts")).adopt,
  },
  {
    usage: "import <folder>",
    description:
      "import the exports in a folder, with values of placeholders, missing objects and exemptions; shows what would be written",
    options: [
      STACK,
      ["--answers <file>", "file with the answers to the import's questions; new questions are added to it"],
      [
        "--declare",
        "declare in files every object that the flows reference, with its settings from the organisation or from the answers",
      ],
      ["--write", "write the files if no question is open; otherwise, only show what would be written"],
      ...CHANGE,
    ],
    examples: [
      "import ../exports --answers import.yaml --stack dev",
      "import ../exports --answers import.yaml --write --stack dev",
    ],
    exits: {
      0: "written; without `--write`, checked without errors",
      1: "the exports or the answers have errors; with `--write`, questions are open",
    },
    guide: "importing.md",
    load: async () => (await import("./commands/import/import.ts")).importFlows,
  },
  {
    usage: "insert <module>",
    description:
      "insert a call to a shared module into flows in the project, both definitions and exports; shows what would change",
    options: [
      STACK,
      ["--at <place>", "start, before:NODE, after:NODE or after:NODE/PATH", "start"],
      ["--inputs <name=value...>", "values of the module's inputs; a value that starts with = is an expression"],
      [
        "--on <outcome=target...>",
        "target of each outcome: continue (default), end, say:TEXT (then end), or a name: a node (in a definition), or a task, menu or state (in an export). `error` is required",
      ],
      ["--again", "insert a call even if the flow already calls the module elsewhere"],
      ...INTO,
    ],
    examples: [
      'insert common-error-handler --prefix "Desk " --on error="say:Please call again later."',
      "insert pin-authentication --into sales support --on success=continue failure=goodbye error=goodbye --write",
      "insert common-error-handler --into sales --at after:verify/failure --on error=end",
    ],
    exits: FLOWS,
    guide: "shared-calls.md",
    load: async () => (await import("./commands/calls.ts")).insert,
  },
  {
    usage: "remove-call <module>",
    description: "remove the calls to a shared module from flows in the project; shows what would change",
    options: [STACK, ["--discard", "also remove the actions in the branches of the outcomes"], ...INTO],
    examples: ['remove-call common-error-handler --prefix "Desk " --write'],
    exits: FLOWS,
    guide: "shared-calls.md",
    load: async () => (await import("./commands/calls.ts")).removeCall,
  },
  {
    usage: "repoint <old> <new>",
    description:
      "replace calls to a module in flows in the project with calls to a different module, which must have everything that the calls use; shows what would change",
    options: [STACK, ...INTO],
    examples: ["repoint mail-processor mail-processor-2", "repoint pin-authentication pin-2 --into sales --write"],
    exits: FLOWS,
    guide: "shared-calls.md",
    load: async () => (await import("./commands/calls.ts")).repoint,
  },
  {
    usage: "rollback [flows...]",
    description:
      "restore the source of earlier versions of flows on a branch: from Git if possible, otherwise from the platform's export; shows what would change",
    options: [
      STACK,
      ["--to <version>", "roll one flow back to this version, such as 3.0"],
      [
        "--release <name>",
        "roll back to this release. Affects the specified flows or, if none are specified, every flow of the stack that is in the release",
      ],
      ["--write", "create the branch, with a commit; otherwise, only show what would change"],
      ["--branch <name>", "create the branch with this name; default: rollback/FLOW-VERSION"],
      ...CHANGE,
    ],
    examples: [
      "rollback sales --to 3.0 --stack prod",
      "rollback sales support --release 20260102T030405678Z --write --stack prod",
      "rollback --release 20260102T030405678Z --branch back-to-monday --stack prod",
    ],
    exits: { 0: "done, shown, or nothing to do", 1: "a flow was refused, and nothing was written" },
    guide: "rollback.md",
    load: async () => (await import("./commands/rollback.ts")).rollback,
  },
  {
    usage: "releases",
    description: "list the release notes of a stack, newest first: name, time, commit, published versions",
    options: [STACK, ["--format <format>", "text or json", "text"]],
    examples: ["releases --stack prod", "releases --format json --stack prod"],
    exits: { 0: "listed", 1: "some release notes cannot be read" },
    guide: "rollback.md#releases",
    load: async () => (await import("./commands/releases.ts")).releases,
  },
  {
    usage: "hours [groups...]",
    description:
      "show when the schedule groups that files declare open and close next, and what happens when the clocks change",
    options: [
      STACK,
      ["--at <time>", "show the hours from this time, such as 2026-12-24T10:00Z; default: now"],
      ["--days <n>", "number of days", "14"],
      ["--format <format>", "text or json", "text"],
    ],
    examples: ["hours", 'hours "Sales hours" --at 2026-12-20T00:00Z --days 10', "hours --format json --stack prod"],
    exits: { 0: "shown", 1: "the project has errors" },
    guide: "objects.md",
    load: async () => (await import("./commands/hours.ts")).hours,
  },
  {
    usage: "take <flows...>",
    description:
      "apply changes made in Architect to the source of flows, both definitions and exports; shows what would change",
    options: [
      STACK,
      ["--draft", "take a flow's draft, if it has one, instead of the published version"],
      ["--write", "write the files; otherwise, only show what would change"],
      [
        "--branch [name]",
        "write the files, and commit only them to a new branch, with the author's name; default: take/FLOW",
      ],
      ["--discard", "replace an export with Architect's version; unpublished changes in the file are lost"],
      ...CHANGE,
    ],
    examples: [
      "take complaints --stack prod",
      "take complaints sales --write --stack prod",
      "take sales --branch --stack prod",
    ],
    exits: FLOWS,
    guide: "take.md",
    load: async () => (await import("./commands/take.ts")).take,
  },
  {
    usage: "delete <id>",
    description: "delete a flow that a refresh reported as left behind by an interrupted run of the stack",
    options: [STACK],
    examples: ["delete 1f2e3d4c-0000-4000-8000-000000000000 --stack prod"],
    exits: { 0: "deleted", 1: "refused" },
    guide: "after-failures.md",
    load: async () => (await import("./commands/delete.ts")).deleteFlow,
  },
  {
    usage: "policies",
    description:
      "list the rules: what they check, their level in each stack, their settings, and what they cannot check",
    options: [
      ["--stack <name>", "only this stack; default: every stack that has a file"],
      ["--format <format>", "text or json", "text"],
    ],
    examples: ["policies", "policies --stack prod --format json"],
    exits: { 0: "listed", 1: "levels, exemptions or rules have errors" },
    guide: "policies.md",
    load: async () => (await import("./commands/policies.ts")).policies,
  },
  {
    usage: "baseline",
    description: "add exemptions to policies/exemptions.yaml for violations that exports already had before the change",
    options: [
      STACK,
      [
        "--base <commit>",
        "the commit that must already have the violation; default: the merge base with the default branch",
      ],
      ["--owner <name>", "who is responsible for the exemptions: a person, a team or an address"],
      ["--expires <date>", "last day of the exemptions, such as 2027-01-31"],
      ["--reason <text>", "why the violations are allowed"],
      ...CHANGE,
    ],
    examples: [
      'baseline --owner "Voice team" --expires 2027-01-31',
      "baseline --stack prod --base v2.4 --owner voice@example.com --expires 2027-01-31",
    ],
    exits: { 0: "written, or nothing to write", 1: "the project has errors", 2: "no base to compare with" },
    guide: "flowctl.md#rules-and-exemptions",
    load: async () => (await import("./commands/baseline.ts")).baseline,
  },
  {
    usage: "org serve",
    description:
      "serve the embedded organisation, its page and a phone for its flows, until Ctrl-C; prints the address, and the settings that a stack needs to use the organisation like a cloud region",
    options: [
      ...WHICH,
      ["--save", "let the phone save calls in the project as conversation tests"],
      ["--port <port>", "port on the loopback interface; 0 selects a free port", "8090"],
      ["--https", "serve HTTPS, with a certificate from a test authority in .genesys/tls"],
      ["--cert <file>", "with --key: serve HTTPS with this certificate, PEM"],
      ["--key <file>", "with --cert: its private key, PEM"],
      ["--client <id>", "add an OAuth client with every permission"],
      ["--secret <secret>", "with --client: the client's secret; default: keeps the current secret, or generates one"],
    ],
    examples: ["org serve", "org serve --file .genesys/orgs/region.sqlite --port 8443 --https --client deploy"],
    exits: { 0: "stopped with Ctrl-C" },
    guide: "local-org.md#manage-its-content",
    load: async () => (await import("./commands/org/serve.ts")).serve,
  },
  {
    usage: "org status",
    description: "show the content of the embedded organisation: flows, stale callers, locks, requests",
    options: [...WHICH],
    examples: ["org status", "org status --stack test"],
    exits: ORG,
    guide: "local-org.md#manage-its-content",
    load: async () => (await import("./commands/org/content.ts")).status,
  },
  {
    usage: "org seed",
    description: "add new entries of local/organisation.yaml to the embedded organisation",
    options: [...WHICH],
    examples: ["org seed"],
    exits: ORG,
    guide: "local-org.md#manage-its-content",
    load: async () => (await import("./commands/org/content.ts")).seed,
  },
  {
    usage: "org reset",
    description:
      "reset the embedded organisation to the content of local/organisation.yaml; keeps a snapshot of the old content",
    options: [...WHICH],
    examples: ["org reset"],
    exits: ORG,
    guide: "local-org.md#manage-its-content",
    load: async () => (await import("./commands/org/content.ts")).reset,
  },
  {
    usage: "org snapshot [to]",
    description: "copy the embedded organisation to a file; prints the path of the file",
    options: [...WHICH],
    examples: ["org snapshot", "org snapshot before-migration.sqlite --stack dev"],
    exits: ORG,
    guide: "local-org.md#manage-its-content",
    load: async () => (await import("./commands/org/content.ts")).snapshot,
  },
  {
    usage: "org restore <from>",
    description: "replace the embedded organisation with a snapshot; keeps a snapshot of the old content",
    options: [...WHICH],
    examples: ["org restore .genesys/snapshots/before-migration.sqlite"],
    exits: ORG,
    guide: "local-org.md#manage-its-content",
    load: async () => (await import("./commands/org/content.ts")).restore,
  },
  {
    usage: "org export [to]",
    description:
      "write the published versions of all flows of the embedded organisation as YAML to a folder; prints the paths of the files",
    options: [...WHICH],
    examples: ["org export", "org export exports/"],
    exits: ORG,
    guide: "local-org.md#manage-its-content",
    load: async () => (await import("./commands/org/content.ts")).exportFlows,
  },
  {
    usage: "org log",
    description: "list the requests to the embedded organisation: time, method, status, milliseconds, path",
    options: [
      ...WHICH,
      ["--last <n>", "show only the last n requests"],
      ["--follow", "keep printing new requests until Ctrl-C"],
    ],
    examples: ["org log --last 20 --follow"],
    exits: ORG,
    guide: "local-org.md#manage-its-content",
    load: async () => (await import("./commands/org/log.ts")).log,
  },
];
