import { apis } from '../src/api.ts'
import type { ProbeReport } from '../src/probes/report.ts'
import type { Report } from '../src/report/html.ts'
import type { CaseVerdict, Verdict } from '../src/run/verdict.ts'

export const when = new Date('2026-11-20T12:00:00Z')

export const failed: CaseVerdict = {
  id: 'gateway.create-order.limit',
  runtime: 'node24',
  title: 'a limit order <rests>',
  api: 'gateway',
  covers: ['gateway.createOrder'],
  refuses: [],
  permutation: {},
  outcome: 'failed',
  message: `got "pending" & '<b>'\u0007`,
  detail: 'at src/cases/gateway/orders.ts:12',
  curl: "curl -X GET 'http://127.0.0.1:1/v1/gateway/orders'",
  durationMs: 40,
  exchanges: 2,
}

export const verdict: Verdict = {
  target: 'sandbox',
  seed: 7,
  options: '--answer R2=after',
  runtimes: ['node24'],
  complete: true,
  cases: [
    failed,
    { ...failed, id: 'auth.get-health.answers', api: 'auth', outcome: 'passed', message: null, detail: null },
  ],
  coverage: {
    apis: apis.map((api) => ({ api, subjects: 3, answered: 2, refusable: 3, refused: 1, gaps: [], rows: [] })),
    unknown: [],
    needless: [],
  },
  findings: {
    fresh: [
      {
        rule: 'wrong-type',
        api: 'gateway',
        subject: 'getOrder',
        answer: '200',
        at: '/qty',
        detail: 'must be string',
        cases: ['x'],
      },
    ],
    known: [],
    gone: [],
  },
  problems: ['gateway.cancelOrder has no case'],
  timings: [{ subject: 'gateway.createOrder', count: 9, p50: 3, p95: 8, max: 9.5 }],
  truth: {
    rows: [
      {
        api: 'gateway',
        seen: 19,
        reachable: 20,
        share: 95,
        excused: [{ form: '#/components/schemas/Order ="<lost>"', reason: 'only a fault sends it' }],
        unseen: ['#/components/schemas/Order null'],
      },
    ],
    needless: [],
  },
  durationMs: 1234,
  exitCode: 1,
}

export const probes: ProbeReport = {
  format: 'truemarkets-probes/3',
  finishedAt: when.toISOString(),
  target: 'sandbox',
  problems: [],
  questions: [
    {
      id: 'R2',
      askedAt: when.toISOString(),
      api: 'cefi-rest',
      question: 'What is <it> called?',
      default: 'cursor',
      verdict: 'contradicted',
      choice: 'after',
      evidence: 'after moved on',
      overlay: [],
    },
  ],
}

export const report: Report = { verdict, finishedAt: when, history: [], probes }
