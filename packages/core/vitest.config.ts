import { defineConfig } from 'vitest/config'

const source = (path: string) => new URL(`./src/${path}`, import.meta.url).pathname

// Tests run on the sources; package.json points the same names at the build.
export default defineConfig({
  resolve: {
    alias: { '#platform': source('platform.node.ts') },
  },
  // Properties and models take their time on a busy machine; what hangs is still found.
  test: { name: '@truemarkets/core', testTimeout: 30_000 },
})
