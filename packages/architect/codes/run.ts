import { type CodeTable, errorCode, noteCode, warningCode } from "./code-table.ts";

const noteCodes = {
  drift: warningCode({
    title: "Change made outside this stack",
    explanation:
      "A flow or an object is not as this stack left it. It is an error if the update would overwrite the change and `onDrift` is `fail`.",
    fix: "Take the change into the source with `npm run flowctl -- take FLOW --stack NAME`, or overwrite it with `onDrift: overwrite`.",
    situation: "Somebody published a version of a flow in Architect.",
  }),
  "deleted-outside": warningCode({
    title: "Object deleted outside this stack",
    explanation: "The organisation no longer has an object that this stack made.",
    fix: "Update with `--refresh` to create it again, with a new id; or remove it from the source.",
    situation: "Somebody deleted a flow in Architect.",
  }),
  "number-elsewhere": warningCode({
    title: "Number that leads elsewhere",
    explanation: "A number of a flow no longer leads to the flow: somebody changed the IVR.",
    fix: "Update with `--refresh` to move it back, or change the number in the source.",
    situation: "Somebody gave a number of a flow to another IVR.",
  }),
  "address-elsewhere": warningCode({
    title: "E-mail address that leads elsewhere",
    explanation: "An e-mail address of a flow no longer leads to the flow: somebody changed the route.",
    fix: "Update with `--refresh` to move it back, or change the address in the source.",
    situation: "Somebody made the route of an address lead to another flow.",
  }),
  locked: warningCode({
    title: "Flow that somebody has checked out",
    explanation: "An update waits for the lock for a short time, then fails. A refresh reports it as a note.",
    fix: "Ask the person to check the flow in, or set `forceUnlock` for the flow.",
    situation: "Somebody edits a flow in Architect that the update publishes.",
  }),
  draft: noteCode({
    title: "Draft that nobody published",
    explanation:
      "Somebody saved a version of the flow in Architect and did not publish it. An update publishes the source.",
    fix: "Nothing, if the draft is not needed. Otherwise take it into the source.",
    situation: "Somebody saved a flow in Architect and closed it.",
  }),
  "not-checked": noteCode({
    title: "Part of a preview that could not be checked",
    explanation:
      "The platform has no lookup for a kind of object, or the client has no permission for one. The publish job checks it.",
    fix: "Give the client the permission that the message names.",
    situation: "The OAuth client may not list the DID pools of the organisation.",
  }),
  forecast: noteCode({
    title: "Number of requests and time of an update",
    explanation: "A preview estimates how many requests the update sends and how long it takes.",
    fix: "Nothing.",
    situation: "A preview of 2,000 flows.",
  }),
} satisfies CodeTable;

/** Codes of what a run of the engine notes about the organisation: the provider writes them, a report sorts by them. */
export type NoteCode = keyof typeof noteCodes;

/** Codes of what a preview or an update reports about the organisation. No file of the project shows them by itself. */
export const runCodes = {
  organisation: errorCode({
    title: "Organisation that cannot be used",
    explanation:
      "The state of the stack belongs to a different organisation, or the settings of the connection are wrong.",
    fix: "Correct the region and the credentials of the stack. `npm run flowctl -- doctor --stack NAME` tests them.",
    situation: "The environment has the credentials of another organisation.",
  }),
  platform: errorCode({
    title: "Request that failed",
    explanation:
      "The platform refused a request, or did not respond: credentials, permission, network. Reported once, for all flows.",
    fix: "Do what the message says. `npm run flowctl -- doctor --stack NAME` tests the connection and the permissions.",
    situation: "The role of the OAuth client lacks a permission.",
  }),
  document: errorCode({
    title: "Document that cannot be read",
    explanation:
      "The program writes a document for each flow. This one does not exist, or its digest differs from the declared one.",
    fix: "Run the command again. Use a file of the project for a flow that the program gives as an asset.",
    situation: "A file in `.genesys/compiled` was removed during the run.",
  }),
  "name-taken": errorCode({
    title: "Name of another flow",
    explanation: "The organisation has a flow of this type and name that this stack does not manage.",
    fix: "Adopt the flow with the command of the message, or rename the new one.",
    situation: "A stack gets a flow `Sales`, and somebody made a flow `Sales` in Architect before.",
  }),
  "other-stack": errorCode({
    title: "Flow of another stack",
    explanation: "The ownership mark of the flow names another stack. Two stacks cannot publish one flow.",
    fix: "Rename the flow here, or remove it from the other stack first.",
    situation: "Two projects deploy a flow `Sales` to one organisation.",
  }),
  pinned: errorCode({
    title: "Pinned flow that changes",
    explanation:
      "A pinned flow changes, and the published version of its module is not the one that the flow holds: publishing would copy the current version.",
    fix: "Remove `pin`, or revert the change of the flow.",
    situation: "A flow with `pin` gets another greeting after its module was published again.",
  }),
  "module-link-lost": errorCode({
    title: "Call to a module that the stack no longer has",
    explanation: "A flow names a module that is removed or renamed. The flow would keep its old snapshot.",
    fix: "Call the module by its new name, keep it, or remove the call.",
    situation: "A change renames a module, and an export still calls it by its old name.",
  }),
  "reference-withdrawn": errorCode({
    title: "Name of an object that the update deletes",
    explanation: "A flow names an object that this stack provided until now and would delete.",
    fix: "Keep the object, or remove its name from the flow. To keep it outside this stack, list it under `genesys-flows:external`.",
    situation: "A change removes the queue `Claims` from its file, and a flow still transfers to it.",
  }),
  "in-use": errorCode({
    title: "Object in use that the update deletes",
    explanation: "Something leaves the stack, and a flow still names it, or objects outside the stack use it.",
    fix: "Remove it from these first, or keep it in the stack.",
    situation: "A change removes a module that a flow of another team calls.",
  }),
  number: errorCode({
    title: "Numbers that could not be checked",
    explanation: "The numbers of the stack could not be compared with those of the organisation.",
    fix: "Do what the message says.",
    situation: "The IVRs of the organisation cannot be read.",
  }),
  "number-taken": errorCode({
    title: "Number of another IVR",
    explanation: "A number belongs to an IVR outside this stack.",
    fix: "Remove the number from that IVR, or from the flow.",
    situation: "Somebody gave the number to an IVR in the admin pages.",
  }),
  "number-outside-pools": errorCode({
    title: "Number outside of all DID pools",
    explanation:
      "No DID pool of the organisation has the number, so no IVR can have it. In an organisation of the platform, it is a warning.",
    fix: "Correct the number, or add it to a DID pool.",
    situation: "A flow gets `+13175559999`, and the only pool ends at `+13175550199`.",
  }),
  "address-taken": errorCode({
    title: "E-mail address of another route",
    explanation: "The address has a route that this stack does not manage.",
    fix: "Adopt or delete that route, or change the address.",
    situation: "Somebody made a route for `sales@example.com` in the admin pages.",
  }),
  "unknown-email-domain": errorCode({
    title: "E-mail address of an unknown domain",
    explanation: "The organisation does not have the domain of the address.",
    fix: "Correct the address, or declare the domain under `emailDomains`.",
    situation: "A flow gets `sales@example.org`, and the organisation has `example.com`.",
  }),
  "stale-caller": errorCode({
    title: "Stale caller after an update",
    explanation: "A flow still holds a snapshot of a module that is older than the published version.",
    fix: "Run the update again. Call the module by its current name if the flow is not linked to it.",
    situation: "An update was interrupted after it published a module and before its callers.",
  }),
  "left-by-interrupted-run": warningCode({
    title: "Object of an interrupted run",
    explanation:
      "An interrupted run created an object that the source no longer has. The update deletes it unless somebody has changed it.",
    fix: "Delete it in the organisation if it stays and nothing needs it.",
    situation: "A run was killed after it created a queue, and the next change removes the queue.",
  }),
  ...noteCodes,
} satisfies CodeTable;

export type RunCode = keyof typeof runCodes;
