import { expect, test } from 'vitest'
import { deliveryId, signature } from './send.ts'

test('a delivery is signed as the example in the Standard Webhooks text is', () => {
  const body = '{"event_type":"ping","data":{"success":true}}'
  expect(signature('whsec_plJ3nmyCDGBKInavdOK15jsl', 'msg_loFOjxBNrRLzqYUf', 1731705121, body)).toBe(
    'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
  )
})

test('a delivery keeps its id over tries, and another stretch of the feed has another', () => {
  expect(deliveryId('wh1', 'a', 'b')).toBe(deliveryId('wh1', 'a', 'b'))
  expect(new Set([deliveryId('wh1', 'a', 'b'), deliveryId('wh1', 'a', 'c'), deliveryId('wh2', 'a', 'b')]).size).toBe(3)
})
