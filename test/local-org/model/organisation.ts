import { parseArchy } from "@genesys-flows/architect";
import type { Answer, Client, JobState } from "../flows/organisation.ts";
import { type Content, documentOf } from "./documents.ts";
import type { Outcome } from "./model.ts";

/** What the model does, done to an organisation by plain requests; ids are those of the organisation. */
export const organisation = {
  async publish(api: Client, content: Content): Promise<{ outcome: Outcome; id?: string }> {
    const job: JobState = await api.publish(documentOf(content));
    const errors = (job.messages ?? []).filter(({ type }) => type === "Error");
    const codes = errors.map(({ details }) => details[0]?.errorCode ?? "").sort();
    return { outcome: { status: job.status as Outcome["status"], codes }, id: job.flow?.id };
  },

  async create(api: Client, type: Content["type"], name: string): Promise<{ outcome: Outcome; id?: string }> {
    const answer = await api.call("POST", "/flows", { type, name });
    return { outcome: outcomeOf(answer), id: answer.status === 200 ? answer.body.id : undefined };
  },

  async act(api: Client, action: "checkout" | "checkin" | "unlock" | "revert", id: string): Promise<Outcome> {
    return outcomeOf(await api.call("POST", `/flows/actions/${action}?flow=${id}`));
  },

  async republish(api: Client, id: string): Promise<Outcome> {
    const answer = await api.call("POST", `/flows/actions/publish?flow=${id}`);
    if (answer.status !== 200) return outcomeOf(answer);
    const { actionStatus, errorCode } = answer.body;
    return { status: actionStatus, codes: errorCode === undefined ? [] : [errorCode] };
  },

  async save(api: Client, id: string, content: Content): Promise<Outcome> {
    const { body } = parseArchy(documentOf(content), { file: "draft" });
    return outcomeOf(await api.call("POST", `/flows/${id}/versions`, { [content.type]: body }));
  },

  async rename(api: Client, id: string, name: string): Promise<Outcome> {
    return outcomeOf(await api.call("PUT", `/flows/${id}`, { name }));
  },

  async remove(api: Client, id: string): Promise<Outcome> {
    return outcomeOf(await api.call("DELETE", `/flows/${id}`));
  },

  async createQueue(api: Client, name: string): Promise<{ outcome: Outcome; id?: string }> {
    const answer = await api.call("POST", "/routing/queues", { name });
    return { outcome: outcomeOf(answer), id: answer.status === 200 ? answer.body.id : undefined };
  },

  async removeQueue(api: Client, id: string): Promise<Outcome> {
    return outcomeOf(await api.call("DELETE", `/routing/queues/${id}`));
  },

  async listing(api: Client): Promise<string[]> {
    const { entities } = await api.ok("GET", "/flows?pageSize=500");
    const major = (version?: { id: string }): number => (version ? Number.parseInt(version.id, 10) : 0);
    return (entities as ListedFlow[])
      .map(
        (flow) =>
          `${flow.type} ${flow.name} ${major(flow.publishedVersion)}.${major(flow.checkedInVersion)}.${major(flow.savedVersion)} ${flow.lockedClient?.id ?? "-"}`,
      )
      .sort();
  },

  async uses(api: Client, id: string, type: Content["type"]): Promise<string[] | undefined> {
    const flow = await api.call("GET", `/flows/${id}`);
    const version = flow.body.publishedVersion?.id;
    if (flow.status !== 200 || version === undefined) return undefined;
    const path = `/architect/dependencytracking/consumedresources?id=${id}&version=${version}&objectType=${TYPES[type]}`;
    return named((await api.ok("GET", path)).entities);
  },

  async consumers(api: Client, id: string, type: string): Promise<string[] | undefined> {
    const path = `/architect/dependencytracking/consumingresources?id=${id}&objectType=${type}&pageSize=500`;
    const answer = await api.call("GET", path);
    return answer.status === 200 ? named(answer.body.entities) : undefined;
  },
};

export const TYPES: Readonly<Record<Content["type"], string>> = {
  inboundCall: "INBOUNDCALLFLOW",
  commonModule: "COMMONMODULEFLOW",
};

interface ListedFlow {
  readonly type: string;
  readonly name: string;
  readonly publishedVersion?: { id: string };
  readonly checkedInVersion?: { id: string };
  readonly savedVersion?: { id: string };
  readonly lockedClient?: { id: string };
}

function named(entities: readonly { name: string; version?: string }[]): string[] {
  return entities.map(({ name, version }) => `${name} ${version ?? "-"}`).sort();
}

function outcomeOf({ status, body }: Answer): Outcome {
  return { status, codes: status >= 400 ? [body.code] : [] };
}
