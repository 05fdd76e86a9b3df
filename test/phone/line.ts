import { type PhoneOptions, phone } from "@genesys-flows/phone";
import { type Answer, OrganisationClient } from "../harness/organisation-client.ts";
import { ServedOrganisation } from "../harness/served-organisation.ts";

/** An embedded organisation with its phone, and a page that has its token. */
export class Line {
  readonly organisation: ServedOrganisation;
  token = "";

  private constructor(organisation: ServedOrganisation) {
    this.organisation = organisation;
  }

  static async open(o: Partial<PhoneOptions> & { readonly seedText?: string } = {}): Promise<Line> {
    const { seedText, ...options } = o;
    const line = new Line(new ServedOrganisation(options.file === undefined ? {} : { file: options.file }));
    const { file } = line.organisation;
    await line.organisation.start({
      further: [phone({ file, ...options })],
      ...(seedText !== undefined && { seedText }),
    });
    const { text } = await line.page();
    line.token = /name="phone-token" content="([^"]+)"/.exec(text)?.[1] ?? "";
    return line;
  }

  get client(): OrganisationClient {
    return this.organisation.client;
  }

  page(): Promise<Answer> {
    return new OrganisationClient(this.organisation.url, "").send("GET", "/phone");
  }

  /** A request of the page; with other headers, of somebody else. */
  ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return new OrganisationClient(this.organisation.url, "").send(method, path, {
      headers: { "X-Phone-Token": this.token, ...headers },
      ...(typeof body === "string" ? { raw: body } : body !== undefined && { body }),
    });
  }

  timeline(call: object): Promise<Answer> {
    return this.ask("POST", "/phone/timeline", call);
  }

  /** The flow that can be dialled, by its name. */
  async flow(name: string): Promise<{ id: string; from: string }> {
    const { body } = await this.ask("GET", "/phone/flows");
    const { id, from } = body.flows.find((one: { name: string }) => one.name === name);
    return { id, from };
  }

  close(): Promise<void> {
    return this.organisation.close();
  }
}

/** The texts that are heard. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of an answer
export function heard({ moments }: any): string[] {
  return moments.flatMap((one: { event: string; text: string }) => (one.event === "hears" ? [one.text] : []));
}
