// What a recommender embeds: signs the lists it serves, tells what it served and what was bought. Never throws into it or makes it wait.
// Comes from: event (tokens, limits). Goes to: `wayside/node`, the lab's recommender, cli.
export { WaysideError } from '../event/index.ts'
export type { Counters, Fault } from './counters.ts'
export type { Conversion, ServedList } from './facts.ts'
export type { KeyOptions } from './key.ts'
export { createSender, type Sender } from './sender.ts'
export type { SenderOptions } from './settings.ts'
export { createSigner, type ListToSign, type SignedList, type Signer, type SignerOptions } from './signer.ts'
export { createVerifier, type Verification, type VerifierOptions } from './verifier.ts'
