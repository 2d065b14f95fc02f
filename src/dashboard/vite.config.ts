// How the dashboard is built: one page, one script, one style sheet and a font, named by their content; nothing from elsewhere.
import { defineConfig, type UserConfig } from 'vite'

const config: UserConfig = defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/dashboard',
    emptyOutDir: true,
    target: 'es2023',
    // A `data:` font or picture would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The event folder's door also leads to signing, of which nothing is used here: what would need Node falls away, or the build's own test fails.
    rolldownOptions: { external: [/^node:/] },
  },
})

export default config
