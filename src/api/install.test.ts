import { expect, test } from 'vitest'
import { installOf } from './install.ts'

test('the snippet holds a site’s name as text, whatever is in it', () => {
  const kit = {
    endpoints: ['https://a.example', 'https://b.example'],
    versions: [{ version: '1.2.3', integrity: 'sha384-abc' }],
    stub: { text: 'go()', integrity: 'sha384-def' },
    origins: () => ['https://shop.example'],
  }
  const found = installOf(kit, '"><img src=x onerror=alert(1)>')
  expect(found.snippet).toBe(
    '<script data-site="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;" data-endpoints="https://a.example https://b.example" data-integrity="sha384-abc">go()</script>',
  )
  expect(found.script).toContain('src="https://a.example/tag/1.2.3/wayside.js" integrity="sha384-abc"')
  expect(found.policy[0]).toEqual({
    directive: 'script-src',
    needs: "'sha384-def' https://a.example https://b.example",
  })
})

test('where no collector is set the snippet says that its addresses are examples', () => {
  const kit = { endpoints: [], versions: [], stub: undefined, origins: () => undefined }
  expect(installOf(kit, 'shop')).toMatchObject({
    isExample: true,
    endpoints: [expect.stringMatching(/example$/), expect.anything()],
  })
  expect(installOf({ ...kit, endpoints: ['https://a.shop.test'] }, 'shop')).toMatchObject({ isExample: false })
})
