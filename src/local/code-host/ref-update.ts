/** A branch that a push made, moved or deleted. */
export interface BranchUpdate {
  /** `refs/heads/…` */
  ref: string
  /** Commit before; undefined: the branch was made. */
  before?: string
  /** Commit after; undefined: the branch was deleted. */
  after?: string
}

const LINE = /^(?<before>[0-9a-f]{40,64}) (?<after>[0-9a-f]{40,64}) (?<ref>refs\/heads\/.+)$/

/** Reads what git tells a post-receive hook (githooks(5)); tags and other refs are left out. */
export function readUpdates(text: string): BranchUpdate[] {
  return text.split('\n').flatMap((line) => {
    const { ref, before, after } = LINE.exec(line)?.groups ?? {}
    if (ref === undefined) return []
    return [{ ref, ...(isCommit(before) && { before }), ...(isCommit(after) && { after }) }]
  })
}

/** git writes "no commit" as zeros. */
function isCommit(id: string | undefined): id is string {
  return id !== undefined && !/^0+$/.test(id)
}
