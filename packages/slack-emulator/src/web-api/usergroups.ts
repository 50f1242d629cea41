import * as z from 'zod'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { defineMethod, flag, type Method } from './method.ts'

export function userGroupMembers({ state }: Parts): Method {
  return defineMethod({
    scope: 'usergroups:read',
    params: z.strictObject({ usergroup: z.string().min(1), include_disabled: flag.optional() }),
    run: ({ usergroup }) => {
      const group = state.groups.find(({ id }) => id === usergroup)
      if (group === undefined) throw new SlackError('no_such_subteam')
      return { users: [...group.members] }
    },
  })
}
