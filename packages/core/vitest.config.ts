import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Tests run on the sources; package.json points the same names at the build.
export default defineConfig({
  resolve: { alias: { '#platform': join(import.meta.dirname, 'src/platform.node.ts') } },
  // Properties and models take their time on a busy machine; what hangs is still found.
  test: { name: '@truemarkets/core', testTimeout: 30_000 },
})
