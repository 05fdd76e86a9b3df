import { type FlowEntity, type Seen, seenOutsideRun } from "@genesys-flows/platform";
import { compiledPath, type FlowProject, type FlowUnit } from "@genesys-flows/project";
import { PublishNotes } from "@genesys-flows/project/publish-notes";
import { type RecordedFlow, recordedFlows, releasedOf } from "@genesys-flows/project/state";
import type { Context } from "../context.ts";
import type { OpenStack } from "../open-stack.ts";
import type { LiveFlows } from "./live-flows.ts";

/**
 * The records about flows in a stack's state. Determines who published a live version, with the same logic as an
 * update.
 */
export class StackRecords {
  readonly #stack: OpenStack;
  readonly #notes: PublishNotes;
  readonly #byKey: ReadonlyMap<string, RecordedFlow>;

  constructor(stack: OpenStack, recorded: readonly RecordedFlow[]) {
    this.#stack = stack;
    this.#notes = new PublishNotes(stack.organisation.folder);
    this.#byKey = new Map(recorded.map((flow) => [flow.urn.name, flow]));
  }

  /**
   * Reads the records. If the state cannot be read, the records are empty, and only the content of a version proves who
   * published the version.
   */
  static async read(stack: OpenStack, { machine, err }: Context): Promise<StackRecords> {
    const resources = await machine?.state(stack.stack);
    if (machine && resources === undefined) {
      err(
        `The stack ${stack.stack} has no state that can be read on this machine. So only the content of a version proves that this stack published the version. To check the state: npm run flowctl -- doctor --stack ${stack.stack}\n`,
      );
    }
    return new StackRecords(stack, recordedFlows(resources ?? []));
  }

  /** The flow that the state records under the key of a flow in the project, or under an earlier key. */
  of({ key, formerly }: Pick<FlowUnit, "key" | "formerly">): RecordedFlow | undefined {
    return [key, ...formerly].map((one) => this.#byKey.get(one)).find((one) => one !== undefined);
  }

  /** The live flow that the state records; undefined if the state does not have the flow or the flow was deleted. */
  liveFlow(unit: Pick<FlowUnit, "key" | "formerly">, live: LiveFlows): FlowEntity | undefined {
    const recorded = this.of(unit);
    return recorded && live.get(recorded.id);
  }

  has(unit: Pick<FlowUnit, "key" | "formerly">, { id }: Pick<FlowEntity, "id">): boolean {
    return this.of(unit)?.id === id;
  }

  /** The flow in the project that is the source of a live version, if the state records that version. */
  sourceOf({ id, publishedVersion }: FlowEntity, { flows }: FlowProject): FlowUnit | undefined {
    return flows.find((unit) => {
      const recorded = this.of(unit);
      if (recorded?.id !== id) return false;
      const { version, digest } = releasedOf(recorded.state);
      return version === publishedVersion?.id && digest === unit.digest;
    });
  }

  /** The publisher of a flow's live version, and the changes made outside the stack. @throws ApiFailure */
  seen(unit: FlowUnit, flow: FlowEntity): Promise<Seen> {
    const { organisation, flows, signal } = this.#stack;
    const { id, pace, folder } = organisation;
    const recorded = this.has(unit, flow) ? this.of(unit) : undefined;
    const isAdopted = unit.settings.import === flow.id;
    const settings = { ...unit.settings, importedVersion: isAdopted ? unit.settings.importedVersion : undefined };
    const { name, document, digest } = unit;
    const wanted = { name, document, digest, path: compiledPath(unit), settings };
    return seenOutsideRun(flow, { recorded, wanted }, { id, flows, pace, folder, signal, publishNotes: this.#notes });
  }
}
