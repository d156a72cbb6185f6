/** One exchange as the status page shows it: no header, no body, nothing secret. */
export interface RequestRecord {
  readonly at: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
}

const KEPT = 200

/** The last requests, newest first. */
export class RequestLog {
  readonly #records: RequestRecord[] = []
  #total = 0

  get total(): number {
    return this.#total
  }

  add(record: RequestRecord): void {
    this.#total += 1
    this.#records.push(record)
    if (this.#records.length > KEPT) this.#records.shift()
  }

  newest(count: number): readonly RequestRecord[] {
    return this.#records.slice(-count).toReversed()
  }
}
