import { type Handler, one } from './call.ts'
import { KNOWN_VERSIONS } from './version.ts'

const getHealth: Handler = ({ nowMs, exchange }) => {
  // The printed form: UTC, a space between date and time, no zone.
  const timestamp = new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')
  const { health: status } = exchange
  return { ...one({ status, timestamp, service: 'sandbox' }), status: status === 'healthy' ? 200 : 503 }
}

// R5: the body is printed nowhere, so it is one value of an open schema, not a list with pages.
const listVersions: Handler = ({ answers }) =>
  one(answers.get('R5', 'array') === 'array' ? KNOWN_VERSIONS : { versions: KNOWN_VERSIONS })

export const serviceHandlers = { getHealth, listVersions }
