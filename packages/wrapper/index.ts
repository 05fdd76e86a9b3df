export { type ProjectCommand, projectCommands } from "./commands.ts";
