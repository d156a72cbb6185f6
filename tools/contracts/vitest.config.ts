import { defineConfig } from 'vitest/config'

// Tests that run a compiler or the formatter take their time on a loaded machine.
export default defineConfig({ test: { testTimeout: 120_000, hookTimeout: 120_000 } })
