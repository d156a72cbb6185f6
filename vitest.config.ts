import { defineConfig } from 'vitest/config'
import { withDirectLoopback } from './tools/line/direct-loopback.ts'

// The test processes inherit it.
Object.assign(process.env, withDirectLoopback(process.env))

export default defineConfig({
  test: {
    projects: ['packages/*', 'tools/*', 'apps/*'],
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/tests.json' },
  },
})
