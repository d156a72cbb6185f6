/** A clock that is wrong by so many seconds and never learns better, whatever `Date` the server sends. */
export const wrongClock = (seconds: number) => ({
  now: () => Date.now() + seconds * 1000,
  offsetMs: () => seconds * 1000,
  observe: () => {},
})
