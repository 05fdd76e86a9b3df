export { type Seed, type SeededFlow, type SeedSources, seedFor } from "./seed.ts";
export { type CreatedObject, mergedSeed, type NamedObject, seedOnly, withNamed, withoutCreated } from "./seed-edits.ts";
export { type StandInFiles, standInConfiguration } from "./stack-file.ts";
