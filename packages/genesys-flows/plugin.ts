/** The process of the components for programs in other languages: docs/other-languages.md. */
import { serveComponents } from "@genesys-flows/components/plugin";
import { judgedProject } from "@genesys-flows/policies/gate";

await serveComponents((project, { root, ...o }) => judgedProject(project, { folder: `${root}/policies`, ...o }));
