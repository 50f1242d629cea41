import { isUserError, UserError } from './user-error.ts'

/** `owner/name`, as GitHub allows. */
export function checkRepository(repository: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/.test(repository)) {
    throw new UserError('repository-invalid', {})
  }
  return repository
}

/** A slug, as GitHub makes it of a team's name. */
export function checkTeam(team: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(team)) throw new UserError('team-invalid', {})
  return team
}

/** git's rules for branch names (git-check-ref-format), and nothing that a command could take for an option. */
export function checkBranch(branch: string): string {
  const wrong =
    branch === '' ||
    branch.length > 250 ||
    branch === '@' ||
    branch === 'HEAD' ||
    /^[-/.]|[/.]$|\/[/.]|\.\.|@\{|\.lock(?:\/|$)/.test(branch) ||
    /[\p{Cc} ~^:?*[\\]/u.test(branch)
  if (wrong) throw new UserError('branch-invalid', {})
  return branch
}

/** The directory with what visitors get; '' for the stack's own. */
export function checkDocumentRoot(typed: string): string {
  return checkDirectory(typed, 'document-root-invalid')
}

/** The directory with the app; '' for the top of the repository. */
export function checkAppDirectory(typed: string): string {
  return checkDirectory(typed, 'app-directory-invalid')
}

/** A directory of the app whose files stay over deploys. */
export function checkSharedDirectory(typed: string): string {
  const directory = checkDirectory(typed, 'shared-directory-invalid')
  if (directory === '') throw new UserError('shared-directory-invalid', {})
  return directory
}

const MAX_START_COMMAND = 500

/** A line for the shell; '' for the stack's own. */
export function checkStartCommand(typed: string): string {
  const command = typed.trim()
  if (command.length > MAX_START_COMMAND || /\p{Cc}/u.test(command)) {
    throw new UserError('start-command-invalid', { max: MAX_START_COMMAND })
  }
  return command
}

const MAX_NOTE = 200

/** For whom a site is, and what for: a line of any text. */
export function checkNote(typed: string): string {
  const note = typed.trim()
  if (note.length > MAX_NOTE || /\p{Cc}/u.test(note)) throw new UserError('note-invalid', { max: MAX_NOTE })
  return note
}

type DirectoryError = 'document-root-invalid' | 'app-directory-invalid' | 'shared-directory-invalid'

/** A relative directory, normalized (`/public/` → `public`). UserError when it could leave the repository. */
function checkDirectory(typed: string, code: DirectoryError): string {
  const directory = typed.trim().replace(/^(?:\.?\/)+|(?<!\/)\/+$/g, '')
  if (directory === '' || directory === '.') return ''
  const parts = directory.split('/')
  const plain = parts.every(
    (part) => /^[\p{L}\p{N}_@+ .-]+$/u.test(part) && !/^[.-]/.test(part) && part.trim() === part,
  )
  if (!plain || directory.length > 200) throw new UserError(code, {})
  return directory
}

/** `owner/name`, safe as a path. */
export const isRepositoryName = (text: string) => passes(checkRepository, text)

/** git allows branches that sites can't have, such as `-x`: they can be pushed, but aren't offered. */
export const isBranchName = (text: string) => passes(checkBranch, text)

function passes(check: (text: string) => string, text: string): boolean {
  try {
    check(text)
    return true
  } catch (error) {
    if (isUserError(error)) return false
    throw error
  }
}
