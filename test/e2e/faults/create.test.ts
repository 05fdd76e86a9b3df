import { convergesUnderFaults } from "./matrix.ts";

convergesUnderFaults("create");
