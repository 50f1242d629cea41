import { checkBranch, checkRepository } from './source.ts'
import { isUserError } from './user-error.ts'

/** `owner/name`, safe as a path. */
export const isRepositoryName = (text: string) => passes(checkRepository, text)

/** Pushes can make branches that git allows and sites do not, such as `-x`: they are served, but not offered. */
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
