// How busy the machine is with other things: what a time limit of a test must know to mean the same on a crowded machine.
import { availableParallelism, loadavg } from 'node:os'

/** Programs that want each processor, beyond the two that a browser and a demo keep busy by themselves; 1 when there are no others. */
export function crowding(): number {
  return Math.max(1, loadavg()[0]! / availableParallelism() / 2)
}
