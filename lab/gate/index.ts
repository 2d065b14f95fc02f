// The gate: a TCP door in front of a server that stands for the network, and fails in the ways networks do.
// Comes from: nothing of ours. Goes to: demo, bench, test/system, test/faults, test/browsers.
export { type Gate, type GateMode, type GateOptions, startGate } from './gate.ts'
export { freePort, isFree } from './port.ts'
