import { type Answer, failed, notFound } from './answer.ts'
import { acceptedPermissions, type Needs } from './needs.ts'
import { isAtLeast, isMember, roleAt } from './people.ts'
import type { Caller, Route } from './route.ts'
import { PERSON, type PersonalToken } from './personal-token.ts'
import type { Permissions } from './permissions.ts'
import { type FakeRepository, type FakeState, findRepository, fullNameOf, isSame } from './state.ts'

/** An answer when the caller may not. */
export function authorize(
  state: FakeState,
  caller: Caller,
  { route: { needs, path }, params }: { route: Route; params: Record<string, string> },
): Answer | undefined {
  if (needs === 'app') {
    return caller.kind === 'app' ? undefined : failed(401, 'A JSON web token could not be decoded')
  }
  if (caller.kind === 'app') return failed(401, 'Bad credentials')
  if (needs === undefined) return undefined
  const { owner, repo } = params
  const repository = repo === undefined ? undefined : findRepository(state, `${owner}/${repo}`)
  // What there is is the route's business to say, but not to whom it is hidden.
  if (repository !== undefined && !canSee(state, caller, repository)) return notFound
  if (caller.kind === 'installation') {
    return hasAll(state.app.permissions, needs) ? undefined : inaccessible('integration')
  }
  return refuseToken(caller.token, needs, { state, path, repository })
}

/** Whoever may not read a repository is not told that it is there. */
export function canSee(state: FakeState, caller: Caller, repository: FakeRepository): boolean {
  switch (caller.kind) {
    case 'app':
      return false
    case 'installation':
      return isSame(repository.owner, state.org)
    case 'person':
      return isFor(caller.token, repository) && roleAt(state, PERSON.login, repository) !== undefined
  }
}

function isFor(token: PersonalToken, repository: FakeRepository): boolean {
  if ('scopes' in token) return token.scopes.includes('repo')
  const { owner, repositories } = token
  const isSelected = repositories?.some((fullName) => isSame(fullName, fullNameOf(repository))) ?? true
  return isSame(owner, repository.owner) && isSelected
}

interface Place {
  state: FakeState
  path: string
  repository: FakeRepository | undefined
}

function refuseToken(token: PersonalToken, needs: Needs, { state, path, repository }: Place): Answer | undefined {
  if (!('scopes' in token)) {
    const isElsewhere =
      repository === undefined && needs.permissions.members !== undefined && !isSame(token.owner, state.org)
    if (isElsewhere || !hasAll(token.permissions, needs)) return inaccessible('personal access token')
  } else if (path !== ORG_REPOS && needs.scopes.some((scope) => !token.scopes.includes(scope))) {
    return HIDES_BY[path] ?? notFound
  }
  if (needs.permissions.members !== undefined && !isMember(state, PERSON.login)) return HIDES_BY[path] ?? notFound
  const isShort = repository && needs.role && !isAtLeast(roleAt(state, PERSON.login, repository), needs.role)
  return isShort === true ? (HIDES_BY[path] ?? notFound) : undefined
}

/** Answers with what may be seen, to everybody. */
const ORG_REPOS = '/orgs/:org/repos'

/** Where it is not said that there is no such thing. Seen in https://github.com/octokit/octokit.rb/issues/793 and many others. */
const HIDES_BY: Record<string, Answer> = {
  '/orgs/:org/teams': failed(403, 'Must have admin rights to Repository.'),
  '/repos/:owner/:repo/collaborators': failed(403, 'Must have push access to view repository collaborators.'),
  '/repos/:owner/:repo/collaborators/:login/permission': failed(
    403,
    'Must have push access to view collaborator permission.',
  ),
}

function hasAll(granted: Permissions, { permissions }: Needs): boolean {
  const has = new Map(Object.entries({ ...granted, metadata: 'read' }))
  return Object.entries(permissions).every(([name, level]) => [level, 'write'].includes(has.get(name) ?? ''))
}

function inaccessible(by: string): Answer {
  return failed(403, `Resource not accessible by ${by}`)
}

/** What GitHub says beside every answer: what would do for it, and of a classic token what it has ("Scopes for OAuth apps"). */
export function accessHeaders(caller: Caller, { needs }: Route): Record<string, string> {
  if (needs === undefined || needs === 'app') return {}
  if (caller.kind === 'person' && 'scopes' in caller.token) {
    return { 'x-oauth-scopes': caller.token.scopes.join(', '), 'x-accepted-oauth-scopes': needs.scopes.join(', ') }
  }
  return { 'x-accepted-github-permissions': acceptedPermissions(needs) }
}
