import { defineConfig } from 'vitest/config'
import { testEnvironment } from './tools/line/test-environment.ts'

// The test processes inherit it.
process.env = testEnvironment(process.env)

export default defineConfig({
  test: {
    projects: ['packages/*', 'tools/*', 'apps/*'],
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/tests.json' },
  },
})
