export { type CreatedObject, withoutCreated } from "./created-objects.ts";
export { mergedSeed } from "./merged-seed.ts";
export { type Seed, type SeededFlow, type SeedSources, seedFor } from "./seed.ts";
export { type NamedObject, seedOnly } from "./seed-only.ts";
export { type StandInFiles, standInConfiguration } from "./stack-file.ts";
