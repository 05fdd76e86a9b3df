/** What the program registers. Components of your own go beside this file. */
export { InboundFlow, SharedModule } from "genesys-flows";
