import { isPermanentError } from '../../site/errors.ts'
import type { Step } from '../step.ts'

/**
 * Removes deploy key and webhook of a site that has no machine any more. At an archived repository they stay: that is tried once for the
 * archive and once for the end. After that, the sweep removes them when the repository takes changes again.
 */
export const revoke: Step = {
  name: 'revoke',
  policy: 'fails-site',
  due: ({ spec, status }) => {
    const isOver = spec.desired === 'archived' || spec.desired === 'gone'
    const isHeld = status.repositoryAccess !== undefined && status.repositoryAccess.revokeSkippedFor !== spec.desired
    return isOver && isHeld && status.instance === undefined ? 'now' : 'no'
  },
  run: async ({ id, spec, status: { repositoryAccess } }, { codeHost }) => {
    if (repositoryAccess === undefined) return {}
    try {
      await codeHost.revoke({ id }, repositoryAccess.repository)
      return { repositoryAccess: undefined }
    } catch (error) {
      if (!isArchivedRepository(error)) throw error
      return {
        repositoryAccess: { ...repositoryAccess, revokeSkippedFor: spec.desired === 'gone' ? 'gone' : 'archived' },
      }
    }
  },
}

function isArchivedRepository(error: unknown): boolean {
  return isPermanentError(error) && error.reason === 'repository-archived'
}
