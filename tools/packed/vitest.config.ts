import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    // Each test runs a compiler or a program, and that takes its time on a busy machine; what hangs is still found.
    testTimeout: 120_000,
  },
})
