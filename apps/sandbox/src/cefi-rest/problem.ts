const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  410: 'Gone',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const

export type ProblemStatus = keyof typeof TITLES

/** What the CeFi API answers when it does not do what was asked: problem details (RFC 7807). */
export class Problem extends Error {
  readonly status: ProblemStatus

  constructor(status: ProblemStatus, detail: string) {
    super(detail)
    this.name = 'Problem'
    this.status = status
  }

  body(instance: string): Record<string, unknown> {
    return { type: 'about:blank', title: TITLES[this.status], status: this.status, detail: this.message, instance }
  }
}
