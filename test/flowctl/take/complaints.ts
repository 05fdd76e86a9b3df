export const FILE = "flows/inbound/complaints.yaml";

/** A definition with comments in every place. */
export const complaints = `# Complaints come here.
inboundCall: Complaints
onFault: {say: "We have a problem.", then: disconnect} # agreed with legal
start: greet
nodes:
  # everybody hears this
  greet: {playAudio: "Welcome.", then: ask}
  ask:
    collectInput: {digits: {exact: 4}, into: Task.pin, prompt: "Please enter your PIN."} # four digits
    on: {success: queue, failure: goodbye}
  queue: {transferToAcd: Sales, on: {failure: goodbye}}
  goodbye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`;
