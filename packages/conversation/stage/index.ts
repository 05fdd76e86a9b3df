// The flows in a project, with the world that its files declare.
export { declaredWorld, promptTexts, stageOfProject } from "./project.ts";
export { type DeclaredWorld, declaredAnswer, type Stage, stageOf } from "./stage.ts";
