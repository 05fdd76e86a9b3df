/**
 * Prepares the process of a Pulumi program before it runs: `nodeargs: --require genesys-flows/start` in `Pulumi.yaml`.
 * This module exports nothing.
 */
import "@genesys-flows/lean-pulumi/start";
