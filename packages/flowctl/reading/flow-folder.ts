import { globSync } from "node:fs";
import type { FlowType } from "@genesys-flows/architect";
import { keyOfFile } from "@genesys-flows/project";
import { flowFilesIn, isOptionsFile, isTestFile } from "@genesys-flows/project/flow-files";

const folders: Readonly<Record<FlowType, string>> = {
  inboundCall: "inbound",
  outboundCall: "outbound",
  secureCall: "secure",
  inqueueCall: "in-queue",
  inqueueEmail: "in-queue",
  inqueueShortMessage: "in-queue",
  commonModule: "modules",
  inboundEmail: "email",
  inboundShortMessage: "messages",
  inboundChat: "chats",
  workflow: "workflows",
  workitem: "workitems",
  botFlow: "bots",
  digitalBot: "bots",
  surveyInvite: "surveys",
};

/** The path of a new file for a flow's export, relative to the project. */
export function exportFile(flowsDir: string, type: FlowType, key: string): string {
  return `${flowsDir}/${folders[type]}/${key}.yaml`;
}

/** The flow files in a project, relative to the project, by the keys of the flows. */
export function filesByKey(root: string, flowsDir: string): ReadonlyMap<string, string> {
  const files = globSync(flowFilesIn(flowsDir), { cwd: root, exclude: [`${flowsDir}/imported/**`] });
  return new Map(
    files
      .filter((file) => !isOptionsFile(file) && !isTestFile(file))
      .map((file) => [keyOfFile(file), file.replaceAll("\\", "/")]),
  );
}
