/** What the examples of a README take for granted, by package. */
const GIVEN: Readonly<Record<string, string>> = {
  '@truemarkets/auth': `
    declare const auth: import('@truemarkets/auth').AuthClient
    declare const key: import('@truemarkets/auth').ApiKey
    declare const token: string, refreshToken: string, keyId: string
    declare const unixSeconds: typeof import('@truemarkets/core').unixSeconds`,
  '@truemarkets/cefi-rest': `
    declare const cefi: import('@truemarkets/cefi-rest').CefiRestClient
    declare const clientId: string, orderId: string, externalId: string, instrumentId: string, quoteAssetId: string`,
  '@truemarkets/cefi-ws': `
    declare const client: import('@truemarkets/cefi-ws').CefiWsClient
    declare const cefi: import('@truemarkets/cefi-rest').CefiRestClient
    declare const clientId: string, organizationId: string, keyId: string, secret: string`,
  '@truemarkets/core': `
    declare const placeSomething: () => Promise<void>`,
  '@truemarkets/gateway': `
    declare const gateway: import('@truemarkets/gateway').GatewayClient
    declare const key: import('@truemarkets/gateway').ApiKey
    declare const payloads: readonly { readonly payload: string }[]
    declare const assetId: string, orderId: string, transferId: string, wallet: string, userId: string
    declare const organizationKeyFile: string, signerKeyFile: string
    declare const confirmWithUser: (quote: unknown) => Promise<boolean>`,
}

const IMPORT = /^import .*\n/gm

/**
 * The TypeScript of a package's README as modules that compile if the examples are right. What an example declares itself
 * hides what it could have taken for granted.
 */
export function readmePrograms(name: string, readme: string): string[] {
  return Array.from(readme.matchAll(/^```ts\n(.*?)^```/gms), ([, code = '']) => {
    const imports = code.match(IMPORT) ?? []
    return `${imports.join('')}${GIVEN[name] ?? ''}\n{\n${code.replaceAll(IMPORT, '')}}\nexport {}\n`
  })
}
