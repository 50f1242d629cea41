import type { TalkTexts } from '../texts.ts'

export const talkTexts: TalkTexts = {
  row: ({ repository, owner }) => `${repository} · ${owner}`,
  expiresAt: ({ when }) => `until ${when}`,
  purgedAt: ({ when }) => `can be restored until ${when}`,
  list: {
    titles: {
      mine: 'Your test sites',
      all: 'All test sites',
      channel: 'Test sites of this channel',
      archived: 'Archived test sites',
    },
    empty: {
      mine: 'You have no test sites. `/testsite new` makes one.',
      all: 'There are no test sites. `/testsite new` makes the first one.',
      channel: 'This channel has no test sites. `/testsite new` makes one.',
      archived: 'There is nothing in the archive.',
    },
    unreadable: ({ names }) => `These could not be read; please tell whoever looks after pokopoko: ${names}`,
    notShown: ({ count }) => `${count} more not shown here.`,
    howToShow: '`/testsite show NAME` shows a site with all its buttons.',
  },
  home: {
    title: 'Test sites',
    intro:
      'Each site is a machine of its own that serves a branch of your repository, and is deployed anew by every push.',
    mine: 'Your sites',
    expiringSoon: 'Expiring soon',
    archived: 'Archived, can be restored',
    empty: 'No test sites yet. The button above makes one in about a minute.',
    notShown: ({ count }) => `${count} more not shown here. \`/testsite list\` in any channel lists them all.`,
    more: 'There are more. `/testsite list` in any channel lists them all.',
  },
  help: {
    title: 'What I can do',
    intro: 'I make test sites: machines that serve a branch over HTTPS and go away when their time is up.',
    days: 'DAYS is a number from 1 up, `7d` or `2w`. DATE is `2027-01-31`, `12/25`, `tomorrow`, `friday` or `next week`. Addresses work for NAME and OWNER/REPO, too.',
  },
  commands: {
    new: {
      usage: '/testsite new [NAME] [OWNER/REPO[#BRANCH]]',
      line: 'Opens the form for a new site. `/testsite` alone does, too.',
    },
    list: {
      usage: '/testsite list [mine|all|channel|archived]',
      line: 'Lists sites: your own, unless you say otherwise.',
    },
    show: { usage: '/testsite show NAME', line: 'Shows a site to you, with its buttons.' },
    extend: { usage: '/testsite extend NAME [DAYS|DATE]', line: 'Lets it live longer, or asks you until when.' },
    sleep: { usage: '/testsite sleep NAME', line: 'Stops its machine to save money; nothing is lost.' },
    wake: { usage: '/testsite wake NAME', line: 'Starts it again.' },
    delete: { usage: '/testsite delete NAME', line: 'Archives it now. It can be restored for a while.' },
    restore: { usage: '/testsite restore NAME', line: 'Brings it back from the archive.' },
    password: { usage: '/testsite password NAME', line: 'Changes the password that visitors need.' },
    redeploy: { usage: '/testsite redeploy NAME', line: 'Sets it up again with the newest commit.' },
    users: { usage: '/testsite users NAME', line: 'Lets in who is in its SSH team now, with the keys they have now.' },
    retry: { usage: '/testsite retry NAME', line: 'Tries again what failed.' },
    owner: { usage: '/testsite owner NAME @USER', line: 'Hands it over to somebody else.' },
    help: { usage: '/testsite help', line: 'Shows this.' },
  },
  unknownCommand: ({ typed, nearest, does }) =>
    `I do not know ${typed}.${nearest === undefined ? '' : ` Did you mean ${nearest}? ${does}`} This is what I know:`,
}
