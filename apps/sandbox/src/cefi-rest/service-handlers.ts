import { type Handler, one } from './call.ts'
import { KNOWN_VERSIONS } from './version.ts'

const getHealth: Handler = ({ nowMs, exchange }) => {
  // The printed form: UTC, a space between date and time, no zone.
  const timestamp = new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')
  const { health: status } = exchange
  return { ...one({ status, timestamp, service: 'sandbox' }), status: status === 'healthy' ? 200 : 503 }
}

/** What else the service may name (R24): the newest edition that is known, or a schema version of one that is not. */
const EDITIONS: Readonly<Record<string, string>> = { 'known-edition': 'v1.0.5', 'newer-edition': 'v2027_01_23' }

// R5: the body is printed nowhere, so it is one value of an open schema, not a list with pages.
const listVersions: Handler = ({ answers }) => {
  const edition = EDITIONS[answers.get('R24', 'none')]
  const versions = [...KNOWN_VERSIONS, ...(edition === undefined ? [] : [{ version: edition, status: 'current' }])]
  return one(answers.get('R5', 'array') === 'array' ? versions : { versions })
}

export const serviceHandlers = { getHealth, listVersions }
