import { type CodeTable, errorCode, noteCode, warningCode } from "./code-table.ts";

const noteCodes = {
  drift: warningCode({
    title: "Change made outside this stack",
    explanation:
      "A flow or an object has changed since this stack last updated it. This is an error if the update would overwrite the change and `onDrift` is `fail`.",
    fix: "Take the change into the source with `npm run flowctl -- take FLOW --stack NAME`, or overwrite it with `onDrift: overwrite`.",
    situation: "Somebody published a version of a flow in Architect.",
  }),
  "deleted-outside": warningCode({
    title: "Object deleted outside this stack",
    explanation: "The organisation no longer has an object that this stack created.",
    fix: "Update with `--refresh` to create the object again with a new id, or remove the object from the source.",
    situation: "Somebody deleted a flow in Architect.",
  }),
  "number-elsewhere": warningCode({
    title: "Number that is routed elsewhere",
    explanation: "A number of a flow is no longer routed to the flow, because somebody changed the IVR.",
    fix: "Update with `--refresh` to route the number to the flow again, or change the number in the source.",
    situation: "Somebody assigned a number of a flow to a different IVR.",
  }),
  "address-elsewhere": warningCode({
    title: "E-mail address that is routed elsewhere",
    explanation: "An e-mail address of a flow is no longer routed to the flow, because somebody changed the route.",
    fix: "Update with `--refresh` to route the address to the flow again, or change the address in the source.",
    situation: "Somebody changed the route of an address to a different flow.",
  }),
  locked: warningCode({
    title: "Flow that somebody has checked out",
    explanation:
      "An update waits a short time for the checkout lock and then fails. A refresh reports the lock as a note.",
    fix: "Ask the person to check the flow in, or set `forceUnlock` for the flow.",
    situation: "Somebody is editing a flow in Architect, and the update publishes that flow.",
  }),
  draft: noteCode({
    title: "Draft that nobody published",
    explanation:
      "Somebody saved a version of the flow in Architect and did not publish it. An update publishes the source.",
    fix: "If the draft is not needed, do nothing. Otherwise, take it into the source.",
    situation: "Somebody saved a flow in Architect and closed it without publishing it.",
  }),
  "not-checked": noteCode({
    title: "Part of a preview that could not be checked",
    explanation:
      "The platform has no lookup for this kind of object, or the client does not have permission for it. The publish job checks the object.",
    fix: "Give the client the permission that the message names.",
    situation: "The OAuth client may not list the DID pools of the organisation.",
  }),
  forecast: noteCode({
    title: "Number of requests and duration of an update",
    explanation: "A preview estimates how many requests the update sends and how long it takes.",
    fix: "Nothing to do.",
    situation: "A preview of 2,000 flows.",
  }),
} satisfies CodeTable;

/**
 * Codes of the observations about the organisation that the provider logs during a run. A report sorts by these codes.
 */
export type NoteCode = keyof typeof noteCodes;

/**
 * Codes of the findings about the organisation that a preview or an update reports. These findings cannot be determined
 * from the project's files alone.
 */
export const runCodes = {
  organisation: errorCode({
    title: "Organisation that cannot be used",
    explanation: "The state of the stack belongs to a different organisation, or the connection settings are wrong.",
    fix: "Correct the region and the credentials of the stack. `npm run flowctl -- doctor --stack NAME` tests them.",
    situation: "The environment contains the credentials of a different organisation.",
  }),
  platform: errorCode({
    title: "Request that failed",
    explanation:
      "The platform refused a request or did not respond, for example because of the credentials, a permission or the network. The error is reported once for all flows.",
    fix: "Do what the message says. `npm run flowctl -- doctor --stack NAME` tests the connection and the permissions.",
    situation: "The role of the OAuth client lacks a permission.",
  }),
  document: errorCode({
    title: "Document that cannot be read",
    explanation:
      "The program writes a document for each flow. The document of this flow does not exist, or its digest differs from the declared digest.",
    fix: "Run the command again. If the program passes the flow as an asset, use a file in the project.",
    situation: "A file in `.genesys/compiled` was removed during the run.",
  }),
  "name-taken": errorCode({
    title: "Name that another flow already has",
    explanation: "The organisation has a flow of this type and name that this stack does not manage.",
    fix: "Adopt the existing flow with the command in the message, or rename the new flow.",
    situation: "A flow `Sales` is added to a stack, but somebody has already created a flow `Sales` in Architect.",
  }),
  "other-stack": errorCode({
    title: "Flow of another stack",
    explanation: "The ownership mark of the flow names another stack. Two stacks cannot publish the same flow.",
    fix: "Rename the flow here, or remove it from the other stack first.",
    situation: "Two projects deploy a flow `Sales` to the same organisation.",
  }),
  pinned: errorCode({
    title: "Pinned flow that changes",
    explanation:
      "A pinned flow changes, and its snapshot of a module is older than the published version. Publishing the flow would copy the current version.",
    fix: "Remove `pin`, or revert the change to the flow.",
    situation: "The greeting of a flow with `pin` changes after its module was published again.",
  }),
  "module-link-lost": errorCode({
    title: "Call to a module that the stack no longer has",
    explanation: "A flow refers to a module that is removed or renamed. The flow would keep its old snapshot.",
    fix: "Call the module by its new name, keep the module, or remove the call.",
    situation: "A change renames a module, and an export still calls the module by its old name.",
  }),
  "reference-withdrawn": errorCode({
    title: "Name of an object that the update deletes",
    explanation: "A flow refers to an object of this stack that the update would delete.",
    fix: "Keep the object, or remove its name from the flow. To keep the object outside this stack, list it under `genesys-flows:external`.",
    situation: "A change removes the queue `Claims` from its file, and a flow still transfers to it.",
  }),
  "in-use": errorCode({
    title: "Object in use that the update deletes",
    explanation: "The update would delete an object that a flow still names or that objects outside the stack use.",
    fix: "Remove those references first, or keep the object in the stack.",
    situation: "A change removes a module that another team's flow calls.",
  }),
  number: errorCode({
    title: "Numbers that could not be checked",
    explanation: "The numbers in the stack could not be compared with the numbers in the organisation.",
    fix: "Do what the message says.",
    situation: "The IVRs of the organisation cannot be read.",
  }),
  "number-taken": errorCode({
    title: "Number that another IVR already has",
    explanation: "A number belongs to an IVR outside this stack.",
    fix: "Remove the number from that IVR, or from the flow.",
    situation: "Somebody assigned the number to an IVR in the admin pages.",
  }),
  "number-outside-pools": errorCode({
    title: "Number outside all DID pools",
    explanation:
      "No DID pool of the organisation contains the number, so it cannot be assigned to an IVR. In a cloud organisation, the finding is a warning.",
    fix: "Correct the number, or add it to a DID pool.",
    situation: "A flow has the number `+13175559999`, but the only pool ends at `+13175550199`.",
  }),
  "address-taken": errorCode({
    title: "E-mail address that another route already has",
    explanation: "The address has a route that this stack does not manage.",
    fix: "Adopt or delete that route, or change the address.",
    situation: "Somebody created a route for `sales@example.com` in the admin pages.",
  }),
  "unknown-email-domain": errorCode({
    title: "E-mail address with an unknown domain",
    explanation: "The organisation does not have the domain of the address.",
    fix: "Correct the address, or declare the domain under `emailDomains`.",
    situation: "A flow has the address `sales@example.org`, but the only domain of the organisation is `example.com`.",
  }),
  "stale-caller": errorCode({
    title: "Stale caller after an update",
    explanation: "A flow still holds a snapshot of a module that is older than the published version.",
    fix: "Run the update again. If the flow is not linked to the module, call the module by its current name.",
    situation: "An update was interrupted after it published a module and before it published the module's callers.",
  }),
  "left-by-interrupted-run": warningCode({
    title: "Object left behind by an interrupted run",
    explanation:
      "An interrupted run created an object that the source no longer has. The update deletes the object unless somebody has changed it.",
    fix: "If the update keeps the object and nothing needs it, delete it in the organisation.",
    situation: "A run was killed after it created a queue, and the next change removes the queue from the source.",
  }),
  ...noteCodes,
} satisfies CodeTable;

export type RunCode = keyof typeof runCodes;
