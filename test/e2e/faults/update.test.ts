import { convergesUnderFaults } from "./matrix.ts";

convergesUnderFaults("update");
