import type { FlowType } from "@genesys-flows/architect";
import { flowTypes } from "@genesys-flows/architect/flow-types";
import { formats } from "@genesys-flows/project/kept";
import { z } from "zod";

/** The version of the format; it changes when a reader of an older one would be wrong. */
export const REPORT_FORMAT = formats.report.format;

const sentence = z.string().describe("A sentence for people, with control characters escaped.");

const place = z
  .strictObject({
    file: z.string().describe("Path relative to the project, with `/`."),
    line: z.int().describe("From 1."),
    column: z.int().optional().describe("From 1."),
  })
  .describe("A place in a source file.");

const flowName = z
  .strictObject({
    key: z.string().describe("Key of the flow in the project."),
    name: z.string().describe("Its name in Architect."),
  })
  .describe("A flow of the stack.");

const change = z
  .strictObject({
    sign: z.enum(["+", "-", "~", ">"]).describe("Added, removed, changed, or moved and renamed."),
    text: sentence.describe(
      'What changed, in the words of a definition and with full texts: `ask says: "Your PIN." -> "Your PIN, please."`.',
    ),
    node: z.string().optional().describe("The node as its author named it; absent for a change to the flow itself."),
    values: z
      .strictObject({
        label: z.string().describe("What has the values: `ask says`."),
        from: z.string().optional().describe("The value before; absent where there was none."),
        to: z.string().optional().describe("The value after; absent where it no longer exists."),
      })
      .optional()
      .describe("The two values, for forms that show them side by side."),
    spoken: z.literal(true).optional().describe("Whether customers hear or read the text."),
    place: place.optional().describe("Where it is in the source; of what was removed, where it was."),
  })
  .describe("One change within a flow.");

/** A row of the reasons: what it says besides its kind. */
function reasonOf<Kind extends string, Facts extends z.core.$ZodLooseShape>(kind: Kind, words: string, facts: Facts) {
  return z.strictObject({ kind: z.literal(kind).describe(words), ...facts });
}

const reason = z
  .discriminatedUnion("kind", [
    reasonOf("new", "The flow does not exist yet.", {}),
    reasonOf("own-change", "Its own document changes.", {}),
    reasonOf("module", "It gets a new snapshot of a module.", {
      module: flowName,
      from: z.string().optional().describe("The version that it holds."),
      to: z.string().optional().describe("The version that it will hold, as expected before the update."),
    }),
    reasonOf(
      "drift",
      "It was changed outside of this stack, and the update publishes over that, or restores its name.",
      {},
    ),
    reasonOf("renamed", "Its name in Architect changes.", { from: z.string(), to: z.string() }),
    reasonOf("key", "Its key changes (`formerly`); the flow stays.", { from: z.string(), to: z.string() }),
    reasonOf("unfinished", "An earlier update did not publish it.", {}),
    reasonOf("taken-over", "An earlier update published it; this one records it in the state.", {}),
    reasonOf(
      "taken",
      "Its source has the version that somebody published in Architect; the update records that version.",
      { version: z.string() },
    ),
    reasonOf("imported", "The stack takes over a flow that exists.", {}),
    reasonOf("settings", "Its settings or references change.", { what: sentence }),
    reasonOf("numbers", "Other numbers lead to it.", { gained: z.array(z.string()), lost: z.array(z.string()) }),
    reasonOf("addresses", "Other e-mail addresses lead to it.", {
      gained: z.array(z.string()),
      lost: z.array(z.string()),
    }),
    reasonOf("replaced", "The engine replaces the resource: `--replace`, `state taint`, a new parent.", {
      id: z
        .enum(["kept", "new"])
        .describe("Whether the flow keeps its id, and nothing is deleted; a flow of another type gets a new one."),
    }),
    reasonOf("removed", "It left the stack.", {}),
    reasonOf("pinned", "It is pinned: it keeps its snapshot of a module that changes.", {
      module: flowName,
      version: z.string().optional().describe("The version that it keeps."),
      until: z.string().optional(),
      why: z.string().optional(),
    }),
  ])
  .describe("Why the update touches the flow, or does not.");

const actions = ["create", "publish", "republish", "import", "route", "record", "affected", "held", "delete"] as const;
const outcome = z.enum(["done", "failed", "not-reached"]).optional();
const failure = sentence.optional().describe("Why it failed.");

const comparison = z
  .discriminatedUnion("available", [
    z.strictObject({
      available: z.literal(true),
      source: z
        .enum(["compiled", "base", "component"])
        .describe(
          "Where the published document was found: in the compiled documents of this checkout, in the base checkout, or in the component's inputs in the state.",
        ),
    }),
    z.strictObject({
      available: z.literal(false),
      why: sentence,
      nodes: z
        .array(z.strictObject({ node: z.string(), change: z.enum(["added", "removed", "changed"]) }))
        .describe("The nodes that differ, if the outline identifies them."),
    }),
  ])
  .describe("What the changes compare: the published document, proven by its digest, with the new one.");

const interfaceChange = z.strictObject({
  kind: z.string().describe("Kind of the change, such as `input-removed`."),
  name: z.string().describe("The input, output, outcome or channel."),
  compatible: z.boolean().describe("Whether every caller works unchanged."),
  from: z.string().optional(),
  to: z.string().optional(),
  text: sentence,
});

const brokenCall = z.strictObject({
  flow: flowName,
  node: z.string(),
  text: sentence,
  place: place.optional(),
});

const objectName = { noun: z.string().describe("What it is: `queue`."), name: z.string() };
const objectActions = ["create", "update", "replace", "delete", "import"] as const;
const objectChanges = z.array(
  z.strictObject({ property: z.string(), from: z.string().optional(), to: z.string().optional() }),
);

const detail = change
  .omit({ node: true })
  .extend({ breaking: z.literal(true).optional().describe("Whether flows that use the object may no longer work.") })
  .describe("What changes in an object, in the words of the files that declare it, with names in place of ids.");

/** What changes in an object, in words: absent if its properties say everything. */
const account = {
  summary: sentence.optional().describe("The changes in numbers: `3 rows changed, 1 added`."),
  details: z.array(detail).optional().describe("The changes one by one, as far as they are listed."),
  further: z.int().optional().describe("How many more there are."),
};

const use = z
  .strictObject({
    ...objectName,
    action: z.enum(objectActions),
    through: z
      .array(z.strictObject(objectName))
      .optional()
      .describe("What is between it and the flow, from the object on."),
    changes: objectChanges,
    ...account,
    story: z.literal(true).optional().describe("Whether a story of opening hours of the flow says what changes."),
  })
  .describe("An object that the update changes and that a flow uses.");

const hoursStory = z
  .strictObject({
    group: z.string().describe("Name of the schedule group."),
    sentences: z
      .array(sentence)
      .describe(
        "`Sales hours: Friday now closes at 16:00 (was 18:00); next affected opening: Fri 27 Nov.` Of a new group, its week; of a removed one, the week that it had.",
      ),
    users: z.array(flowName).describe("The flows that use the group, directly or not."),
    numbers: z.array(z.string()).describe("Numbers in E.164 that lead to them."),
  })
  .describe("What the changes of a schedule group and its schedules mean for callers, as one story.");

const recording = z
  .strictObject({
    language: z.string(),
    file: z.string().describe("Path relative to the project."),
    sha256: z.string().optional().describe("In hexadecimal."),
    seconds: z.number().optional(),
    bytes: z.int().optional(),
  })
  .describe("A recording that a prompt will play.");

const flow = z
  .strictObject({
    key: z.string(),
    name: z.string(),
    type: z.enum(Object.keys(flowTypes) as [FlowType, ...FlowType[]]).describe("Type as in Archy."),
    isModule: z.boolean().describe("Whether other flows can call it."),
    file: z.string().optional().describe("Its source file, relative to the project."),
    owner: z.string().optional().describe("Who answers for it, where the source says so."),
    action: z
      .enum(actions)
      .describe(
        "What the update does: `create`; `publish` a changed document; `republish` the same one for a module; `import`; `route` other numbers or e-mail addresses to it; `record` in the state, without publishing; `affected` by objects that it uses; `held` back by a pin; `delete`.",
      ),
    outcome: outcome.describe(
      "Of an update that ran: what came of it; `not-reached` also of what its preview planned and it did not begin. Absent in a preview.",
    ),
    failure,
    reasons: z.array(reason),
    versions: z.strictObject({
      before: z.string().optional().describe("The published version before."),
      after: z.string().optional().describe("The version after; in a preview, the one to be expected."),
    }),
    holds: z
      .array(
        z.strictObject({
          module: flowName.partial({ key: true }),
          before: z.string().optional(),
          after: z.string().optional(),
        }),
      )
      .describe("The modules that it calls, and the versions that it holds before and after."),
    numbers: z
      .array(z.string())
      .describe("Numbers in E.164 that lead to it; of a module, those that lead to its callers."),
    addresses: z.array(z.string()).describe("E-mail addresses that lead to it, or to its callers."),
    callers: z.array(flowName).describe("Of a module: the flows of the stack that call it, directly or not."),
    changes: z.array(change),
    uses: z
      .array(use)
      .optional()
      .describe("Objects that the update changes and that calls in the flow use; absent if none."),
    hours: z
      .array(hoursStory.pick({ group: true, sentences: true }))
      .optional()
      .describe(
        "Opening hours that change and that the flow or its IVR uses, each with its first sentence; absent if none.",
      ),
    comparison: comparison.optional().describe("Absent where there is nothing to compare."),
    interface: z
      .strictObject({ changes: z.array(interfaceChange), broken: z.array(brokenCall) })
      .optional()
      .describe("Of a module: what changes for its callers, and the calls that no longer work."),
    usedBy: z.array(flowName).optional().describe("Of a flow that is deleted: what uses it."),
    diagram: z
      .string()
      .optional()
      .describe("The difference as Mermaid within GitHub's limits, with unchanged branches folded."),
  })
  .describe("What the update does to one flow.");

const playedStep = z
  .strictObject({
    does: z
      .enum(["hears", "reads", "acts", "waits", "asks", "is sent", "sets", "enters", "fails", "lands", "ends"])
      .describe(
        "`acts`: the customer; `asks`: a system answers; `sets`: data for agents; `enters`: a module begins; `fails`: error handling starts; `lands`: a transfer.",
      ),
    text: sentence.describe("The words that are heard or read; otherwise a part of a sentence: `presses 1234`."),
    atMs: z.int().describe("Milliseconds since the conversation began."),
    lastsMs: z.int().optional().describe("Milliseconds that it takes; absent where it takes no time."),
    flow: z.string().optional().describe("Name of the flow or module in which it happens, unless it is the first one."),
    node: z.string().optional(),
    version: z.string().optional().describe("Of `enters`: the version of the module that the flow holds."),
  })
  .describe("One thing that happens in a conversation.");

const leftOut = z.int().optional().describe("Steps that are left out before this one.");

const played = z
  .strictObject({
    flow: flowName,
    steps: z
      .array(
        z.strictObject({
          both: playedStep.optional().describe("What both versions do, at the same time."),
          before: playedStep.optional().describe("Absent with `both`, and where the new version does more."),
          after: playedStep.optional().describe("Absent with `both`, and where the live version does more."),
          isFirst: z.literal(true).optional().describe("Whether it is the first difference for people."),
          leftOut,
        }),
      )
      .describe("Both versions in step: what is alike is in one."),
    leftOut: leftOut.describe("Steps that are left out at the end."),
  })
  .describe("A conversation with the live and the new version, from its beginning to its end.");

const notice = z
  .strictObject({
    causes: z
      .array(
        z.strictObject({
          flows: z.array(flowName).describe("The flows with which people notice it."),
          people: z.enum(["callers", "customers"]),
          after: sentence
            .optional()
            .describe("What customer and world do before it, on the shortest way; absent where nothing is unusual."),
          now: sentence.describe('What people notice: `hear "Good bye."`.'),
          before: sentence.describe("Instead of what: `being transferred to the queue 'Sales'`."),
          steps: z.array(sentence).describe("Everything that customer and world do until there, to reproduce it."),
          conversations: z.int().describe("Conversations whose first difference it is."),
          played: played
            .optional()
            .describe(
              "The conversation that comes to it the shortest way; absent where the report would be too large.",
            ),
        }),
      )
      .describe("What differs first in conversations, each once for all flows; what most notice first."),
    conversations: z.int().describe("Conversations that were run with both versions."),
    flows: z.int().describe("The flows that they are with."),
    limits: z.array(sentence).describe("What was not compared, and why."),
  })
  .describe("What callers will notice: conversations, run with the live and the new version of the flows that change.");

const finding = z
  .strictObject({
    severity: z.enum(["error", "warning", "note"]),
    code: z.string(),
    message: z.string(),
    why: z.string().optional(),
    hint: z.string().optional(),
    place: place.optional(),
    flow: z.string().optional().describe("Key of the flow."),
    node: z.string().optional(),
    blocks: z.boolean().describe("Whether it stops the update."),
    exempted: z.boolean().describe("Whether an exemption covers it."),
    from: z.enum(["program", "provider", "policy", "engine"]).describe("Who reports it."),
  })
  .describe("What a rule, the provider or the program found.");

const outside = z
  .strictObject({
    kind: z
      .enum(["drift", "deleted", "number", "address", "lock", "draft"])
      .describe(
        "`drift`: a flow was published or renamed, or another object was changed; `deleted`: a flow or another object; `number`, `address`: a number or an e-mail address of the flow leads elsewhere; `lock`: it is checked out; `draft`: it was saved and not published.",
      ),
    flow: flowName.optional().describe("Absent for another object."),
    object: z.strictObject(objectName).optional().describe("Another object of the stack."),
    text: sentence.describe("Who, since when, and what an update does about it."),
    blocks: z.boolean(),
  })
  .describe("What somebody did to an object of the stack, outside of it.");

/** What an update changes, or changed: everything that the forms show. Each is a pure function of it. */
export const reportSchema = z
  .strictObject({
    format: z.literal(REPORT_FORMAT),
    run: z.strictObject({
      kind: z.enum(["preview", "update"]),
      stack: z.string(),
      project: z.string(),
      organisation: z.strictObject({
        embedded: z.boolean(),
        id: z.string().optional(),
        region: z.string().optional(),
      }),
      ended: z.enum(["succeeded", "failed", "interrupted"]),
      cause: sentence.optional().describe("Why it failed, where no finding says so."),
      base: z.string().optional().describe("The commit that a base checkout has."),
      commit: z.string().optional().describe("The commit that was previewed, where it is known."),
      standIn: z
        .literal(true)
        .optional()
        .describe("Whether it ran on a stand-in: an embedded organisation in place of the stack's own."),
    }),
    verdict: z.strictObject({
      text: sentence.describe("`1 module and 2 flows would be published; blocked by 1 policy violation`."),
      modules: z.int().describe("Modules that are published."),
      flows: z.int().describe("Other flows that are published."),
      deleted: z.int().describe("Flows and other objects that are deleted, also for a new one in their place."),
      held: z.int().describe("Flows that a pin holds back."),
      moved: z.int().describe("Numbers and e-mail addresses that lead to another flow than before."),
      lost: z.int().describe("Numbers and e-mail addresses that lead to no flow of the stack any more."),
      replaced: z.int().describe("Flows and other objects that the engine replaces."),
      drifted: z
        .int()
        .optional()
        .describe(
          "Flows, other objects, numbers and e-mail addresses that were changed, and those that were deleted, outside this stack; absent if none.",
        ),
      blocking: z.int().describe("Findings that stop the update."),
      forecast: sentence.optional().describe("Requests and time that the update takes."),
    }),
    flows: z.array(flow).describe("Flows that the update touches or holds back: modules first, then by key."),
    notice: notice
      .optional()
      .describe("Of a preview, or of an update that succeeded, that publishes flows that exist; absent otherwise."),
    untouched: z.array(flowName).describe("The other flows of the stack."),
    numbers: z
      .array(
        z.strictObject({
          number: z.string(),
          from: flowName.optional().describe("Absent where it led to no flow of the stack."),
          to: flowName.optional().describe("Absent if it will not route to a flow of the stack."),
        }),
      )
      .describe("Numbers that will route to a different flow, or to none."),
    addresses: z
      .array(
        z.strictObject({
          address: z.string(),
          from: flowName.optional().describe("Absent where it led to no flow of the stack."),
          to: flowName.optional().describe("Absent if it will not route to a flow of the stack."),
        }),
      )
      .optional()
      .describe("E-mail addresses that will lead elsewhere; absent without any."),
    objects: z
      .array(
        z.strictObject({
          type: z.string().describe("Type of the resource, such as `RoutingQueue`."),
          ...objectName,
          action: z.enum(objectActions),
          id: z
            .enum(["kept", "new"])
            .optional()
            .describe(
              "For a replacement: whether the object keeps its id and nothing is deleted (`kept`), or a new object replaces it (`new`).",
            ),
          outcome,
          failure,
          changes: objectChanges,
          ...account,
          recordings: z.array(recording).optional().describe("Of a prompt: the recordings that change."),
          users: z.array(flowName).optional().describe("The flows that use it, directly or not; absent without any."),
          story: z.literal(true).optional().describe("Whether a story of opening hours says what changes."),
        }),
      )
      .describe("Other objects that change: queues, prompts, schedules."),
    hours: z
      .array(hoursStory)
      .optional()
      .describe("Opening hours that change, one story per schedule group; absent without any."),
    stale: z
      .array(
        z.strictObject({
          ...flowName.shape,
          holds: z.array(
            z.strictObject({ module: z.string().describe("Its name."), version: z.string(), published: z.string() }),
          ),
        }),
      )
      .optional()
      .describe(
        "Flows that were not part of an update that ran, and hold an older version of a module than the published one.",
      ),
    outside: z.array(outside),
    reach: z
      .strictObject({ flows: z.int(), numbers: z.int(), addresses: z.int().optional(), digest: z.string().optional() })
      .describe(
        "The flows that exist and are published or deleted, and the numbers and e-mail addresses that lead to them; `addresses` is absent without any.",
      ),
    findings: z.array(finding).describe("Those that block last."),
    unchecked: z.array(sentence).describe("What could not be checked, and why."),
    messages: z
      .array(
        z.strictObject({
          severity: z.enum(["info", "warning", "error"]),
          text: z.string(),
          resource: z.string().optional(),
        }),
      )
      .describe("Everything else that the engine printed."),
  })
  .describe("What an update of a stack changes, or changed.");

/** What an update changes, or changed, as data: `report.schema.json` has each field, docs/report.md describes it. */
export type Report = z.infer<typeof reportSchema>;
export type FlowReport = Report["flows"][number];
export type FlowUse = NonNullable<FlowReport["uses"]>[number];
export type Change = FlowReport["changes"][number];
export type Reason = FlowReport["reasons"][number];
export type Comparison = NonNullable<FlowReport["comparison"]>;
export type ReportFinding = Report["findings"][number];
export type OutsideChange = Report["outside"][number];
export type StaleFlow = NonNullable<Report["stale"]>[number];
export type ObjectReport = Report["objects"][number];
export type Detail = z.infer<typeof detail>;
export type HoursStory = NonNullable<Report["hours"]>[number];
export type FlowHours = NonNullable<FlowReport["hours"]>[number];
export type ReportRecording = NonNullable<ObjectReport["recordings"]>[number];
export type NoticedCause = Notice["causes"][number];
export type Played = z.infer<typeof played>;
export type PlayedStep = z.infer<typeof playedStep>;
export type Notice = NonNullable<Report["notice"]>;
export type FlowName = z.infer<typeof flowName>;
export type ReportPlace = z.infer<typeof place>;
