/** How long a probe that watches may take over it. */
export type ProbePatience = {
  /** Milliseconds. */
  forMs: number
  /** Aborted when somebody wants an end before that; what was seen until then still counts. */
  stop: AbortSignal
}

/** A sandbox run with every probe takes half a minute at most; `--probe-patience` gives more. */
export const defaultPatienceMs = 2_000

const units = { s: 1_000, m: 60_000, h: 3_600_000 } as const

/** Milliseconds of a text such as `90s`, `10m` or `26h`; null for any other text. Two digits of hours are more than any run may last. */
export function readPatience(text: string): number | null {
  const [, number = '', unit = ''] = /^(\d{1,4}(?=[sm])|\d{1,2}(?=h))([smh])$/.exec(text) ?? []
  return unit === '' ? null : Number(number) * units[unit as keyof typeof units]
}

/** A time as a person says it, in the largest unit that holds at least one. */
export function spoken(ms: number): string {
  const unit = ms >= units.h ? 'h' : ms >= units.m ? 'm' : 's'
  return `${Math.round((ms / units[unit]) * 10) / 10} ${unit === 'm' ? 'min' : unit}`
}
