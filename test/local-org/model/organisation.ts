import { parseArchy } from "@genesys-flows/architect";
import type { Answer, JobState, OrganisationClient } from "../../harness/organisation-client.ts";
import { type Content, documentOf } from "./documents.ts";
import type { Outcome } from "./model.ts";

/** What the model does, done to an organisation by plain requests; ids are those of the organisation. */
export const organisation = {
  async publish(api: OrganisationClient, content: Content): Promise<{ outcome: Outcome; id?: string }> {
    const job: JobState = await api.publish(documentOf(content));
    const errors = (job.messages ?? []).filter(({ type }) => type === "Error");
    const codes = errors.map(({ details }) => details[0]?.errorCode ?? "").sort();
    return { outcome: { status: job.status as Outcome["status"], codes }, id: job.flow?.id };
  },

  async create(
    api: OrganisationClient,
    type: Content["type"],
    name: string,
  ): Promise<{ outcome: Outcome; id?: string }> {
    const answer = await api.call("POST", "/api/v2/flows", { type, name });
    return { outcome: outcomeOf(answer), id: answer.status === 200 ? answer.body.id : undefined };
  },

  async act(
    api: OrganisationClient,
    action: "checkout" | "checkin" | "unlock" | "revert",
    id: string,
  ): Promise<Outcome> {
    return outcomeOf(await api.call("POST", `/api/v2/flows/actions/${action}?flow=${id}`));
  },

  async republish(api: OrganisationClient, id: string): Promise<Outcome> {
    const answer = await api.call("POST", `/api/v2/flows/actions/publish?flow=${id}`);
    if (answer.status !== 200) return outcomeOf(answer);
    const { actionStatus, errorCode } = answer.body;
    return { status: actionStatus, codes: errorCode === undefined ? [] : [errorCode] };
  },

  async save(api: OrganisationClient, id: string, content: Content): Promise<Outcome> {
    const { body } = parseArchy(documentOf(content), { file: "draft" });
    return outcomeOf(await api.call("POST", `/api/v2/flows/${id}/versions`, { [content.type]: body }));
  },

  async rename(api: OrganisationClient, id: string, name: string): Promise<Outcome> {
    return outcomeOf(await api.call("PUT", `/api/v2/flows/${id}`, { name }));
  },

  async remove(api: OrganisationClient, id: string): Promise<Outcome> {
    return outcomeOf(await api.call("DELETE", `/api/v2/flows/${id}`));
  },

  async createQueue(api: OrganisationClient, name: string): Promise<{ outcome: Outcome; id?: string }> {
    const answer = await api.call("POST", "/api/v2/routing/queues", { name });
    return { outcome: outcomeOf(answer), id: answer.status === 200 ? answer.body.id : undefined };
  },

  async removeQueue(api: OrganisationClient, id: string): Promise<Outcome> {
    return outcomeOf(await api.call("DELETE", `/api/v2/routing/queues/${id}`));
  },

  async listing(api: OrganisationClient): Promise<string[]> {
    const { entities } = await api.ok("GET", "/api/v2/flows?pageSize=500");
    const major = (version?: { id: string }): number => (version ? Number.parseInt(version.id, 10) : 0);
    return (entities as ListedFlow[])
      .map(
        (flow) =>
          `${flow.type} ${flow.name} ${major(flow.publishedVersion)}.${major(flow.checkedInVersion)}.${major(flow.savedVersion)} ${flow.lockedClient?.id ?? "-"}`,
      )
      .sort();
  },

  async uses(api: OrganisationClient, id: string, type: Content["type"]): Promise<string[] | undefined> {
    const flow = await api.call("GET", `/api/v2/flows/${id}`);
    const version = flow.body.publishedVersion?.id;
    if (flow.status !== 200 || version === undefined) return undefined;
    const path = `/api/v2/architect/dependencytracking/consumedresources?id=${id}&version=${version}&objectType=${TYPES[type]}`;
    return named((await api.ok("GET", path)).entities);
  },

  async consumers(api: OrganisationClient, id: string, type: string): Promise<string[] | undefined> {
    const path = `/api/v2/architect/dependencytracking/consumingresources?id=${id}&objectType=${type}&pageSize=500`;
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
