/**
 * The process that serves the components to programs in other languages: docs/other-languages.md. This module exports
 * nothing.
 */
import { serveComponents } from "@genesys-flows/components/plugin";
import { judge } from "./judge.ts";

await serveComponents(judge);
