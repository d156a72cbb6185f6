import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: ['packages/*', 'tools/*', 'apps/*'],
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/tests.json' },
  },
})
