import { defineProject } from 'vitest/config'

export default defineProject({
  test: {
    // The files share nothing but modules, and reading the contracts once for each of them is most of what they would do.
    isolate: false,
    // Real sockets take their time on a busy machine; what hangs is still found.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
