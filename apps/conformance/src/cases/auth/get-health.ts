import { defineCase } from '../../case/define.ts'

export const getHealth = [
  defineCase({
    id: 'auth.get-health.answers',
    title: 'the auth service says that it is up, without credentials',
    covers: ['auth.getHealth'],
    async run(context) {
      // What the body holds is an open question (A2); that the call succeeds is not.
      await context.auth().getHealth()
    },
  }),
]
