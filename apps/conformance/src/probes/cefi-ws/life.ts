import { type ProbePatience, spoken } from '../patience.ts'
import type { Probe } from '../probe.ts'
import { confirmed, instrument, isBad, isOn, openRequest, patienceMs } from './request.ts'

/** How long the question asks to watch. A shorter watch in which nothing happened settles nothing. */
const wholeLifeMs = 26 * 3_600_000

/** A timer of Node.js holds 24 days; a shorter one notices that somebody wants an end. */
const lookEveryMs = 1_000

export const cefiWsLifeProbes: readonly Probe[] = [
  {
    question: 'W17',
    needs: [],
    touches: 'read',
    isPatient: true,
    async run(context, patience: ProbePatience) {
      const socket = await context.connect()
      const confirmation = await confirmed(socket, openRequest(context, 'SUBSCRIBE', instrument))
      if (confirmation === null || isBad(confirmation))
        return { choice: null, evidence: 'no quiet item could be subscribed to' }
      await socket.next(isOn('INSTRUMENT', 'SNAPSHOT'), patienceMs)
      const frames = socket.frames.length
      const began = context.elapsedMs()
      const watchedMs = () => context.elapsedMs() - began
      while (socket.closeCode === null && watchedMs() < patience.forMs && !patience.stop.aborted)
        await socket.next(() => false, Math.min(lookEveryMs, patience.forMs - watchedMs()))
      const hasEnded = socket.closeCode !== null
      const seen = [
        `${socket.pings.length} pings`,
        `${socket.frames.length - frames} frames`,
        hasEnded ? `closed by the service with ${socket.closeCode}` : 'still open',
      ]
      return {
        choice: hasEnded || socket.pings.length > 0 ? 'ping-or-close' : watchedMs() >= wholeLifeMs ? 'none-seen' : null,
        evidence: `watched for ${spoken(watchedMs())}, sending nothing: ${seen.join(', ')}`,
      }
    },
  },
]
