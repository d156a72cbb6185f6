/** Descriptors that the test process holds besides: modules, workers, the sandbox itself. */
const IN_USE = 150

/**
 * How many of the connections wanted this process may hold, both ends of each being its own.
 * Where the limit of open files is low (`ulimit -n`), fewer are tried: what is tested is not how far that limit reaches.
 */
export function connectionsAllowed(wanted: number): number {
  const limit = openFilesLimit()
  return Math.max(1, Math.min(wanted, Math.floor((limit - IN_USE) / 2)))
}

function openFilesLimit(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | 'unlimited' } } }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}
