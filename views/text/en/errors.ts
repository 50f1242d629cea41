import type { Phase } from '../../../src/site/phase.ts'
import { type ChannelClosure, closureOf } from '../../../src/site/contact.ts'
import type { Audience } from '../../../src/site/audience.ts'
import type { Membership } from '../../../src/site/site.ts'
import type { ErrorTexts, Show } from '../texts.ts'

const sitesUp = (count: number) =>
  count === 1 ? '1 site that is up or asleep' : `${count} sites that are up or asleep`

/** What the site is doing, and what to do instead. */
const situations: Record<Phase, (name: string, show: Show) => string> = {
  requested: () => "it's still being created. Wait until its card says it's ready.",
  launching: () => "it's still being created. Wait until its card says it's ready.",
  booting: () => "it's still booting. Wait until its card says it's ready.",
  settingUp: () => "it's still being deployed. Wait until its card says it's ready.",
  ready: () => "it's up and running. Its card shows what you can do.",
  goingToSleep: (name, { command }) => `it's going to sleep. Wake it with ${command(`wake ${name}`)}.`,
  asleep: (name, { command }) => `it's asleep. Wake it with ${command(`wake ${name}`)}.`,
  waking: () => "it's waking up. Wait until its card says it's ready.",
  archiving: (name, { command }) => `it's being archived. Bring it back with ${command(`restore ${name}`)}.`,
  archived: (name, { command }) => `it's archived. Bring it back with ${command(`restore ${name}`)}.`,
  purging: (name, { command }) => `it's been permanently deleted. Create a new one with ${command(`create ${name}`)}.`,
  failed: (name, { command }) => `it has failed. Try again with ${command(`retry ${name}`)}, or delete it.`,
}

/** `verb` is what they can't do, `owner` "the owner" and, where they can be mentioned, who that is. */
const notPermitted: Record<Audience, (p: { verb: string; owner: string; channel: string }) => string> = {
  everyone: ({ verb }) => `Everyone can ${verb}.`,
  channel: ({ verb, owner, channel }) =>
    `From here, only ${owner} and admins can ${verb}. Everyone else can do it in ${channel}.`,
  owner: ({ verb, owner }) => `Only ${owner} and admins can ${verb}. Ask one of them.`,
  admins: ({ verb }) => `Only admins can ${verb}. Ask one of them.`,
}

const unfit: Record<Exclude<Membership, 'member'>, string> = {
  deactivated: 'their account is deactivated',
  guest: 'they are a guest here',
  stranger: 'they belong to another workspace',
  bot: "it's an app",
  missing: "I can't find them in this workspace",
}

const closed: Record<ChannelClosure, (channel: string) => string> = {
  archived: (channel) => `I can't post in ${channel}: it's archived. Choose another channel.`,
  restricted: (channel) => `I'm not allowed to post in ${channel}. Choose another channel.`,
  notInvited: (channel) => `I'm not in ${channel}. Type /invite @pokopoko there, then submit this again.`,
}

/** Once each: groups that cannot be mentioned all have one name. */
const listed = (names: string[]) => [...new Set(names)].join(', ')

export const errorTexts: ErrorTexts = {
  errors: {
    'name-empty': () => 'Enter a name.',
    'name-too-long': ({ max }) => `That name is too long. Use up to ${max} characters.`,
    'name-not-a-label': ({ suggestion }, { text }) =>
      `Use lowercase letters, digits, and hyphens, and start and end with a letter or digit.${suggestion === undefined ? '' : ` How about ${text(suggestion)}?`}`,
    'name-reserved': ({ name }, { text }) => `The name ${text(name)} is reserved. Choose another one.`,
    'name-taken': ({ name }, { text }) =>
      `There's already a site named ${text(name)}, or one in the archive. Choose another name.`,
    'no-such-site': ({ name, nearest }, { text, listCommand }) =>
      nearest === undefined
        ? `There's no site named ${text(name)}. To see all sites, type ${listCommand()}.`
        : `There's no site named ${text(name)}. Did you mean ${text(nearest)}?`,
    'name-missing': ({ usage }, { text }) => `Something is missing or misspelled. Type it like this: ${text(usage)}`,
    'word-left-over': ({ word, usage }, { text }) =>
      `I don't know what to do with ${text(word)}, so nothing changed. Type it like this, one site at a time: ${text(usage)}`,
    'filter-unreadable': ({ word, nearest }, { text }) =>
      `I can't look for ${text(word)}.${nearest === undefined ? '' : ` Did you mean ${text(nearest)}?`} Before a colon, write ${text('owner')}, ${text('repository')}, ${text('state')}, or ${text('note')}, and after it what to look for.`,
    'filter-contradictory': ({ first, second }, { text }) =>
      `No site can be both ${text(first)} and ${text(second)}. Leave one of them out.`,
    'filter-too-long': ({ max }) => `That's too much to look for. Use up to ${max} characters.`,
    'password-typed': (_, { command }) =>
      `Others might see a password in a command, so I didn't use it and nothing changed. Leave it out to get a generated one, or press *Password* on the card to enter your own (${command('show NAME')}).`,
    'variables-typed': (_, { command }) =>
      `Others might see what's in a command, so I didn't use it and nothing changed. Type ${command('environment NAME')} and enter it in the form.`,
    'variable-unreadable': ({ line }) =>
      `I can't read line ${line}. Write KEY=value. Names consist of letters, digits, and underscores. A quotation mark at the beginning of a value needs one at the end.`,
    'variable-reserved': ({ name }, { text }) => `${text(name)} is set by pokopoko or the system. Use another name.`,
    'variable-unknown': () => "One of these names isn't set. Check them and try again.",
    'scope-unknown': (_, { text }) => `Write ${text('site')} or ${text('repository')}.`,
    'environment-unchanged': () => 'Enter a variable to add or change, or a name to remove.',
    'environment-too-large': ({ max }) =>
      `That's too large: names and values can have up to ${max} bytes in total. Remove some, or put large ones into files.`,
    'address-unknown': ({ text: typed }, { text }) =>
      `I can't find a repository or a site name in ${text(typed)}. Write ${text('OWNER/REPO')} or paste its GitHub address. Site names are lowercase.`,
    'idle-time-unreadable': ({ text: typed }, { text }) =>
      `I can't read ${text(typed)} as a time without a visit. Write ${text('1h')}, ${text('2h')}, ${text('4h')}, ${text('8h')}, ${text('night')}, ${text('office')}, ${text('never')}, or ${text('default')}.`,
    'date-unreadable': ({ text: typed }, { text }) =>
      `I can't read ${text(typed)} as a date. Write a number of days, or a date such as 2027-01-31.`,
    'date-misfit': ({ text: typed, date, first, last }, { text, day }) =>
      `I read ${text(typed)} as ${day(date)}, but the last day must be between ${day(first)} and ${day(last)}. Choose a day in that range.`,
    'date-ambiguous': ({ text: typed, dates }, { text, day }) =>
      `${text(typed)} could be ${dates.map(day).join(' or ')}. Write it in full, like this: ${text(dates[0] ?? '')}`,
    'date-past': ({ first }, { day }) => `That day is over. Choose ${day(first)} or later.`,
    'date-too-late': ({ last, maxDays }, { day }) =>
      `A site can last up to ${maxDays === 1 ? '1 day' : `${maxDays} days`} from now. Choose ${day(last)} or earlier. You can extend it again later.`,
    'already-extended': ({ name, by, expiresAt }, { text, person, moment }) =>
      `${person(by, 'Someone')} already changed this: ${text(name)} expires ${moment(expiresAt)}. If that's too soon, extend it from its card.`,
    'not-now': ({ name, operation, phase }, show) =>
      `You can't ${show.operation(operation, show.text(name))} right now: ${situations[phase](name, show)}`,
    'logs-not-now': ({ name, phase }, show) =>
      `The logs of ${show.text(name)} can't be read right now: ${situations[phase](name, show)}`,
    'logs-under-way': ({ name }, { text }) =>
      `I'm still reading the logs of ${text(name)} for you. Wait for them, or try again in a minute.`,
    'logs-unreadable': ({ name }, { text }) =>
      `The machine of ${text(name)} didn't say what's in its logs. Try again in a minute.`,
    'logs-none': ({ name }, { text }) =>
      `${text(name)} has no logs: without podman or docker, pokopoko itself serves its files, and no program runs. If a deploy fails, the card says why.`,
    'log-missing': ({ name, log, logs }, { text }) =>
      `${text(name)} has no log named ${text(log)}. It has these: ${logs.map(text).join(', ')}.`,
    'archive-lost': ({ name }, { text }) =>
      `Somebody removed the archive of ${text(name)} outside pokopoko, so there's nothing left to restore. All you can do is delete it for good.`,
    'no-ssh-team': ({ name }, { text }) =>
      `${text(name)} has no SSH team, so there are no accounts to update. To use SSH, choose a team in its settings.`,
    'client-invalid': ({ max }) => `Use a name with 1 to ${max} characters, in one line.`,
    'client-has-link': () =>
      "This client has a link already. It can't be shown again: revoke it first, or use another name.",
    'shares-many': ({ max }) => `A site has at most ${max} links. Revoke one that's no longer needed first.`,
    'no-shares': ({ name }, { text, command }) =>
      `No client has a link to ${text(name)}. To make one, type ${command('share NAME CLIENT')}.`,
    'share-missing': (_, { command }) =>
      `No client of that name has a link. ${command('shares NAME')} shows who has one.`,
    'share-path-invalid': ({ max }) =>
      `Start the page with a slash, such as /products/, and use at most ${max} characters.`,
    'share-path-elsewhere': () => "That's an address of another site. Enter a page of this one, such as /products/.",
    'language-unknown': () => 'Choose `en` or `ja`.',
    'access-user-invalid': () =>
      'Use up to 64 letters, digits, and . _ @ - for the user name, and start with a letter or digit.',
    'password-short': ({ min }) => `Use at least ${min} characters, or leave this empty to get a generated password.`,
    'password-common': () =>
      'This is one of the 10,000 most common passwords, which are tried first. Use another one, or leave this empty to get a generated password.',
    'password-like-name': ({ name, min }, { text }) =>
      `Besides the site's name, ${text(name)}, use at least ${min} more characters, or leave this empty to get a generated password.`,
    'password-long': ({ max }) => `That password is too long. Use up to ${max} bytes.`,
    'repository-invalid': () => 'Choose a repository from the list. It looks like owner/name.',
    'repository-missing': ({ repository }, { text }) =>
      `I can't find ${text(repository)}. Check the spelling, and that I have access to it on GitHub.`,
    'branch-invalid': () => 'Choose a branch from the list.',
    'branch-missing': ({ repository, branch }, { text }) =>
      `${text(repository)} has no branch ${text(branch)}. Choose another one, or push it first.`,
    'github-login-missing': ({ owner }, { person }) =>
      owner === undefined
        ? "Your Slack profile has no GitHub login, so I can't tell which repositories you can read. Ask an admin of this workspace to add it."
        : `The Slack profile of ${person(owner, 'this person')} has no GitHub login, so I can't tell which repositories they can read. Ask an admin of the workspace to add it.`,
    'github-login-invalid': ({ owner }, { person, text }) =>
      `The GitHub login in ${owner === undefined ? 'your Slack profile' : `the Slack profile of ${person(owner, 'this person')}`} isn't one. Ask an admin of the workspace to correct it. It looks like ${text('aki')} or ${text('https://github.com/aki')}.`,
    'repository-unreadable': ({ repository, login }, { text }) =>
      `On GitHub, ${text(login)} can't read ${text(repository)}, or there's no such repository. Check the spelling, or ask someone who manages it for access.`,
    'code-host-silent': () =>
      "GitHub isn't telling me right now who can read this repository, so nothing changed. Try again in a minute.",
    'team-invalid': () => 'Choose a team from the list.',
    'document-root-invalid': (_, { text }) =>
      `Enter a directory in the repository, such as public or web/dist. Hidden directories and ${text('..')} aren't allowed.`,
    'app-directory-invalid': (_, { text }) =>
      `Enter a directory in the repository, such as apps/web. Hidden directories and ${text('..')} aren't allowed.`,
    'start-command-invalid': ({ max }) => `Enter one line of up to ${max} characters, such as node server.js.`,
    'services-invalid': (_, { text }) =>
      `Choose from ${['mariadb', 'postgresql', 'redis'].map(text).join(', ')}, or only ${text('none')}.`,
    'shared-directory-invalid': (_, { text }) =>
      `Enter directories such as public/uploads, one per line. Hidden directories and ${text('..')} aren't allowed.`,
    'shared-directories-many': ({ max }) => `Enter up to ${max} directories.`,
    'settings-unchanged': () => 'Nothing is different. Change a setting first.',
    'note-invalid': ({ max }) => `Enter one line of up to ${max} characters.`,
    'flag-unreadable': (_, { text }) => `Enter ${text('yes')} or ${text('no')}.`,
    'branch-of-pull-request': ({ number }) =>
      `This site follows pull request #${number}, so its branch can't be changed. Create another site for another branch.`,
    'image-unknown': () => 'That image is no longer available. Choose another one.',
    'size-unknown': () => 'That size is no longer available. Choose another one.',
    'size-unfit': ({ size, sizes }, { text }) =>
      `The machine of this site can't be a ${text(size)}.${sizes.length === 0 ? '' : ` Choose one of these: ${sizes.map(text).join(', ')}.`}`,
    'size-of-spot': () => 'A spot machine keeps its size. To get another one, create a new site.',
    'channel-missing': () => "Choose a channel for the site's card.",
    'person-missing': (_, { command }) => `Choose a person, or mention one: ${command('hand-over NAME @USER')}`,
    'owner-unfit': ({ owner, membership }, { person }) =>
      `${person(owner, 'This person')} can't own a site: ${unfit[membership]}. Choose a member of this workspace.`,
    'owner-unknown': ({ owner }, { person }) =>
      `Slack didn't tell me in time who ${person(owner, 'this person')} is. Try again in a minute.`,
    'channel-closed': ({ channel, code }, show) => closed[closureOf(code)](show.channel(channel, 'this channel')),
    'pull-request-from-fork': () =>
      'Its branch is in a fork, and anyone who can push there could run programs here. Push the branch to this repository and open a pull request from it.',
    'guest-denied': () =>
      "Test sites are for members of this workspace, and you're a guest here. Ask a member to do this for you.",
    'stranger-denied': () =>
      "Test sites are for members of the workspace they belong to, and you're in another one. Ask someone there to do this for you.",
    'not-permitted': ({ name, operation, audience, owner, channel }, show) => {
      const mention = show.person(owner, '')
      return notPermitted[audience]({
        verb: show.operation(operation, show.text(name)),
        owner: mention === '' ? 'the owner' : `the owner (${mention})`,
        channel: show.channel(channel, "the site's channel"),
      })
    },
    'creation-not-permitted': ({ groups, channels }, { group, channel }) =>
      `You can't create sites here. These people can: ${[
        ...(groups.length > 0 ? [`members of ${listed(groups.map((id) => group(id, 'certain user groups')))}`] : []),
        ...(channels.length > 0
          ? [`anyone who types /testsite in ${listed(channels.map((id) => channel(id, 'certain channels')))}`]
          : []),
        'admins',
      ].join('; ')}. Ask one of them.`,
    'owner-quota-reached': ({ owner, max }, { person, listCommand }) =>
      `${person(owner, 'This person')} already has ${sitesUp(max)}, the most that anyone can have. First delete one (you can restore it later) or hand it over. To see them, type ${listCommand(owner)}.`,
    'budget-spent': ({ spent, budget, until }, { amount, moment }) =>
      `Sites have cost about ${amount(spent)} this month, and the budget is ${amount(budget)}. Until ${moment(until)}, nobody can create or restore a site, unless your pokopoko admin raises the budget.`,
    'site-quota-reached': ({ max }, { listCommand }) =>
      `There ${max === 1 ? 'is' : 'are'} already ${sitesUp(max)}, the most that there can be. First delete one that nobody needs. To see them, type ${listCommand()}.`,
    'slack-silent': () =>
      "Not everyone can do this, and Slack isn't telling me who you are right now. Try again in a minute.",
    'slack-denied': (_, { text }) =>
      `Not everyone can do this, and Slack won't tell me who can. Trying again won't help. Tell your pokopoko admin that the Slack app is missing a permission (reinstall it), or that a group in ${text('admins')} or ${text('creatorGroups')} doesn't exist. The log says which.`,
    'changed-meanwhile': ({ name }, { text }) =>
      `Someone changed ${text(name)} at the same moment. Check its card and try again if you still need to.`,
    'none-to-select': () => 'There are no sites to select: none of these is up or asleep.',
    'button-unknown': (_, { command }) =>
      `I don't recognize that button, so nothing changed. It may be from an old message. For current ones, type ${command('list')}.`,
  },
  problem: "That didn't work",
  unexpected: ({ reference }) =>
    `Something went wrong on my side. Try again. If it keeps happening, give your pokopoko admin this reference: ${reference}`,
}
