/**
 * Every rule of the service that the sandbox plays, by sheet and section (`R3`, `W7` and the like are open questions). The test
 * that shows one says so in a line above it, `// Shows Auth, 2.1: health answers 200`. Schemas and statuses are not listed one by
 * one: the sandbox holds each of its own answers against the contracts.
 */
export const FACTS: readonly string[] = `
Auth, 2.1: health answers 200
Auth, 2.2: the key set answers at either place
Auth, 2.3: 401 for a refresh token that is not accepted
Auth, 2.4: 400 when a field is missing or malformed
Auth, 2.4: 401 for an unknown or a revoked key
Auth, 2.4: 401 for a wrong signature
Auth, 3: the timestamp may be 30 seconds off either way
Auth, 3: and no more
Auth, 3: the members of a pair; expires_in is an instant
Auth, 4: errors have type, message and more
Auth, 5.1: the message that is signed
Auth, 5.1: the timestamp is part of it
Auth, 5.1: raw r || s in base64url without padding
Auth, 5.3: RS256 under a key of the set, by kid
Auth, 5.3: client_id once onboarded to CeFi
Auth, 5.3: tm.organization_id on organization tokens
Auth, 6: access tokens live about one hour
Auth, 6: a refresh answers with a new pair
Auth, 6: a token that the client signed is not accepted
Auth, A5: reusable refresh tokens
Auth, A7: causes told apart
Auth, A9: a challenge works once

Gateway, 1: the older base path still answers
Gateway, 2: no status outside the matrix, whatever is sent
Gateway, 2: a token for everything but quotes and assets
Gateway, 3: listOrders: limit and cursor
Gateway, 3: listOrders: comma-separated statuses
Gateway, 3: computeQuote creates nothing
Gateway, 3: cancelOrder: 202, then canceled
Gateway, 3: cancelOrder: 400 for an on-chain order
Gateway, 3: executeTransfer only in awaiting_signature
Gateway, 4.3: null chain and address for what the exchange holds
Gateway, 4.3: total is what is available and what is held
Gateway, 5: the newest error body
Gateway, 6.1: the stamp, byte for byte
Gateway, 6.1: anything else is refused
Gateway, 6.1: one stamp for each payload, in order
Gateway, 6.1: an organization's user stamps with the signer key
Gateway, 6.3: .0001 is taken and echoed as 0.0001
Gateway, 7.1: initialized → pending → complete
Gateway, 7.1: pending → active
Gateway, 7.1: failed when rejected
Gateway, 7.1: cancel_pending → complete when a fill wins
Gateway, 7.1: a canceled order may be partly filled
Gateway, 7.3: submitted at once when funded
Gateway, 7.3: payloads when funds must be bridged
Gateway, 7.3: no order when nobody can pay
Gateway, 7.4: the rules of the order types
Gateway, 7.4: DeFi limit orders exist
Gateway, 7.4: DeFi minimum of about one dollar
Gateway, 7.5: a stale quote: 422 quote_stale
Gateway, 7.5: each create makes a real record
Gateway, 7.6: awaiting_signature → pending → completed
Gateway, 7.6: a CeFi withdrawal starts pending
Gateway, 7.6: quote units are dollars, sent counts tokens
Gateway, 7.7: one row for each custody bucket
Gateway, 8.1: TM-On-Behalf-Of
Gateway, 8.3: 200 with payloads, and their execution
Gateway, 8.4: orders by symbols and by address
Gateway, 8.5: explorer_url in lists, not in the single read
Gateway, 8.5: networks of a withdrawal
Gateway, 8.6: stocks must be asked for
Gateway, 8.6: the catalogue is unpaged without a limit
Gateway, 8.7: the portfolio adds up
Gateway, 8.7: the feed: unsigned transfers, no unexecuted orders
Gateway, 8.8: pages everywhere but balances
Gateway, 10: the answer of a CeFi limit sell
Gateway, 10: created_at with microseconds
Gateway, 10: a CeFi withdrawal at creation
Gateway, 10: a CeFi catalogue row has every member
Gateway, 10: the rate limit and its headers
Gateway, 10: 503 in a quote asset that CeFi does not carry
Gateway, 10: tokenized stocks have no quote
Gateway, G1: a token for quotes and assets
Gateway, G2: the older balances
Gateway, G6: what the execution of a cancellation takes
Gateway, G7: an operation called by its name
Gateway, G9: opaque cursors
Gateway, G21: market buys in base units

CeFi REST, 2: bare or enveloped, by version
CeFi REST, 2: Deprecation and Sunset; the old version by default
CeFi REST, 3: four headers, all needed
CeFi REST, 3: the legacy user id
CeFi REST, 3: bearer with client_id; 401 without
CeFi REST, 3: public operations
CeFi REST, 4.1: what is signed
CeFi REST, 4.1: the path without the query
CeFi REST, 4.1: the exact bytes of the body
CeFi REST, 4.3: 15 seconds either way
CeFi REST, 4.3: legacy: 15 seconds back, 1 ahead
CeFi REST, 6: three families of paths
CeFi REST, 7: 415 for another content type
CeFi REST, 7: every scalar is text
CeFi REST, 7: ids of 17 or 18 digits, times in nanoseconds
CeFi REST, 7: constraints of parameters
CeFi REST, 8.1: 503 with the health body
CeFi REST, 8.3: filters of assets and instruments
CeFi REST, 8.5: a list even for one id
CeFi REST, 8.6: the contract of 1.0.3 on the singular path
CeFi REST, 8.8: changes settings of a client
CeFi REST, 8.9: acceptance is asynchronous
CeFi REST, 8.10: MODIFY_PENDING, then the change
CeFi REST, 8.11: fills may arrive while a cancel is under way
CeFi REST, 8.11: a cancel repeated has the same effect
CeFi REST, 8.12: 28 days, and lists of 24 hours
CeFi REST, 8.12: id_type=client
CeFi REST, 8.13: open orders by id
CeFi REST, 8.14: the filter of orders
CeFi REST, 8.15: own fills
CeFi REST, 8.16: balances of one asset
CeFi REST, 8.19: a transfer through its states
CeFi REST, 8.19: a withdrawal that is not covered
CeFi REST, 9.1: client-assigned ids
CeFi REST, 9.7: a halted instrument does not trade
CeFi REST, 9.7: turnover of 24 hours
CeFi REST, 9.10: kept to the increment, with a residual
CeFi REST, 9.10: the visible levels
CeFi REST, 9.13: IOC
CeFi REST, 9.13: MARKET
CeFi REST, 9.13: self-trade prevention
CeFi REST, 9.16: the states of an order
CeFi REST, 9.18: holds for orders and fees
CeFi REST, 9.18: unsettled amounts and fees
CeFi REST, 9.18: status INVALID, and no available
CeFi REST, 10: cursors in the current version
CeFi REST, 10: offsets in the old one
CeFi REST, 11: application/problem+json
CeFi REST, 11: 403 for somebody else
CeFi REST, 11: 404 for an unknown route
CeFi REST, 13: tick, increment, minimum
CeFi REST, 13: the price band
CeFi REST, 13: fifty open orders
CeFi REST, 13: a post-only order that would cross
CeFi REST, R1: after the sunset
CeFi REST, R1: the sunset passes
CeFi REST, R7: current paths that no edition prints
CeFi REST, R9: what a change of a client takes
CeFi REST, R17: the same external_id twice
CeFi REST, R19: values of open members
CeFi REST, R20: the instructions of a transfer
CeFi REST, R24: a newer edition

CeFi WebSocket, 3: authenticated by a signed request, without a new connection
CeFi WebSocket, 3: batched without credentials
CeFi WebSocket, 3: DROPCOPY needs credentials
CeFi WebSocket, 3: credentials all there or none of them
CeFi WebSocket, 4: what is signed
CeFi WebSocket, 4: not in the future, not older than 15 seconds
CeFi WebSocket, 5: every scalar is text
CeFi WebSocket, 5.2: the greeting
CeFi WebSocket, 5.3: the complete list of subscriptions
CeFi WebSocket, 5.5: the status of an instrument
CeFi WebSocket, 5.6: match_id as in REST
CeFi WebSocket, 5.7: sentinel prices
CeFi WebSocket, 5.8: absolute sizes, zero removes
CeFi WebSocket, 5.9: the life of an order, with text
CeFi WebSocket, 5.10: SNAPSHOT_COMPLETE once for each item
CeFi WebSocket, 7: EBBO and TRADE carry the instrument id
CeFi WebSocket, 8: one counter for each channel
CeFi WebSocket, 8: a new connection begins anew
CeFi WebSocket, 9: protocol pings are answered
CeFi WebSocket, W1: the address of the socket
CeFi WebSocket, W3: what a report is
CeFi WebSocket, W13: each mode ends its own
`
  .split('\n')
  .filter((line) => line !== '')
