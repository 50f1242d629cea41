import type { Catalogue } from '../site/order.ts'
import type { Site } from '../site/site.ts'
import { isArm } from '../site/size.ts'
import { UserError } from '../site/user-error.ts'
import type { CodeHost } from './code-host.ts'

export interface SettingChecks {
  /** Does the branch exist? `yes` also when GitHub doesn't answer: the set-up asks again, with retries. */
  exists: CodeHost['exists']
  /** Is there such a team? True also when GitHub doesn't answer. */
  hasTeam: CodeHost['hasTeam']
  /** What people can choose from now. */
  catalogue(): Promise<Catalogue>
  /** Why the card can't be posted in that channel; undefined when it can, or nobody knows. Left out: not checked. */
  channelClosure?(channel: string): Promise<string | undefined>
}

/** UserError for a changed setting that the outside hasn't got: it's refused before anything changes. */
export async function expectSettings(
  { spec: before }: Pick<Site, 'spec'>,
  { spec }: Pick<Site, 'spec'>,
  checks: SettingChecks,
): Promise<void> {
  await Promise.all([
    spec.branch === before.branch ? undefined : expectBranch(spec, checks),
    spec.sshTeam === undefined || spec.sshTeam === before.sshTeam ? undefined : expectTeam(spec.sshTeam, checks),
    spec.channel === before.channel ? undefined : expectChannel(spec, checks),
    spec.size === before.size ? undefined : expectSize(spec, before, checks),
    spec.image === before.image ? undefined : expectImage(spec, checks),
  ])
}

async function expectTeam(team: string, { hasTeam }: SettingChecks): Promise<void> {
  if (!(await hasTeam(team))) throw new UserError('team-invalid', {})
}

/** Of those that are offered, a machine can have the ones of its architecture. */
async function expectSize(
  { size }: Site['spec'],
  { size: before }: Site['spec'],
  { catalogue }: SettingChecks,
): Promise<void> {
  const sizes = (await catalogue()).sizes.map(({ id }) => id).filter((id) => isArm(id) === isArm(before))
  if (!sizes.includes(size)) throw new UserError('size-unfit', { size, sizes })
}

async function expectChannel({ channel }: Site['spec'], { channelClosure }: SettingChecks): Promise<void> {
  const code = await channelClosure?.(channel)
  if (code !== undefined) throw new UserError('channel-closed', { channel, code })
}

async function expectImage({ image }: Site['spec'], { catalogue }: SettingChecks): Promise<void> {
  const { images } = await catalogue()
  if (!images.some(({ id }) => id === image)) throw new UserError('image-unknown', {})
}

async function expectBranch({ repository, branch }: Site['spec'], { exists }: SettingChecks): Promise<void> {
  const found = await exists(repository, branch)
  if (found === 'no-repository') throw new UserError('repository-missing', { repository })
  if (found === 'no-branch') throw new UserError('branch-missing', { repository, branch })
}
