import type { TalkTexts } from '../texts.ts'
import { days as daysOf } from './controls.ts'

export const talkTexts: TalkTexts = {
  row: ({ repository, owner }) => `${repository} · ${owner}`,
  expiringTogether: ({ owner }) => `${owner}: these sites will be archived soon. Do you still need them?`,
  expiresAt: ({ when }) => `expires ${when}`,
  purgedAt: ({ when }) => `restore by ${when}`,
  list: {
    titles: {
      mine: 'Your test sites',
      all: 'All test sites',
      channel: 'Test sites in this channel',
      archived: 'Archived test sites',
    },
    empty: {
      mine: 'You have no test sites. To create one, type `/testsite create`.',
      all: 'There are no test sites. To create the first one, type `/testsite create`.',
      channel: 'This channel has no test sites. To create one, type `/testsite create`.',
      archived: 'There are no archived test sites.',
    },
    matching: ({ words }) => `Matching ${words}`,
    noneMatch: ({ nearest, usage }) =>
      `No site matches.${nearest === undefined ? '' : ` Did you mean ${nearest}?`} Type it like this: ${usage}`,
    noneYet: 'None so far. To look further, press *Show more*.',
    unreadable: ({ names }) => `I couldn't read these. Tell your pokopoko admin: ${names}`,
    notShown: ({ count }) => `${count} more not shown here.`,
    howToShow: 'To see a site with all its buttons, type `/testsite show NAME`.',
  },
  select: {
    title: 'Select sites',
    submit: 'Apply',
    sites: 'Sites',
    choose: 'Choose sites',
    action: 'What to do with them',
    more: ({ count }) =>
      `These are only the first ${count}. To choose among others, list fewer: \`/testsite list [WORDS]\`.`,
    rest: ({ done, rest }) =>
      `Time is up: I got through ${done}, and these ${rest} aren't begun. To go on with them, press *Apply*.`,
    delete: {
      title: 'Delete sites',
      question: ({ count }) => (count === 1 ? 'Delete this site?' : `Delete these ${count} sites?`),
      consequence: ({ days }) =>
        `They go offline right away. Of those that were ever ready, archives are kept, and you can restore them for ${daysOf(days)}. The others are gone.`,
    },
    outcome: ({ action, done, count }) => `${action}: done for ${done} of ${count}`,
    notBegun: 'not begun',
    otherReasons: ({ names }) => `${names}: also refused. To see why, ask for one of them by itself.`,
  },
  counts: {
    up: ({ count }) => `${count} up`,
    asleep: ({ count }) => `${count} asleep`,
    failed: ({ count }) => `${count} failed`,
    changing: ({ count }) => `${count} on the way`,
    archived: ({ count }) => `${count} archived`,
  },
  digest: {
    title: 'Test sites this week',
    costs: ({ soFar, monthly }) => `Costs: ≈ ${soFar} this month so far, ≈ ${monthly} a month as used.`,
    ending: 'Ending this week',
    others: 'Others',
    notShown: ({ count }) => `${count} more not shown here. To list them all, type \`/testsite list channel\`.`,
  },
  home: {
    title: 'Test sites',
    intro: 'Each site is its own machine. It serves a branch of your repository and deploys every push.',
    totals: ({ count, states }) => `${count === 1 ? '1 site' : `${count} sites`}: ${states}`,
    costs: ({ soFar, monthly }) => `≈ ${soFar} this month so far, ≈ ${monthly} a month as used`,
    mine: 'Your sites',
    expiringSoon: 'Expiring soon',
    archived: 'Archived (you can restore these)',
    empty: 'No test sites yet. Create one with the button above. It takes about a minute.',
    showMore: ({ count }) => `Show ${count} more`,
    notShown: ({ count }) => `${count} more not shown here. To list them all, type \`/testsite list\` in any channel.`,
    more: 'There are more. To list them all, type `/testsite list` in any channel.',
  },
  logs: {
    verb: ({ site }) => `read the logs of ${site}`,
    reading: ({ site }) => `Reading the logs of ${site}…`,
    end: ({ site, log, count }) =>
      count === 1 ? `${site}, log ${log}, the last line:` : `${site}, log ${log}, the last ${count} lines:`,
    empty: ({ site, log }) => `${site}: the log ${log} is empty.`,
    file: ({ site, log }) => `${site}, log ${log}: up to its last megabyte, without secrets.`,
    sent: ({ site, log }) => `I sent you the log ${log} of ${site} as a file, in a direct message.`,
    notSent: ({ site, log }) =>
      `Slack didn't take the log ${log} of ${site} as a file. Try again in a minute. If that doesn't help, ask an admin to reinstall the app, so that it can send files.`,
  },
  help: {
    title: 'What I can do',
    intro: 'I create test sites: machines that serve a branch over HTTPS and are archived when they expire.',
    start: 'To create one, type `/testsite` in a channel. `/testsite help` shows everything that I can do.',
    days: 'DAYS is a number (1 or more), `7d`, or `2w`. DATE is `2027-01-31`, `12/25`, `tomorrow`, `friday`, or `next week`. For NAME and OWNER/REPO, you can also paste an address.',
  },
  commands: {
    create: {
      usage: '/testsite create [NAME] [OWNER/REPO[#BRANCH]]',
      line: 'Opens the form for a new site. So does `/testsite` by itself.',
    },
    list: {
      usage: '/testsite list [mine|all|channel|archived] [WORDS]',
      line: "Lists sites: your own, unless you say otherwise. Words to look for: `up`, `asleep`, `failed`, `expiring`, `idle`, `@USER`, `OWNER/REPO`, or what's in the name or note.",
    },
    show: { usage: '/testsite show NAME', line: 'Shows you a site with its buttons.' },
    shares: { usage: '/testsite shares NAME', line: 'Shows which clients have a link, and how often they opened it.' },
    logs: {
      usage: '/testsite logs NAME [LOG] [LINES]',
      line: 'Shows you the end of a log. LOG is `web`, `deploy`, `release`, `nginx`, or a process, such as `worker`.',
    },
    help: { usage: '/testsite help', line: 'Shows this help.' },
  },
  siteName: 'NAME',
  unknownCommand: ({ typed, nearest, does }) =>
    `I don't know ${typed}.${nearest === undefined ? '' : ` Did you mean ${nearest}? ${does}`} Here's what I know:`,
}
