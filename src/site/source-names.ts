import { checkBranch, checkRepository } from './source.ts'
import { isUserError } from './user-error.ts'

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
