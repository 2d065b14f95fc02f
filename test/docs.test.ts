// The reference pages tell the truth: those made from code are what the scripts make, and the wire's field tables name the very
// fields of `src/event`. The other SDKs' limits are the Node SDK's.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, referencePages } from '../scripts/reference.ts'
import * as eventLimits from '../src/event/limits.ts'
import { type Arm, compareArms } from '../src/report/experiment.ts'
import { shareSums } from '../src/report/experiment-rate.ts'
import * as sdkLimits from '../src/sdk/limits.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

test.each(Object.entries(await referencePages()))(
  '%s is in step with the code (node scripts/reference.ts)',
  (path, text) => {
    expect(read(path)).toBe(text)
  },
)

test.each([
  ['TokenPayload', 'src/event/token.ts'],
  ['Batch', 'src/event/event.ts'],
  ['Event', 'src/event/event.ts'],
])("the wire's table of %s names the fields of the code, and which are needed", (name, path) => {
  const code = new RegExp(`export interface ${name} \\{(.*?)\\n\\}`, 's').exec(read(path))![1]!
  const fields = [...code.matchAll(/^ {2}(\w+)(\??):/gm)].map(([, field, optional]) => [field, optional === ''])
  const table = new RegExp(`<!-- fields: ${name} -->\\n(.*?)\\n\\n`, 's').exec(read('docs/reference/wire.md'))![1]!
  const rows = [...table.matchAll(/^\| `(\w+)` \| (.*?) ?\| /gm)].map(([, field, needed]) => [
    field,
    needed === 'needed',
  ])
  // `item` is optional in the type, since a conversion may lack it.
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(fields))
})

test("the worked example of experiments.md is the code's answer", () => {
  const arm = (variant: string, clicks: number): Arm => ({ variant, ...shareSums(10_000, clicks) })
  const [found] = compareArms([arm('new', 500), arm('old', 400)], { control: 'old', plannedUnits: 20_000 })
  const { effect, low, high, lift, liftLow, liftHigh, p, verdict } = found!
  const page = read('docs/reference/experiments.md')
  const share = (value: number | null): string => `${(100 * value!).toFixed(1)} %`
  expect(page).toContain(`| effect | ${effect!.toFixed(4)}, from ${low!.toFixed(4)} to ${high!.toFixed(4)} |`)
  expect(page).toContain(`| lift | ${share(lift)}, from ${share(liftLow)} to ${share(liftHigh)} |`)
  expect(page).toContain(`| p | ${p.toFixed(3)} |`)
  expect(page).toContain(`| verdict | ${verdict} |`)
})

const limits = Object.entries({ ...eventLimits, ...sdkLimits })
const shared = (text: string, nameOf: (name: string) => string): [string, number, number][] =>
  limits.flatMap(([name, value]) => {
    const found = new RegExp(`^\\s*${nameOf(name)}\\s*=\\s*([\\d_.]+)$`, 'm').exec(text)
    return found ? [[name, value, Number(found[1]!.replaceAll('_', ''))]] : []
  })
const camel = (name: string): string =>
  name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

test.each([
  ['Python', 'sdk/python/wayside/limits.py', (name: string) => name],
  ['Go', 'sdk/go/limits.go', camel],
])("%s's limits are the Node SDK's", (_, path, nameOf) => {
  const found = shared(read(path), nameOf)
  expect(found.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(sdkLimits)))
  expect(found.filter(([, ours, theirs]) => ours !== theirs)).toEqual([])
})

test('a link from one page of the reference, guides or SDKs to another file leads somewhere', () => {
  const pages = [
    'docs/reference/wire.md',
    'docs/guides/recommender.md',
    'docs/glossary.md',
    'sdk/python/README.md',
    'sdk/go/README.md',
  ]
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)]
      .map(([, target]) => join(dirname(page), target!))
      .filter((target) => !existsSync(join(ROOT, target)))
      .map((target) => `${page}: ${target}`),
  )
  expect(broken).toEqual([])
})
