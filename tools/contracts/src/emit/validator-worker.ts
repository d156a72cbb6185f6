// Started by validator-files.ts where the stack of the main thread is too short.
import { parentPort, workerData } from 'node:worker_threads'
import { compileBoth, type ValidatorsInput } from './validators.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- what listens is no window
parentPort?.postMessage(compileBoth(workerData as ValidatorsInput))
