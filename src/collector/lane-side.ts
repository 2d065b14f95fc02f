// What a connection of the fast lane needs of the lane around it.
import type { Door } from './door.ts'
import type { LaneAnswers } from './lane-answers.ts'

/** What a connection needs of its lane. */
export interface LaneSide {
  door: Door
  answers: LaneAnswers
  isStopping(): boolean
  /** The connection is in the lane no more. */
  leave(): void
  /** Let node:http have the socket, and the bytes that are not answered. */
  handOver(bytes: Buffer): void
}
