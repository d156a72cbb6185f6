/**
 * A clock that is wrong by so many seconds and never learns better, whatever `Date` the server sends.
 * @param now the time that it is wrong by: that of the service, which the machine's own may be off already
 */
export const wrongClock = (seconds: number, now: () => number) => ({
  now: () => now() + seconds * 1000,
  offsetMs: () => seconds * 1000,
  observe: () => {},
})
