// The shared vectors are what the script makes, and the Node SDK agrees with each. `scripts/test-sdk.ts` asks Python and Go.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { VECTORS_PATH, vectors, vectorsText } from '../../scripts/vectors.ts'
import { signToken, tokenSecret } from '../../src/event/index.ts'
import { createSigner, createVerifier } from '../../src/sdk/index.ts'

const { keys, verify, sign } = vectors()

test('docs/reference/vectors.json is what scripts/vectors.ts makes', () => {
  expect(readFileSync(VECTORS_PATH, 'utf8')).toBe(vectorsText())
})

test.each(verify)('verify: $name', ({ token, now, verdict, payload }) => {
  const result = createVerifier({ keys, now: () => now }).verify(token)
  expect(result.verdict).toBe(verdict)
  if (payload) expect(result).toMatchObject({ payload })
})

test.each(sign)('sign: $name', ({ kid, payload, token }) => {
  const key = keys.find((key) => key.kid === kid)!
  const { s, l: list, p: placement, v: variant, t, i, x: lifetimeSeconds, u } = payload
  const made = (): string => {
    const secret = tokenSecret(Buffer.from(key.secret, 'base64url'))
    // Redirects and foreign sites can't be asked of a signer: it signs lists of its own site.
    if (u !== undefined || s !== key.site) return signToken({ ...key, secret }, payload)
    const signer = createSigner({ ...key, now: () => t * 1000 + 999, onFault: () => {} })
    const signed = signer.sign({
      list,
      placement,
      items: i,
      ...(variant !== undefined && { variant }),
      ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
    })
    if (signed.fault) throw signed.fault
    return signed.token
  }
  if (token === undefined) expect(made).toThrow(expect.objectContaining({ code: 'TOKEN' }))
  else expect(made()).toBe(token)
})
