import { beforeEach, expect, test } from 'vitest'
import { Wide } from './rows/wide.ts'
import { compare, type Touched, type TouchedList, touch } from './touched.ts'

const id = (n: number): string => `01935d6e-7c1a-7abc-8def-${String(n).padStart(12, '0')}`
let list: TouchedList
let rows: { id: Wide; outbox: Wide }
const add = (kind: number, outbox: number, event: number): void => {
  rows.outbox.uuid(id(outbox))
  rows.id.uuid(id(event))
  compare(list, kind, rows.id.length - 1, rows)
}

beforeEach(() => {
  list = { issuedAt: [1], isSuspect: false, kinds: [], rows: [] }
  rows = { id: new Wide(), outbox: new Wide() }
})

test('two events of a kind in one outbox make their list suspect', () => {
  add(7, 1, 1)
  add(8, 1, 2)
  expect(list.isSuspect).toBe(false)
  add(7, 1, 3)
  expect(list.isSuspect).toBe(true)
})

test('copies of an event, other outboxes and other kinds do not', () => {
  add(7, 1, 1)
  add(7, 1, 1)
  add(7, 2, 2)
  add(9, 1, 3)
  expect(list.isSuspect).toBe(false)
})

test('a list of more events than are compared is suspect, whatever they are, and is held no further', () => {
  for (let event = 0; event < 500; event++) add(event, 1, event)
  expect(list.isSuspect).toBe(true)
  expect(list.rows.length).toBeLessThan(100)
})

test('what has no list and what servers send takes no part; a list signed twice under one id is found by both times', () => {
  const touched: Touched = new Map()
  expect(touch(touched, 's', { type: 'click', tokenIssuedAt: undefined }, '', 60_000)).toBeUndefined()
  expect(touch(touched, 's', { type: 'conversion', tokenIssuedAt: 5_000 }, 'l', 0)).toBeUndefined()
  touch(touched, 's', { type: 'view', tokenIssuedAt: 5_000 }, 'l', 0)
  touch(touched, 's', { type: 'view', tokenIssuedAt: 9_000 }, 'l', 0)
  expect(touched.get('s')?.lists.get('l')?.issuedAt).toEqual([5, 9])
  expect([...touched.get('s')!.minutes]).toEqual([1])
})
