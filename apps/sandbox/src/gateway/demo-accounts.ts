import type { SandboxContext } from '../context.ts'
import { decimal } from '../exchange/decimal.ts'
import type { Account } from './account.ts'
import { CATALOGUE } from './catalogue.ts'
import { stampKey } from './stamp-key.ts'
import { Wallet } from './wallet.ts'

/** The accounts behind the demo credentials, with something in the wallets of those who are there to trade. */
export function demoAccounts({ credentials }: SandboxContext): readonly Account[] {
  const { personal, notOnboarded, organization } = credentials
  return [
    {
      userId: personal.userId,
      clientId: personal.clientId,
      organizationId: undefined,
      stampKey: stampKey(personal.keyFile),
      wallet: filledWallet('1000000'),
    },
    {
      userId: notOnboarded.userId,
      clientId: undefined,
      organizationId: undefined,
      stampKey: stampKey(notOnboarded.keyFile),
      wallet: new Wallet(),
    },
    {
      userId: organization.userId,
      clientId: organization.clientId,
      organizationId: organization.organizationId,
      // An organization's user stamps with a key of its own, not with the organization's API key.
      stampKey: stampKey(organization.signerKeyFile),
      wallet: filledWallet('50000'),
    },
    {
      // The organization itself, for the world where it may act for nobody (G24).
      userId: organization.organizationId,
      clientId: undefined,
      organizationId: undefined,
      stampKey: stampKey(organization.keyFile),
      wallet: new Wallet(),
    },
  ]
}

/** The same worth in dollars of every token. */
function filledWallet(amount: string): Wallet {
  const wallet = new Wallet()
  for (const asset of CATALOGUE) {
    if (asset.venue === 'defi') wallet.credit(asset.id, decimal(asset.stable ? amount : '1000'))
  }
  return wallet
}
