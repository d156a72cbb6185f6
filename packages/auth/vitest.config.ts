import { defineConfig } from 'vitest/config'

export default defineConfig({
  // A busy machine makes an exchange and its clients slow, not wrong; what hangs is still found.
  test: {
    name: '@truemarkets/auth',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
