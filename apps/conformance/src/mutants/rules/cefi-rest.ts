import { soundRules } from '@truemarkets/sandbox'
import type { Subject } from '../../case/define.ts'
import type { RuleMutant } from '../mutant.ts'
import { always, breakRules, never } from './break.ts'

const clients = ['cefi-rest.listClients'] as const
const orders = ['cefi-rest.listOrders'] as const
const everything: Subject[] = ['cefi-rest.listClients', 'cefi-rest.listBalances', 'cefi-rest.getHealth']

export const cefiRestRuleMutants: RuleMutant[] = [
  breakRules('cefi-signature-not-checked', 'the signature of a request is not checked', clients, {
    cefiRest: { isSigned: always },
  }),
  breakRules('cefi-window-not-enforced', 'a request may be of any age', clients, { cefiRest: { isInWindow: always } }),
  breakRules('cefi-window-a-second-longer', 'a request may be a second older or younger', clients, {
    cefiRest: {
      isInWindow: (timestamp, nowSeconds, scheme) =>
        [-1, 0, 1].some((second) => soundRules.cefiRest.isInWindow(timestamp, nowSeconds + second, scheme)),
    },
  }),
  breakRules('cefi-older-scheme-has-the-wider-window', 'a clock may be ahead in the older scheme too', clients, {
    cefiRest: { isInWindow: (timestamp, nowSeconds) => Math.abs(nowSeconds - Number(timestamp)) <= 15 },
  }),
  breakRules('cefi-window-of-five-seconds', 'a request may be five seconds old only', clients, {
    cefiRest: { isInWindow: (timestamp, nowSeconds) => nowSeconds - Number(timestamp) <= 5 },
  }),
  breakRules('cefi-window-only-back', 'no clock may be ahead', clients, {
    cefiRest: {
      isInWindow: (timestamp, nowSeconds, scheme) =>
        Number(timestamp) <= nowSeconds && soundRules.cefiRest.isInWindow(timestamp, nowSeconds, scheme),
    },
  }),
  breakRules('cefi-older-scheme-has-the-narrower-window', 'the older scheme takes five seconds only', clients, {
    cefiRest: {
      isInWindow: (timestamp, nowSeconds, scheme) =>
        soundRules.cefiRest.isInWindow(timestamp, nowSeconds, scheme) &&
        (scheme === 'current' || nowSeconds - Number(timestamp) <= 5),
    },
  }),
  breakRules('cefi-organization-not-checked', 'a key works under any organization', clients, {
    cefiRest: { isKeyOf: always },
  }),
  breakRules('cefi-credentials-not-needed', 'requests without credentials are answered', clients, {
    cefiRest: { isPublic: always },
  }),
  breakRules('cefi-token-without-client-accepted', 'a token without a client is accepted', clients, {
    cefiRest: { clientOf: ({ clientId = '0' }) => clientId },
  }),
  breakRules('cefi-acts-for-any-client', "another client's balances can be read", ['cefi-rest.listBalances'], {
    cefiRest: { mayActFor: always },
  }),
  breakRules('cefi-wrong-envelope', 'the current version answers in the form of the old one', everything, {
    cefiRest: { isEnveloped: never },
  }),
  breakRules('cefi-envelope-in-the-old-version', 'the old version answers in an envelope', everything, {
    cefiRest: { isEnveloped: always },
  }),
  breakRules('cefi-error-not-wrapped', 'problems come without their envelope', ['cefi-rest.getOrderStatus'], {
    cefiRest: { isEnveloped: (version, what) => version === 'v2026_01_23' && what === 'success' },
  }),
  breakRules(
    'cefi-deprecation-not-announced',
    'answers of the old version do not say that it is going',
    ['cefi-rest.listInstruments'],
    { cefiRest: { isDeprecated: never } },
  ),
  breakRules('cefi-symbol-filter-ignored', 'the symbol filter does nothing', ['cefi-rest.listInstruments'], {
    cefiRest: { hasSymbol: always },
  }),
  breakRules('cefi-name-filter-ignored', 'the name filter of assets does nothing', ['cefi-rest.listAssets'], {
    cefiRest: { hasName: always },
  }),
  breakRules('cefi-status-filter-ignored', 'the filter of the order list does nothing', orders, {
    cefiRest: { hasStatus: always },
  }),
  breakRules('cefi-cursor-ignored', 'every page is the first page', orders, {
    cefiRest: { pageOf: (rows, _start, size) => rows.slice(0, size) },
  }),
  breakRules('cefi-page-loses-a-row', 'every page loses its last row', orders, {
    cefiRest: { pageOf: (rows, start, size) => rows.slice(start, start + size).slice(0, -1) },
  }),
]
