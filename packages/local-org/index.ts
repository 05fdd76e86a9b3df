export { addFaultScenario } from "./faults/addScenario.ts";
export { type FaultScenarioInput, faultScenarioSchema } from "./faults/schema.ts";
export { seedOrganisation } from "./open.ts";
export { operations } from "./operations.ts";
export { parseSeed, readSeed } from "./seed/readSeed.ts";
export { type OrganisationSeed, organisationSeedSchema } from "./seed/schema.ts";
export type { SeedAddition } from "./seed/seed.ts";
export { type LocalOrganisation, type LocalOrganisationOptions, startLocalOrganisation } from "./start.ts";
