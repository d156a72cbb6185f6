import { type BrokenRules, startSandbox } from '@truemarkets/sandbox'
import { wsDriver } from '../record/ws-driver.ts'
import type { KnownAnswers } from './client-settings.ts'
import { type SandboxPlace, sandboxAt } from './sandbox-at.ts'
import type { Target } from './target.ts'

/**
 * A sandbox of its own for one run, in this process on a free port.
 * @param answers the possible world it plays, by question id. Left alone it still serves the older version and paths (R1),
 * which the permutations need.
 * @param broken rules that it breaks on purpose
 */
export async function sandboxTarget(
  seed: number,
  answers: KnownAnswers = {},
  broken: BrokenRules = {},
): Promise<Target & { place: SandboxPlace }> {
  const sandbox = await startSandbox({ seed, answers, broken })
  const { personal, notOnboarded, organization, revoked, hmac, secondHmac } = sandbox.credentials
  const { auth, gateway, cefiRest, cefiWs } = sandbox.urls
  const place: SandboxPlace = {
    urls: { auth, gateway, 'cefi-rest': cefiRest, 'cefi-ws': cefiWs },
    socketAddresses: ['/api/v1', '/v1/cefi'].map((path) => new URL(path, cefiWs).href),
    answers,
    keyFile: personal.keyFile,
    hmac,
    parties: {
      revokedKeyFile: revoked.keyFile,
      notOnboardedKeyFile: notOnboarded.keyFile,
      organization,
      counterparty: secondHmac,
      personalUserId: personal.userId,
    },
  }
  return {
    ...sandboxAt(place, wsDriver),
    place,
    defects: () => [...new Set(sandbox.log.entries.filter(({ kind }) => kind !== 'note').map(describe))],
    close: () => sandbox.close(),
  }
}

const describe = ({ kind, where, detail }: { kind: string; where: string; detail: string }) =>
  `the sandbox itself: ${kind} at ${where}: ${detail.split('\n')[0] ?? ''}`
