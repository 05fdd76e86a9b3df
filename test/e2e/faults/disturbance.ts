import { globSync, readFileSync } from "node:fs";
import type { FaultScenarioInput } from "@genesys-flows/local-org";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import type { Organisation } from "../harness/organisation.ts";
import type { Workspace } from "../harness/workspace.ts";

/** What happens to the commands of one workspace: faults of its organisation, signals to its engine. */
export class Disturbance {
  readonly #workspace: Workspace;
  readonly #client: OrganisationClient;

  constructor(workspace: Workspace, platform: Organisation) {
    this.#workspace = workspace;
    this.#client = platform.client;
  }

  /** The next time that the rule holds, and only then, it happens. */
  async once(rule: Omit<FaultScenarioInput["faults"][number], "times">): Promise<void> {
    await this.#client.addFaults({ faults: [{ ...rule, times: 1 }] });
  }

  /** Resolves when a fault has happened. @throws Error when the command ended without one */
  async happened(command: Promise<{ output: string }>): Promise<void> {
    let ended: string | undefined;
    void command.then(({ output }) => {
      ended = output;
    });
    for (;;) {
      if ((await this.#client.faults()).some(({ happened }) => happened > 0)) return;
      if (ended !== undefined) throw new Error(`The command ended undisturbed:\n${ended}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async over(): Promise<void> {
    await this.#client.removeFaults();
  }

  /** Files of the locks on the workspace's stacks. */
  locks(): string[] {
    return globSync(`${this.#workspace.backend}/.pulumi/locks/**/*.json`);
  }

  /** Sends a signal to the engine that has locked the stack. */
  signalEngine(signal: NodeJS.Signals): void {
    const [lock] = this.locks();
    const { pid } = JSON.parse(readFileSync(String(lock), "utf8")) as { pid: number };
    process.kill(pid, signal);
  }
}
