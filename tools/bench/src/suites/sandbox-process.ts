// A sandbox in a process of its own, so that it and those who ask it do not share one core.
import { startSandbox } from '@truemarkets/sandbox'

// A bench that is cut off leaves nobody behind.
process.on('disconnect', () => process.exit())

const { url } = await startSandbox()
process.send?.(url)
