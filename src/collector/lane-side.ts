// What a connection of the fast lane needs of the lane around it.
import type { Socket } from 'node:net'
import type { Door } from './door.ts'
import type { LaneAnswers } from './lane-answers.ts'

/** What a connection needs of its lane. */
export interface LaneSide {
  readonly door: Door
  readonly answers: LaneAnswers
  readonly stopping: boolean
  /** Let node:http have the socket, and the bytes that are not answered. */
  handOver(socket: Socket, bytes: Buffer): void
}
