import type { FlowType } from "@genesys-flows/architect";
import { flowTypes } from "@genesys-flows/architect/flow-types";
import { formats } from "@genesys-flows/project/kept";
import { z } from "zod";

/** Version of the report format. Increased when programs for the previous version would misread a report. */
export const REPORT_FORMAT = formats.report.format;

const sentence = z.string().describe("A human-readable sentence, with control characters escaped.");

const place = z
  .strictObject({
    file: z.string().describe("Path relative to the project, with `/` as the separator."),
    line: z.int().describe("Line number; the first line is 1."),
    column: z.int().optional().describe("Column number; the first column is 1."),
  })
  .describe("A location in a source file.");

const flowName = z
  .strictObject({
    key: z.string().describe("Key of the flow in the project."),
    name: z.string().describe("Name of the flow in Architect."),
  })
  .describe("A flow of the stack.");

const change = z
  .strictObject({
    sign: z.enum(["+", "-", "~", ">"]).describe("`+`: added; `-`: removed; `~`: changed; `>`: moved or renamed."),
    text: sentence.describe(
      'The change in the terms of a definition, with nothing shortened: `ask says: "Your PIN." -> "Your PIN, please."`.',
    ),
    node: z.string().optional().describe("Name of the node in the source; omitted for a change to the flow itself."),
    values: z
      .strictObject({
        label: z.string().describe("Label for the values: `ask says`."),
        from: z.string().optional().describe("The previous value; omitted if it was not set."),
        to: z.string().optional().describe("The new value; omitted if it is no longer set."),
      })
      .optional()
      .describe("Both values, for formats that show them side by side."),
    spoken: z.literal(true).optional().describe("Whether customers hear or read the text."),
    place: place
      .optional()
      .describe("Location of the change in the source; for a removed item, its previous location."),
  })
  .describe("One change within a flow.");

/** The schema of a reason of one kind. @param words description of the kind @param facts additional fields */
function reasonOf<Kind extends string, Facts extends z.core.$ZodLooseShape>(kind: Kind, words: string, facts: Facts) {
  return z.strictObject({ kind: z.literal(kind).describe(words), ...facts });
}

const reason = z
  .discriminatedUnion("kind", [
    reasonOf("new", "The flow does not exist yet.", {}),
    reasonOf("own-change", "The document of the flow itself changes.", {}),
    reasonOf("module", "The flow is published with a new snapshot of a module.", {
      module: flowName,
      from: z.string().optional().describe("Version that the flow holds now."),
      to: z.string().optional().describe("Version that the flow is expected to hold after the update."),
    }),
    reasonOf(
      "drift",
      "The flow was changed outside this stack. The update overwrites the change, or restores the name.",
      {},
    ),
    reasonOf("renamed", "The name of the flow in Architect changes.", { from: z.string(), to: z.string() }),
    reasonOf("key", "The key of the flow changes (`formerly`); the flow itself does not change.", {
      from: z.string(),
      to: z.string(),
    }),
    reasonOf("unfinished", "An earlier update did not publish the flow.", {}),
    reasonOf("taken-over", "An earlier update published the flow; this update records it in the state.", {}),
    reasonOf(
      "taken",
      "The source matches the version that somebody published in Architect; the update records that version.",
      { version: z.string() },
    ),
    reasonOf("imported", "An existing flow is imported into the stack.", {}),
    reasonOf("settings", "The settings or references of the flow change.", { what: sentence }),
    reasonOf("numbers", "The numbers that route to the flow change.", {
      gained: z.array(z.string()),
      lost: z.array(z.string()),
    }),
    reasonOf("addresses", "The e-mail addresses that route to the flow change.", {
      gained: z.array(z.string()),
      lost: z.array(z.string()),
    }),
    reasonOf("replaced", "The engine replaces the resource because of `--replace`, `state taint` or a new parent.", {
      id: z
        .enum(["kept", "new"])
        .describe(
          "`kept`: the flow keeps its id, and nothing is deleted; `new`: its type changes, so a flow with a new id replaces it.",
        ),
    }),
    reasonOf("removed", "The flow is no longer part of the stack.", {}),
    reasonOf("pinned", "The flow is pinned: it keeps its snapshot of a module that changes.", {
      module: flowName,
      version: z.string().optional().describe("Version that the flow keeps."),
      until: z.string().optional(),
      why: z.string().optional(),
    }),
  ])
  .describe("Why the update changes the flow or leaves it unchanged.");

const actions = ["create", "publish", "republish", "import", "route", "record", "affected", "held", "delete"] as const;
const outcome = z.enum(["done", "failed", "not-reached"]).optional();
const failure = sentence.optional().describe("Reason for the failure.");

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
        .describe("Nodes that differ, if the outline identifies them."),
    }),
  ])
  .describe(
    "How the changes were found: the published document, verified by its digest, was compared with the new document.",
  );

const interfaceChange = z.strictObject({
  kind: z.string().describe("Kind of the change, such as `input-removed`."),
  name: z.string().describe("The input, output, outcome or channel."),
  compatible: z.boolean().describe("Whether all callers keep working without changes."),
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

const objectName = { noun: z.string().describe("Kind of the object: `queue`."), name: z.string() };
const objectActions = ["create", "update", "replace", "delete", "import"] as const;
const objectChanges = z.array(
  z.strictObject({ property: z.string(), from: z.string().optional(), to: z.string().optional() }),
);

const detail = change
  .omit({ node: true })
  .extend({ breaking: z.literal(true).optional().describe("Whether flows that use the object may stop working.") })
  .describe("A change to an object, in the terms of the files that declare it, with names in place of ids.");

/** The changes to an object, in words; omitted if the changed properties are sufficient. */
const account = {
  summary: sentence.optional().describe("Number of changes of each kind: `3 rows changed, 1 added`."),
  details: z.array(detail).optional().describe("The individual changes, up to a limit."),
  further: z.int().optional().describe("Number of changes that are not listed."),
};

const use = z
  .strictObject({
    ...objectName,
    action: z.enum(objectActions),
    through: z
      .array(z.strictObject(objectName))
      .optional()
      .describe("Objects and modules between the changed object and the flow, starting at the object."),
    changes: objectChanges,
    ...account,
    story: z.literal(true).optional().describe("Whether the opening hours of the flow (`hours`) describe the change."),
  })
  .describe("An object that the update changes and that the flow uses.");

const hoursStory = z
  .strictObject({
    group: z.string().describe("Name of the schedule group."),
    sentences: z
      .array(sentence)
      .describe(
        "`Sales hours: Friday now closes at 16:00 (was 18:00); next affected opening: Fri 27 Nov.` For a new group, the weekly hours; for a removed group, the previous weekly hours.",
      ),
    users: z.array(flowName).describe("Flows that use the group, directly or indirectly."),
    numbers: z.array(z.string()).describe("Numbers in E.164 form that route to these flows."),
  })
  .describe("What the changes to a schedule group and its schedules mean for callers.");

const recording = z
  .strictObject({
    language: z.string(),
    file: z.string().describe("Path relative to the project."),
    sha256: z.string().optional().describe("SHA-256 hash of the file, in hexadecimal."),
    seconds: z.number().optional(),
    bytes: z.int().optional(),
  })
  .describe("A recording that a prompt will play.");

const flow = z
  .strictObject({
    key: z.string(),
    name: z.string(),
    type: z.enum(Object.keys(flowTypes) as [FlowType, ...FlowType[]]).describe("Flow type, as spelled in Archy."),
    isModule: z.boolean().describe("Whether other flows can call the flow."),
    file: z.string().optional().describe("Source file, relative to the project."),
    owner: z.string().optional().describe("Owner of the flow, if the source specifies an owner."),
    action: z
      .enum(actions)
      .describe(
        "What the update does: `create`; `publish` a changed document; `republish` the same document with a new snapshot of a module; `import`; `route` different numbers or e-mail addresses to the flow; `record` in the state without publishing; `affected` by objects that the flow uses; `held` back by a pin; `delete`.",
      ),
    outcome: outcome.describe(
      "Outcome of an update that ran; `not-reached` also covers changes that the preview planned but the update did not begin. Omitted in a preview.",
    ),
    failure,
    reasons: z.array(reason),
    versions: z.strictObject({
      before: z.string().optional().describe("Published version before the update."),
      after: z.string().optional().describe("Version after the update; in a preview, the expected version."),
    }),
    holds: z
      .array(
        z.strictObject({
          module: flowName.partial({ key: true }),
          before: z.string().optional(),
          after: z.string().optional(),
        }),
      )
      .describe("Modules that the flow calls, with the versions that it holds before and after the update."),
    numbers: z
      .array(z.string())
      .describe("Numbers in E.164 form that route to the flow; for a module, to its callers."),
    addresses: z.array(z.string()).describe("E-mail addresses that route to the flow; for a module, to its callers."),
    callers: z.array(flowName).describe("For a module: the flows of the stack that call it, directly or indirectly."),
    changes: z.array(change),
    uses: z.array(use).optional().describe("Objects that the update changes and that the flow uses; omitted if empty."),
    hours: z
      .array(hoursStory.pick({ group: true, sentences: true }))
      .optional()
      .describe(
        "Opening hours that change and that the flow or its IVR uses, each with its first sentence; omitted if empty.",
      ),
    comparison: comparison.optional().describe("Omitted if there is nothing to compare."),
    interface: z
      .strictObject({ changes: z.array(interfaceChange), broken: z.array(brokenCall) })
      .optional()
      .describe("For a module: the changes to its interface, and the calls that no longer work."),
    usedBy: z.array(flowName).optional().describe("For a deleted flow: the flows that used it."),
    diagram: z
      .string()
      .optional()
      .describe("Mermaid diagram of the changes, within GitHub's limits and with unchanged branches folded."),
  })
  .describe("What the update does to one flow.");

const playedStep = z
  .strictObject({
    does: z
      .enum(["hears", "reads", "acts", "waits", "asks", "is sent", "sets", "enters", "fails", "lands", "ends"])
      .describe(
        "`acts`: the customer does something; `asks`: a system responds; `sets`: data is set for agents; `enters`: a module begins; `fails`: error handling starts; `lands`: the conversation is transferred.",
      ),
    text: sentence.describe(
      "The words that the customer hears or reads; for any other step, part of a sentence: `presses 1234`.",
    ),
    atMs: z.int().describe("Milliseconds since the start of the conversation."),
    lastsMs: z.int().optional().describe("Duration in milliseconds; omitted if the step takes no time."),
    flow: z
      .string()
      .optional()
      .describe(
        "Flow or module in which the step happens, by name; omitted for the flow in which the conversation starts.",
      ),
    node: z.string().optional(),
    version: z.string().optional().describe("For `enters`: the version of the module that the flow holds."),
  })
  .describe("One step of a conversation.");

const leftOut = z.int().optional().describe("Number of steps left out before this one.");

const played = z
  .strictObject({
    flow: flowName,
    steps: z
      .array(
        z.strictObject({
          both: playedStep.optional().describe("A step that is identical in both versions, including its time."),
          before: playedStep
            .optional()
            .describe("A step of the live version; omitted if `both` is set or only the new version has a step here."),
          after: playedStep
            .optional()
            .describe("A step of the new version; omitted if `both` is set or only the live version has a step here."),
          isFirst: z.literal(true).optional().describe("Whether this is the first difference that people notice."),
          leftOut,
        }),
      )
      .describe("Both versions, aligned step by step; identical steps are combined."),
    leftOut: leftOut.describe("Number of steps left out at the end."),
  })
  .describe("A conversation with the live version and with the new version, from beginning to end.");

const notice = z
  .strictObject({
    causes: z
      .array(
        z.strictObject({
          flows: z.array(flowName).describe("Flows in which people notice the difference."),
          people: z.enum(["callers", "customers"]),
          after: sentence
            .optional()
            .describe(
              "What the customer and other systems do before the difference, in the shortest conversation; omitted if nothing is unusual.",
            ),
          now: sentence.describe('What people notice: `hear "Good bye."`.'),
          before: sentence.describe(
            "What people notice in the live version instead: `being transferred to the queue 'Sales'`.",
          ),
          steps: z
            .array(sentence)
            .describe("Everything that the customer and other systems must do to reproduce the difference."),
          conversations: z.int().describe("Number of conversations with this first difference."),
          played: played
            .optional()
            .describe(
              "The shortest conversation that reaches the difference; omitted if the report would be too large.",
            ),
        }),
      )
      .describe(
        "The first difference in each conversation. A difference shared by several flows is listed once. The most frequent difference comes first.",
      ),
    conversations: z.int().describe("Number of conversations run with both versions."),
    flows: z.int().describe("Number of flows in these conversations."),
    limits: z.array(sentence).describe("What was not compared, and why."),
  })
  .describe(
    "What callers will notice, according to conversations run with the live and the new versions of the changed flows.",
  );

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
    blocks: z.boolean().describe("Whether the finding blocks the update."),
    exempted: z.boolean().describe("Whether an exemption covers the finding."),
    from: z.enum(["program", "provider", "policy", "engine"]).describe("Source of the finding."),
  })
  .describe("A finding of a rule, the provider, the program or the engine.");

const outside = z
  .strictObject({
    kind: z
      .enum(["drift", "deleted", "number", "address", "lock", "draft"])
      .describe(
        "`drift`: a flow was published or renamed, or another object was changed; `deleted`: a flow or another object was deleted; `number`, `address`: a number or an e-mail address of the flow routes elsewhere; `lock`: the flow is checked out; `draft`: the flow was saved but not published.",
      ),
    flow: flowName.optional().describe("The flow; omitted for another kind of object."),
    object: z.strictObject(objectName).optional().describe("An object of the stack other than a flow."),
    text: sentence.describe("Who made the change and when, and what an update does about it."),
    blocks: z.boolean(),
  })
  .describe("A change made outside the stack to one of its objects.");

/** What an update will change or has changed. Each output format is a pure function of this model. */
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
      cause: sentence.optional().describe("Reason for the failure, if no finding explains it."),
      base: z.string().optional().describe("Commit of the base checkout."),
      commit: z.string().optional().describe("Commit that was previewed, if known."),
      standIn: z
        .literal(true)
        .optional()
        .describe(
          "Whether the preview ran on a stand-in: an embedded organisation in place of the stack's own organisation.",
        ),
    }),
    verdict: z.strictObject({
      text: sentence.describe("`1 module and 2 flows would be published; blocked by 1 policy violation`."),
      modules: z.int().describe("Number of modules that are published."),
      flows: z.int().describe("Number of other flows that are published."),
      deleted: z
        .int()
        .describe("Number of flows and other objects that are deleted, including those that a new one replaces."),
      held: z.int().describe("Number of flows that a pin holds back."),
      moved: z
        .int()
        .describe("Total number of phone numbers and e-mail addresses that route to a different flow than before."),
      lost: z
        .int()
        .describe("Total number of phone numbers and e-mail addresses that no longer route to a flow of the stack."),
      replaced: z.int().describe("Number of flows and other objects that the engine replaces."),
      drifted: z
        .int()
        .optional()
        .describe(
          "Total number of flows, other objects, phone numbers and e-mail addresses that were changed or deleted outside this stack; omitted if 0.",
        ),
      blocking: z.int().describe("Number of findings that block the update."),
      forecast: sentence.optional().describe("Number of requests and time that the update needs."),
    }),
    flows: z.array(flow).describe("Flows that the update changes or holds back: modules first, then by key."),
    notice: notice
      .optional()
      .describe("Present only in the report of a preview or a successful update that publishes existing flows."),
    untouched: z.array(flowName).describe("All other flows of the stack."),
    numbers: z
      .array(
        z.strictObject({
          number: z.string(),
          from: flowName.optional().describe("Omitted if the number did not route to a flow of the stack."),
          to: flowName.optional().describe("Omitted if the number will not route to a flow of the stack."),
        }),
      )
      .describe("Numbers that will route to a different flow, or to no flow."),
    addresses: z
      .array(
        z.strictObject({
          address: z.string(),
          from: flowName.optional().describe("Omitted if the address did not route to a flow of the stack."),
          to: flowName.optional().describe("Omitted if the address will not route to a flow of the stack."),
        }),
      )
      .optional()
      .describe("E-mail addresses that will route to a different flow, or to no flow; omitted if empty."),
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
              "For a replacement: `kept` if the object keeps its id and nothing is deleted, `new` if a new object replaces it.",
            ),
          outcome,
          failure,
          changes: objectChanges,
          ...account,
          recordings: z.array(recording).optional().describe("For a prompt: the recordings that change."),
          users: z
            .array(flowName)
            .optional()
            .describe("Flows that use the object, directly or indirectly; omitted if empty."),
          story: z.literal(true).optional().describe("Whether `hours` describes the change."),
        }),
      )
      .describe("Other objects that change, such as queues, prompts and schedules."),
    hours: z
      .array(hoursStory)
      .optional()
      .describe("Opening hours that change, one entry per schedule group; omitted if empty."),
    stale: z
      .array(
        z.strictObject({
          ...flowName.shape,
          holds: z.array(
            z.strictObject({
              module: z.string().describe("Name of the module."),
              version: z.string(),
              published: z.string(),
            }),
          ),
        }),
      )
      .optional()
      .describe(
        "After an update: flows that were not part of it and hold an older version of a module than the published one.",
      ),
    outside: z.array(outside),
    reach: z
      .strictObject({ flows: z.int(), numbers: z.int(), addresses: z.int().optional(), digest: z.string().optional() })
      .describe(
        "Number of existing flows that are published or deleted, and of the phone numbers and e-mail addresses that route to them; `addresses` is omitted if 0.",
      ),
    findings: z.array(finding).describe("Findings; those that block the update come last."),
    unchecked: z.array(sentence).describe("What could not be checked, and why."),
    messages: z
      .array(
        z.strictObject({
          severity: z.enum(["info", "warning", "error"]),
          text: z.string(),
          resource: z.string().optional(),
        }),
      )
      .describe("All other messages that the engine printed."),
  })
  .describe("What an update of a stack will change, or has changed.");

/** What an update will change or has changed, as data. See docs/report.schema.json and docs/report.md. */
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
