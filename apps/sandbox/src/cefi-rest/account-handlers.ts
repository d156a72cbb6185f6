import { balanceView, clientView } from '../exchange/views.ts'
import { isRecord } from '../server/record.ts'
import { type Call, type Handler, list, one } from './call.ts'
import { Problem } from './problem.ts'
import { ownClient } from './request-values.ts'

const listClients: Handler = ({ exchange, caller, query }) => {
  const id = query.get('id')
  const mnemonic = query.get('mnemonic')
  const rows = caller.clientIds
    .map((clientId) => exchange.findClient(clientId))
    .filter((client) => client !== undefined)
    .filter((client) => id === null || client.id === id)
    .filter((client) => mnemonic === null || client.info['mnemonic'] === mnemonic)
  return list(rows.map(clientView))
}

/**
 * R9: no edition shows the body. An open object of settings is kept among the attributes; `id` picks the client. In the world
 * where the body has members of its own, the one that must be there is the only attribute of a client that has a name.
 */
const updateClient: Handler = (call) => {
  const { id, info, ...settings } = call.body
  const changes = isRecord(info) ? { ...settings, ...info } : settings
  if (call.answers.get('R9', 'any-members') === 'named-members' && changes['mnemonic'] === undefined)
    throw new Problem(400, 'mnemonic is missing.')
  if (Object.keys(changes).length === 0) throw new Problem(400, 'The body names no setting to change.')
  if (changes['mnemonic'] !== undefined && typeof changes['mnemonic'] !== 'string')
    throw new Problem(400, 'mnemonic must be text.')
  const client = call.exchange.findClient(ownClient(call, typeof id === 'string' ? id : onlyClient(call)))
  if (client === undefined) throw new Problem(404, 'There is no such client.')
  client.info = { ...client.info, ...changes }
  return one(clientView(client))
}

function onlyClient({ caller }: Call): string {
  const [clientId, ...others] = caller.clientIds
  if (clientId === undefined || others.length > 0) throw new Problem(400, 'id must say which client is meant.')
  return clientId
}

const listBalances: Handler = (call) => {
  const { exchange, caller, query } = call
  const assetId = query.get('asset_id')
  const assetName = query.get('asset_name')
  const clientId = query.get('client_id')
  const clientIds = clientId === null ? caller.clientIds : [ownClient(call, clientId)]
  const rows = clientIds.map((each) => {
    const balance = exchange.balances(each)
    const balances = balance.balances.filter(
      ({ asset }) => (assetId === null || asset.id === assetId) && (assetName === null || asset.name === assetName),
    )
    return balanceView({ ...balance, balances })
  })
  return list(rows)
}

export const accountHandlers = { listClients, updateClient, listBalances }
