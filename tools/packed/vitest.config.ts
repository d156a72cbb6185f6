import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    // Tests and hooks run compilers and programs, and that takes its time on a busy machine; what hangs is still found.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
