import type { Phase } from '../../../src/site/phase.ts'
import type { Audience } from '../../../src/site/permissions.ts'
import type { Action, Membership } from '../../../src/site/site.ts'
import { type ChannelClosure, closureOf } from '../../channel-closed.ts'
import type { ErrorTexts, Show } from '../texts.ts'

const wishes: Record<Action, string> = {
  create: 'created',
  extend: 'extended',
  sleep: 'put to sleep',
  wake: 'woken',
  delete: 'deleted',
  deleteWithoutArchive: 'deleted for good',
  restore: 'restored',
  changePassword: 'given a new password',
  redeploy: 'deployed again',
  refreshUsers: 'brought up to date with its team',
  retry: 'tried again',
  handOver: 'handed over',
  adopt: 'adopted',
  expire: 'archived',
  purge: 'purged',
}

const sitesUp = (count: number) =>
  count === 1 ? '1 site that is up or asleep' : `${count} sites that are up or asleep`

/** How things stand, and what can be done instead. */
const situations: Record<Phase, (name: string, show: Show) => string> = {
  requested: () => 'it is still being made. Wait until its card says that it is ready.',
  launching: () => 'it is still being made. Wait until its card says that it is ready.',
  booting: () => 'it is still starting up. Wait until its card says that it is ready.',
  settingUp: () => 'it is still being set up. Wait until its card says that it is ready.',
  ready: () => 'it is up and running. Its card shows what can be done.',
  goingToSleep: (name, { text }) => `it is going to sleep. Wake it with ${text(`/testsite wake ${name}`)}.`,
  asleep: (name, { text }) => `it is asleep. Wake it with ${text(`/testsite wake ${name}`)}.`,
  waking: () => 'it is waking up. Wait until its card says that it is ready.',
  archiving: (name, { text }) => `it is being archived. Bring it back with ${text(`/testsite restore ${name}`)}.`,
  archived: (name, { text }) => `it is archived. Bring it back with ${text(`/testsite restore ${name}`)}.`,
  purging: (name, { text }) => `it is deleted for good. Make a new one with ${text(`/testsite new ${name}`)}.`,
  failed: (name, { text }) => `it has failed. Try it again with ${text(`/testsite retry ${name}`)}, or delete it.`,
}

const whoMay: Record<Audience, (owner: string, channel: string) => string> = {
  everyone: () => 'Everybody',
  channel: (owner, channel) => `Only people in ${channel} (in that channel), the owner, ${owner}, or an admin`,
  owner: (owner) => `Only the owner, ${owner}, or an admin`,
  admins: () => 'Only an admin',
}

const unfit: Record<Exclude<Membership, 'member'>, (owner: string) => string> = {
  deactivated: (owner) => `${owner} cannot look after a site: the account is deactivated.`,
  guest: (owner) => `${owner} cannot look after a site as a guest.`,
  stranger: (owner) => `${owner} cannot look after a site here, and belongs to another workspace.`,
  bot: (owner) => `${owner} is an app and cannot look after a site.`,
  missing: (owner) => `I cannot find ${owner} in this workspace.`,
}

const closed: Record<ChannelClosure, (channel: string) => string> = {
  archived: (channel) => `I cannot post in ${channel}: it is archived. Choose another channel.`,
  restricted: (channel) => `I am not allowed to post in ${channel}. Choose another channel.`,
  notInvited: (channel) =>
    `I am not in ${channel}. Invite me to this channel (type /invite @pokopoko there), then send this again.`,
}

export const errorTexts: ErrorTexts = {
  errors: {
    'name-empty': () => 'Please give it a name.',
    'name-too-long': ({ max }) => `That name is too long. Use ${max} characters at most.`,
    'name-not-a-label': ({ suggestion }, { text }) =>
      `A name is made of small letters, digits and hyphens, with a letter or digit at either end.${suggestion === undefined ? '' : ` How about ${text(suggestion)}?`}`,
    'name-reserved': ({ name }, { text }) => `The name ${text(name)} is reserved. Please choose another.`,
    'name-taken': ({ name }, { text }) =>
      `There is a site named ${text(name)} already, or one in the archive. Please choose another name.`,
    'no-such-site': ({ name, nearest }, { text }) =>
      nearest === undefined
        ? `There is no site named ${text(name)}. ${text('/testsite list all')} shows those there are.`
        : `There is no site named ${text(name)}. Did you mean ${text(nearest)}?`,
    'name-missing': ({ usage }, { text }) =>
      `Something is missing there, or misspelt. Type it like this: ${text(usage)}`,
    'word-left-over': ({ word, usage }, { text }) =>
      `I do not know what to do with ${text(word)}, so I did nothing. Type it like this, for one site at a time: ${text(usage)}`,
    'word-unknown': ({ word, nearest, usage }, { text }) =>
      `I do not know ${text(word)} here.${nearest === undefined ? '' : ` Did you mean ${text(nearest)}?`} Type it like this: ${text(usage)}`,
    'password-typed': (_, { text }) =>
      `I take no password that is typed into a command, where others may see it, so nothing has changed. Leave it out to get a generated one, or type your own into the form: *Password* on the card (${text('/testsite show NAME')}).`,
    'address-unknown': ({ text: typed }, { text }) =>
      `I find neither a repository nor a site in ${text(typed)}. Write ${text('OWNER/REPO')}, or paste its address at the code host, and a name of small letters.`,
    'date-unreadable': ({ text: typed }, { text }) =>
      `I cannot read ${text(typed)} as a date. Write a number of days, or a date such as 2027-01-31.`,
    'date-misfit': ({ text: typed, date, first, last }, { text, day }) =>
      `I read ${text(typed)} as ${day(date)}. The last day of a site can be from ${day(first)} to ${day(last)}. Choose one of these days.`,
    'date-ambiguous': ({ text: typed, dates }, { text, day }) =>
      `${text(typed)} may be ${dates.map(day).join(' or ')}. Please write it in full, like this: ${text(dates[0] ?? '')}`,
    'date-past': ({ first }, { day }) => `That day is over. Choose ${day(first)} or later.`,
    'date-too-late': ({ last, maxDays }, { day }) =>
      `A site lives ${maxDays === 1 ? '1 day' : `${maxDays} days`} from now at most. Choose ${day(last)} or earlier; you can extend it again later.`,
    'already-extended': ({ name, by, expiresAt }, { text, person, moment }) =>
      `${person(by)} has changed that already: ${text(name)} lives until ${moment(expiresAt)}. If that is too short, extend it from its card.`,
    'not-now': ({ name, action, phase }, show) =>
      `${show.text(name)} cannot be ${wishes[action]} now: ${situations[phase](name, show)}`,
    'nothing-failed': ({ name }, { text }) => `Nothing has failed at ${text(name)}, so there is nothing to retry.`,
    'no-ssh-team': ({ name }, { text }) =>
      `${text(name)} has no team with SSH access, so there is nobody to let in. A team is chosen when a site is made.`,
    'access-user-invalid': () =>
      'Use letters, digits and . _ @ - for the user name, with a letter or digit first, 64 characters at most.',
    'password-short': ({ min }) => `Use ${min} characters or more, or leave it empty to get a generated one.`,
    'password-long': ({ max }) => `That password is too long. Use ${max} bytes at most.`,
    'repository-invalid': () => 'Choose a repository from the list; it looks like owner/name.',
    'repository-missing': ({ repository }, { text }) =>
      `I cannot find ${text(repository)}. Check its spelling, and that I have access to it.`,
    'branch-invalid': () => 'Choose a branch from the list.',
    'branch-missing': ({ repository, branch }, { text }) =>
      `${text(repository)} has no branch ${text(branch)}. Choose another, or push it first.`,
    'team-invalid': () => 'Choose a team from the list.',
    'document-root-invalid': (_, { text }) =>
      `Write a directory inside the repository, such as public or web/dist, without hidden directories or ${text('..')}.`,
    'image-unknown': () => 'That image is no longer offered. Choose another.',
    'size-unknown': () => 'That size is no longer offered. Choose another.',
    'channel-missing': () => 'Choose a channel for its card.',
    'person-missing': (_, { text }) => `Please choose a person, or mention one: ${text('/testsite owner NAME @USER')}`,
    'owner-unfit': ({ owner, membership }, { person }) =>
      `${unfit[membership](person(owner))} Choose a member of this workspace.`,
    'owner-unknown': ({ owner }, { person }) =>
      `Slack does not tell me just now who ${person(owner)} is. Please try again in a minute.`,
    'channel-closed': ({ channel, code }, { channel: place }) => closed[closureOf(code)](place(channel)),
    'pull-request-from-fork': () =>
      'Its branch is in another repository, a fork: whoever can push there could run programs here. Push the branch to this repository and open a pull request from there.',
    'guest-refused': () =>
      'Test sites are for members of this workspace, and you are here as a guest. Ask a colleague who is a member to do it for you.',
    'stranger-refused': () =>
      'Test sites are for members of the workspace that they belong to, and you are in another one. Ask somebody of that workspace to do it for you.',
    'not-permitted': ({ name, action, audience, owner, channel }, { text, person, channel: place }) =>
      `${whoMay[audience](person(owner), place(channel))} can have ${text(name)} ${wishes[action]}. Please ask them.`,
    'creation-not-permitted': ({ groups, channels }, { group, channel }) =>
      `Not everybody can make sites here: ${[
        ...(groups.length > 0 ? [`members of ${groups.map(group).join(', ')}`] : []),
        ...(channels.length > 0 ? [`whoever types /testsite in ${channels.map(channel).join(', ')}`] : []),
        'admins',
      ].join('; ')}. Please ask one of them.`,
    'person-full': ({ owner, max }, { person, text }) =>
      `${person(owner)} has ${sitesUp(max)}, and nobody may have more. Delete one first (it can be restored), or hand it over: ${text('/testsite list')}`,
    'all-full': ({ max }, { text }) =>
      `There ${max === 1 ? 'is' : 'are'} ${sitesUp(max)}, which is as many as there may be. Delete one that nobody needs first; ${text('/testsite list all')} shows them.`,
    'slack-silent': () =>
      'Not everybody may do this, and Slack does not tell me just now who you are. Please try again in a minute.',
    'slack-refuses': (_, { text }) =>
      `Not everybody may do this, and Slack refuses to tell me who may. It is no use to try again. Please tell whoever looks after pokopoko: the Slack app lacks a permission (then install it again), or a group in ${text('ADMINS')} or ${text('CREATOR_GROUPS')} does not exist; the log says which.`,
    'changed-meanwhile': ({ name }, { text }) =>
      `Somebody changed ${text(name)} at the same moment. Look at its card and, if need be, try again.`,
    'page-unknown': (_, { text }) => `That list is out of date. Ask for it again with ${text('/testsite list')}.`,
  },
  somebody: 'Somebody',
  someChannel: 'its channel',
  someGroup: 'a certain group',
  problem: 'That did not work',
  unexpected: ({ reference }) =>
    `Something went wrong on my side. Please try again; if it happens again, tell whoever looks after pokopoko this reference: ${reference}`,
}
