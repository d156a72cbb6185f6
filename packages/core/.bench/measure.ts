/** One thing to measure. */
export interface Subject {
  readonly name: string
  run(): unknown
}

/** Median time of one run, in microseconds. */
export interface Measured {
  readonly name: string
  readonly medianUs: number
}

/**
 * Measures subjects side by side: rounds are interleaved, so that a slow moment of the machine meets all of them, and
 * the median over rounds is taken.
 */
export async function measure(subjects: readonly Subject[], rounds = 60, runsPerRound = 400): Promise<Measured[]> {
  const times = subjects.map((): number[] => [])
  for (let round = -10; round < rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      const started = performance.now()
      for (let run = 0; run < runsPerRound; run++) await subject.run()
      const us = ((performance.now() - started) * 1000) / runsPerRound
      // The first rounds warm up.
      if (round >= 0) times[index]?.push(us)
    }
  }
  return subjects.map(({ name }, index) => ({ name, medianUs: median(times[index] ?? []) }))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Prints a table with every time as a ratio to the first. */
export function report(title: string, measured: readonly Measured[]): void {
  const [base] = measured
  console.log(`\n${title}`)
  for (const { name, medianUs } of measured) {
    const ratio = base === undefined ? Number.NaN : medianUs / base.medianUs
    console.log(`  ${name.padEnd(44)} ${medianUs.toFixed(2).padStart(9)} µs  ${ratio.toFixed(2).padStart(6)}×`)
  }
}
