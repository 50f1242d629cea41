import assert from 'node:assert/strict'
import * as z from 'zod'
import { isConfigError } from '../src/config-error.ts'
import { parseSettings, permissionsSetting } from '../src/config.ts'
import { defaultPolicy, policySchema } from '../src/site/policy.ts'

const isRefused =
  (...problems: string[]) =>
  (error: unknown) => {
    assert.ok(isConfigError(error))
    assert.deepEqual(error.message.split('\n'), problems)
    return true
  }

describe('settings', () => {
  it('have defaults, and keep what is given', () => {
    assert.deepEqual(parseSettings(policySchema, {}), defaultPolicy)
    assert.equal(defaultPolicy.timeZone, 'Asia/Tokyo')
    assert.deepEqual(parseSettings(policySchema, { sudoTeams: ['Ops', 'platform-team'] }).sudoTeams, [
      'ops',
      'platform-team',
    ])
    const { permissions } = parseSettings(policySchema, { permissions: { delete: 'owner', sleep: 'channel' } })
    assert.deepEqual(permissions, { ...defaultPolicy.permissions, delete: 'owner', sleep: 'channel' })
  })

  it('are refused with every problem in one go, each with an example', () => {
    assert.throws(
      () =>
        parseSettings(policySchema.extend({ permissions: permissionsSetting }), {
          expiryHour: 24,
          maxDays: 'soon',
          timeZone: 'Moon/Base',
          admins: ['@ada'],
          creatorGroups: ['U0ADA'],
          creatorChannels: ['#web-team'],
          creatorsNeedAccess: 'GitHub',
          permissions: { delete: 'nobody' },
        }),
      isRefused(
        'timeZone: must be an IANA time zone, for example "Europe/Berlin"',
        'expiryHour: Too big: expected number to be <=23, for example 18',
        'maxDays: Invalid input: expected number, received string, for example 90',
        'permissions.delete: Invalid option: expected one of "everyone"|"channel"|"owner"|"admins", for example {"delete":"owner","sleep":"channel"}',
        'admins.0: must be ids of users (U…) or user groups (S…), for example ["U0123ABCD","S0123ABCD"]',
        'creatorGroups.0: must be ids of user groups (S…), for example ["S0123ABCD"]',
        'creatorChannels.0: must be ids of channels (C…), for example ["C0123ABCD"]',
        'creatorsNeedAccess: must be the id of a profile field (Xf…), for example "Xf0123ABCD"',
      ),
    )
  })

  it('of permissions take the names that operations had, but each operation once', () => {
    const schema = z.object({ permissions: permissionsSetting })
    const before = {
      changePassword: 'owner',
      deleteWithoutArchive: 'admins',
      handOver: 'admins',
      refreshUsers: 'owner',
    }
    assert.deepEqual(parseSettings(schema, { permissions: before }).permissions, {
      'change-password': 'owner',
      'delete-without-archive': 'admins',
      'hand-over': 'admins',
      'refresh-users': 'owner',
    })
    assert.throws(
      () => parseSettings(schema, { permissions: { 'hand-over': 'admins', handOver: 'everyone' } }),
      isRefused(
        'permissions: has an operation twice: by its earlier name, too, for example {"delete":"owner","sleep":"channel"}',
      ),
    )
  })

  it('that have several shapes are refused by the one that was meant', () => {
    const schema = z.strictObject({
      network: z.union([z.strictObject({ zones: z.int() }), z.strictObject({ id: z.string() })]),
    })
    assert.throws(
      () => parseSettings(schema, { network: { id: 7 }, other: 1 }),
      isRefused('network.id: Invalid input: expected string, received number', 'other: there is no such setting'),
    )
    assert.throws(() => parseSettings(schema, { network: { both: 7 } }), isRefused('network: Invalid input'))
  })
})
