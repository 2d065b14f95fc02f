// What a recommender embeds: signs the lists it serves. Never throws or waits on a list's account.
// Comes from: event (tokens, limits). Goes to: `wayside/node`, the lab's recommender, cli.
export { createSigner, type ListToSign, type SignedList, type Signer, type SignerOptions } from './signer.ts'
export { createVerifier, type KeyOptions, type Verification, type VerifierOptions } from './verifier.ts'
