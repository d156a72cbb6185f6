import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    // Programs are started, and that takes its time on a busy machine; what hangs is still found.
    testTimeout: 30_000,
  },
})
