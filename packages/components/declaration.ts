import type { FlowDefinition, Scalar } from "@genesys-flows/architect";
import type { WrittenEmailAddress } from "@genesys-flows/architect/settings";
import type { DeclaredFlow, FlowUnit } from "@genesys-flows/project";
import type * as pulumi from "@pulumi/pulumi";
import { type FlowRegistration, type RegisteredFlow, registerFlow } from "./flow-resource.ts";
import { summarize } from "./summary.ts";

/** The arguments of both components. */
export interface FlowArgs {
  /**
   * The flow: the path of a definition or of an Architect export, relative to the project or absolute; what
   * `defineFlow` or `defineModule` returns; or a flow of `loadProject`, which allows no other argument.
   */
  readonly definition: string | FlowDefinition | FlowUnit;
  /**
   * Values that a definition declares, or substitutions of an export, by name. They take precedence over those of the
   * stack.
   */
  readonly values?: Readonly<Record<string, Scalar>>;
}

interface Declared extends FlowArgs {
  readonly numbers?: readonly string[] | undefined;
  readonly emailAddresses?: readonly WrittenEmailAddress[] | undefined;
  /** Keys of modules, by their names in the definition. */
  readonly modules?: Readonly<Record<string, string>> | undefined;
}

/** A component of the program, from its construction to the registration of its flow. */
export class Declaration {
  readonly component: "SharedModule" | "InboundFlow";
  readonly key: string;
  readonly args: Declared;
  /** Inputs of the component, for display in a preview; complete when the flow is registered. */
  readonly shown: Record<string, unknown> = {};
  readonly #aliases: pulumi.Input<string | pulumi.Alias>[] = [];
  readonly #turn = Promise.withResolvers<(component: pulumi.ComponentResource) => RegisteredFlow>();
  readonly #registered = Promise.withResolvers<RegisteredFlow>();

  constructor(component: Declaration["component"], key: string, args: Declared) {
    this.component = component;
    this.key = key;
    this.args = args;
  }

  /** The flow of `loadProject` that was passed to the component. */
  get unit(): FlowUnit | undefined {
    const { definition } = this.args;
    return typeof definition === "object" && "sourceDigest" in definition ? definition : undefined;
  }

  /**
   * The flow to read and check together with the stack's other flows; undefined for a flow of `loadProject`, which is
   * already checked.
   */
  get declared(): DeclaredFlow | undefined {
    const { definition, numbers, emailAddresses, values, modules } = this.args;
    if (typeof definition === "object" && "sourceDigest" in definition) return undefined;
    return { key: this.key, definition, numbers, emailAddresses, values, modules };
  }

  /** The options of the component, with earlier keys as aliases. Set when the flow is registered. */
  options(opts: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
    this.#aliases.push(...(opts.aliases ?? []));
    const itsTurn = this.#turn.promise.then((): pulumi.Resource[] => []);
    const dependsOn = [opts.dependsOn ?? [], itsTurn] as pulumi.Input<pulumi.Resource>[];
    return { ...opts, aliases: this.#aliases, dependsOn };
  }

  /** Registers the child resources of the component when the flow may be registered. */
  async registered(component: pulumi.ComponentResource): Promise<RegisteredFlow> {
    const register = await this.#turn.promise;
    return register(component);
  }

  /** Signals that the flow may now be registered. */
  begin(given: FlowRegistration): Promise<RegisteredFlow> {
    Object.assign(this.shown, shownOf(given.unit));
    this.#aliases.push(...given.unit.formerly.map((name) => ({ name })));
    this.#turn.resolve((component) => {
      try {
        const registered = registerFlow(given, component);
        this.#registered.resolve(registered);
        return registered;
      } catch (error) {
        this.#registered.reject(error);
        throw error;
      }
    });
    return this.#registered.promise;
  }

  /** Signals that the flow will not be registered. */
  fail(error: unknown): void {
    this.#turn.reject(error);
  }
}

/** The inputs of a flow's component, for display in a preview. */
export function shownOf({ graph, digest, contract, numbers, emailAddresses }: FlowUnit): Record<string, unknown> {
  const outcomes = Object.keys(contract?.outcome?.outcomes ?? {});
  return {
    ...summarize(graph),
    digest,
    ...(outcomes.length > 0 && { outcomes: [...outcomes, "error"].join(", ") }),
    ...(numbers.length > 0 && { numbers: numbers.join(", ") }),
    ...(emailAddresses.length > 0 && { emailAddresses: emailAddresses.map(({ address }) => address).join(", ") }),
  };
}
