import type { Step } from '../step.ts'

/** Takes back deploy key and webhook of a site that has no machine any more. */
export const revoke: Step = {
  name: 'revoke',
  due: ({ spec, status }) => {
    const isOver = spec.desired === 'archived' || spec.desired === 'gone'
    return isOver && status.grant !== undefined && status.instance === undefined ? 'now' : 'no'
  },
  run: async (site, { codeHost }) => {
    if (site.status.grant !== undefined) await codeHost.revoke({ id: site.id }, site.status.grant.repository)
    return { grant: undefined }
  },
}
