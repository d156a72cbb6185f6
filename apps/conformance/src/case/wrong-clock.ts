/**
 * A clock that is wrong by so many seconds and never learns better, whatever `Date` the server sends.
 * @param now the time that it is wrong by; default that of this machine
 */
export const wrongClock = (seconds: number, now = Date.now) => ({
  now: () => now() + seconds * 1000,
  offsetMs: () => seconds * 1000,
  observe: () => {},
})
