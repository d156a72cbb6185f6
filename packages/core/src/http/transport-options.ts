import type { PipelineOptions } from './pipeline.ts'

/** The options of a pipeline that every client hands through from its user. Each has a default. */
export type TransportOptions = Pick<PipelineOptions, (typeof TRANSPORT_OPTIONS)[number]>

/** Their names, for a client to tell a misspelt option. */
export const TRANSPORT_OPTIONS = [
  'fetch',
  'timeoutMs',
  'deadlineMs',
  'retry',
  'maxResponseBytes',
  'userAgent',
  'clock',
  'runtime',
  'logger',
  'onEvent',
] as const
