import { defineConfig } from 'vitest/config'

// One project per kind of proof: `unit` is fast and part of `npm run check`; the others start real servers, engines or browsers.
const project = (name: string, include: string[], timeoutMs: number, { parallel = false, retry = {} } = {}) => ({
  test: {
    name,
    include,
    retry,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    fileParallelism: parallel,
    env: { UV_USE_IO_URING: '0' },
  },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['src/**/*.test.ts', 'lab/**/*.test.ts', 'test/*.test.ts', 'test/sdk/**/*.test.ts'], 30_000, {
        parallel: true,
      }),
      project('system', ['test/system/**/*.test.ts'], 180_000),
      project('faults', ['test/faults/**/*.test.ts'], 300_000),
      project('dashboard', ['test/dashboard/**/*.test.ts'], 180_000),
      // Only what a control found: a browser in which no link opens, also without the tag.
      project('browsers', ['test/browsers/**/*.test.ts'], 180_000, {
        retry: { count: 1, condition: /^The browser took no click/ },
      }),
    ],
  },
})
