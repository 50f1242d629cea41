import { operationNames } from '../../src/site/operations/all.ts'
import { phases } from '../../src/site/phase.ts'
import { audiences } from '../../src/site/audience.ts'
import { UserError, type UserErrorCode, type UserErrorParams } from '../../src/site/user-error.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { HOSTILE } from './sites.ts'

const name = HOSTILE
const samples: { [C in UserErrorCode]: UserErrorParams[C][] } = {
  'name-empty': [{}],
  'name-too-long': [{ max: 63 }],
  'name-not-a-label': [{ suggestion: 'plum' }, {}],
  'name-reserved': [{ name }],
  'name-taken': [{ name }],
  'no-such-site': [{ name }, { name, nearest: 'plum' }],
  'name-missing': [{ usage: '/testsite show NAME' }],
  'word-left-over': [{ word: HOSTILE.repeat(50), usage: '/testsite show NAME' }],
  'filter-unreadable': [{ word: HOSTILE }, { word: HOSTILE.repeat(50), nearest: HOSTILE }],
  'filter-contradictory': [{ first: HOSTILE.repeat(50), second: HOSTILE }],
  'filter-too-long': [{ max: 300 }],
  'password-typed': [{}],
  'variables-typed': [{}],
  'variable-unreadable': [{ line: 12 }],
  'variable-reserved': [{ name: 'PORT' }],
  'variable-unknown': [{}],
  'scope-unknown': [{}],
  'environment-unchanged': [{}],
  'environment-too-large': [{ max: 4096 }],
  'address-unknown': [{ text: HOSTILE.repeat(50) }],
  'idle-time-unreadable': [{ text: HOSTILE.repeat(50) }],
  'date-unreadable': [{ text: HOSTILE.repeat(50) }],
  'date-misfit': [{ text: HOSTILE, date: '2026-11-01', first: '2026-11-02', last: '2027-01-31' }],
  'date-ambiguous': [{ text: HOSTILE.repeat(50), dates: ['2027-03-04', '2027-04-03'] }],
  'date-past': [{ first: '2026-11-03' }],
  'date-too-late': [{ last: '2027-01-31', maxDays: 90 }],
  'already-extended': [{ name, by: 'U002', expiresAt: SITE_CREATED_AT }],
  'logs-not-now': phases.map((phase) => ({ name: 'plum', phase })),
  'logs-under-way': [{ name: 'plum' }],
  'logs-unreadable': [{ name: 'plum' }],
  'logs-none': [{ name: 'plum' }],
  'log-missing': [{ name: 'plum', log: 'worker', logs: ['deploy', 'web', 'nginx'] }],
  'not-now': [
    ...operationNames.map((operation) => ({ name, operation, phase: 'ready' as const })),
    ...phases.map((phase) => ({ name, operation: 'extend', phase })),
  ],
  'archive-lost': [{ name }],
  'no-ssh-team': [{ name }],
  'client-invalid': [{ max: 80 }],
  'client-has-link': [{}],
  'shares-many': [{ max: 20 }],
  'no-shares': [{ name }],
  'share-missing': [{}],
  'share-path-invalid': [{ max: 300 }],
  'share-path-elsewhere': [{}],
  'language-unknown': [{}],
  'access-user-invalid': [{}],
  'password-short': [{ min: 8 }],
  'password-long': [{ max: 72 }],
  'password-common': [{}],
  'password-like-name': [{ name: 'plum', min: 8 }],
  'repository-invalid': [{}],
  'repository-missing': [{ repository: HOSTILE }],
  'branch-invalid': [{}],
  'branch-missing': [{ repository: HOSTILE, branch: HOSTILE }],
  'github-login-missing': [{}, { owner: 'U001' }],
  'github-login-invalid': [{}, { owner: 'U001' }],
  'repository-unreadable': [{ repository: HOSTILE, login: HOSTILE }],
  'code-host-silent': [{}],
  'team-invalid': [{}],
  'channel-missing': [{}],
  'document-root-invalid': [{}],
  'app-directory-invalid': [{}],
  'start-command-invalid': [{ max: 500 }],
  'services-invalid': [{}],
  'shared-directory-invalid': [{}],
  'shared-directories-many': [{ max: 20 }],
  'settings-unchanged': [{}],
  'note-invalid': [{ max: 200 }],
  'flag-unreadable': [{}],
  'branch-of-pull-request': [{ number: 7 }],
  'image-unknown': [{}],
  'size-unknown': [{}],
  'size-unfit': [
    { size: HOSTILE, sizes: ['t3.small', 't3.large'] },
    { size: 't4g.small', sizes: [] },
  ],
  'size-of-spot': [{}],
  'person-missing': [{}],
  'owner-unfit': (['guest', 'stranger', 'bot', 'deactivated', 'missing'] as const).map((membership) => ({
    owner: 'U001',
    membership,
  })),
  'owner-unknown': [{ owner: 'U001' }],
  'channel-closed': ['is_archived', 'restricted_action', 'not_in_channel'].map((code) => ({ channel: 'C001', code })),
  'pull-request-from-fork': [{}],
  'guest-denied': [{}],
  'stranger-denied': [{}],
  'not-permitted': audiences.flatMap((audience) =>
    ['delete-without-archive', 'logs'].map((operation) => ({
      name,
      operation,
      audience,
      owner: 'U001',
      channel: 'C001',
    })),
  ),
  'creation-not-permitted': [
    { groups: ['S001', 'S002'], channels: ['C001'] },
    { groups: [], channels: ['C001'] },
    { groups: ['S001'], channels: [] },
  ],
  'owner-quota-reached': [
    { owner: 'U001', max: 20 },
    { owner: 'U001', max: 1 },
  ],
  'budget-spent': [{ spent: 403.4, budget: 400, until: SITE_CREATED_AT }],
  'site-quota-reached': [{ max: 500 }, { max: 1 }],
  'slack-silent': [{}],
  'slack-denied': [{}],
  'changed-meanwhile': [{ name }],
  'none-to-select': [{}],
  'button-unknown': [{}],
}

/** Every refusal there is, in each of its forms. */
export const everyError: UserError[] = Object.keys(samples).flatMap((code) => (isCode(code) ? errorsOf(code) : []))

function isCode(code: string): code is UserErrorCode {
  return code in samples
}

function errorsOf<C extends UserErrorCode>(code: C): UserError<C>[] {
  return samples[code].map((params) => new UserError(code, params))
}
