export interface LogEntry {
  readonly at: string
  readonly kind: 'internal-error' | 'contract-violation' | 'note'
  readonly where: string
  readonly detail: string
}

/**
 * What went wrong inside the sandbox itself. The counters are the sandbox's own conscience: tests assert that they stay zero.
 */
export class SandboxLog {
  readonly #now: () => string
  readonly #print: (entry: LogEntry) => void
  readonly #entries: LogEntry[] = []
  internalErrors = 0
  contractViolations = 0

  constructor(now: () => string, print: (entry: LogEntry) => void) {
    this.#now = now
    this.#print = print
  }

  get entries(): readonly LogEntry[] {
    return this.#entries
  }

  internalError(where: string, error: unknown): void {
    this.internalErrors += 1
    this.#add('internal-error', where, error instanceof Error ? (error.stack ?? error.message) : String(error))
  }

  contractViolation(where: string, detail: string): void {
    this.contractViolations += 1
    this.#add('contract-violation', where, detail)
  }

  note(where: string, detail: string): void {
    this.#add('note', where, detail)
  }

  #add(kind: LogEntry['kind'], where: string, detail: string): void {
    const entry = { at: this.#now(), kind, where, detail }
    this.#entries.push(entry)
    if (this.#entries.length > KEPT_ENTRIES) this.#entries.shift()
    this.#print(entry)
  }
}

const KEPT_ENTRIES = 500
