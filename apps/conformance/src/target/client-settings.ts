import type { CefiRestClientOptions } from '@truemarkets/cefi-rest'
import type { CefiWsClientOptions } from '@truemarkets/cefi-ws'

/** What a target answered to the open questions, by question: the world that it is in, as far as that is known. */
export type KnownAnswers = Readonly<Record<string, string>>

type Settings = { cefiRest?: Partial<CefiRestClientOptions>; cefiWs?: Partial<CefiWsClientOptions> }

/**
 * What the clients must be told of a service that answers otherwise than they take it to; they cope with all else by themselves.
 * How requests are signed comes first, since nothing else can be asked before that is known.
 */
const settings: Readonly<Record<string, Settings>> = {
  'R3=cefi-rest-without-prefix': { cefiRest: { signedPath: 'without-prefix' } },
  'R3=cefi-rest-full-with-query': { cefiRest: { signQuery: true } },
  'R3=cefi-rest-legacy-full': { cefiRest: { hmacScheme: 'cefi-rest-legacy' } },
  'R3=cefi-rest-legacy-without-prefix': { cefiRest: { hmacScheme: 'cefi-rest-legacy', signedPath: 'without-prefix' } },
  'R22=credentials-needed': { cefiRest: { authenticatePublic: true } },
  'R2=next_cursor': { cefiRest: { cursorParam: 'next_cursor' } },
  'R2=after': { cefiRest: { cursorParam: 'after' } },
  'R2=page_token': { cefiRest: { cursorParam: 'page_token' } },
  'R11=flat': { cefiRest: { transferBody: 'flat' } },
  'R15=user-id': { cefiRest: { userIdHeader: 'user-id' } },
  'W2=empty-path': { cefiWs: { signedPath: '' } },
}

/** The questions to ask first: with the answers to them the others can be asked. */
export const askedFirst: readonly string[] = [
  ...new Set(Object.keys(settings).map((world) => world.replace(/=.*/, ''))),
]

export function settingsFor(answers: KnownAnswers): Required<Settings> {
  const wanted = Object.entries(answers).map(([question, choice]) => settings[`${question}=${choice}`])
  return {
    cefiRest: Object.assign({}, ...wanted.map((one) => one?.cefiRest)) as Partial<CefiRestClientOptions>,
    cefiWs: Object.assign({}, ...wanted.map((one) => one?.cefiWs)) as Partial<CefiWsClientOptions>,
  }
}
