/**
 * Prepares the process of a Pulumi program before it runs: `nodeargs: --require genesys-flows/start` in `Pulumi.yaml`.
 * It exports nothing.
 */
import "@genesys-flows/lean-pulumi/start";
