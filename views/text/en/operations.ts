import type { OperationTexts } from '../operation-texts.ts'
import { days as daysOf } from './controls.ts'
import { formTexts } from './forms.ts'

const { labels, hints, flags } = formTexts.createForm

export const operationTexts: OperationTexts = {
  extend: {
    line: 'Extends it by a number of days, or until a date.',
    verb: ({ site }) => `extend ${site}`,
    done: ({ site, to }) => `${site} now expires ${to}.`,
    history: ({ by, to }) => (to === undefined ? `${by} extended it.` : `${by} extended it until ${to}.`),
    button: 'Extend',
    spoken: ({ site }) => `Extend ${site}`,
    form: {
      title: 'Extend test site',
      submit: 'Extend',
      intro: ({ site, until }) => `${site} currently expires ${until}.`,
    },
    args: { until: { label: 'New last day', usage: 'DAYS|DATE' } },
  },
  redeploy: {
    line: 'Redeploys it with the latest commit.',
    verb: ({ site }) => `redeploy ${site}`,
    done: ({ site }) => `${site} is being redeployed with the latest commit. Follow its progress on its card.`,
    history: ({ by }) => `${by} redeployed it.`,
    button: 'Redeploy',
    spoken: ({ site }) => `Redeploy ${site}`,
  },
  sleep: {
    line: 'Stops its machine to save money. Nothing is lost.',
    verb: ({ site }) => `put ${site} to sleep`,
    done: ({ site }) => `${site} is going to sleep. Anyone who needs it can wake it.`,
    history: ({ by }) => `${by} put it to sleep.`,
    button: 'Sleep',
    spoken: ({ site }) => `Sleep ${site}`,
  },
  wake: {
    line: 'Starts it again.',
    verb: ({ site }) => `wake ${site}`,
    done: ({ site }) => `${site} is waking up. Its card shows when it's ready.`,
    history: ({ by }) => `${by} woke it.`,
    button: 'Wake',
    spoken: ({ site }) => `Wake ${site}`,
  },
  share: {
    line: 'Makes a link for a client that needs no password.',
    verb: ({ site }) => `share ${site}`,
    done: ({ site, to }) => `${to} now has a link to ${site}.`,
    history: ({ by, to }) => (to === undefined ? `${by} shared it by a link.` : `${by} made a link for ${to}.`),
    button: 'Share…',
    spoken: ({ site }) => `Share… ${site}`,
    form: {
      title: 'Share with a client',
      submit: 'Make link',
      intro: ({ site, until }) =>
        `You get a message to send, with a link that opens ${site} without a password and wakes it if it sleeps. It ends with the site (${until}) at the latest, and you can revoke it by itself.`,
    },
    args: {
      client: { label: 'Client', usage: 'CLIENT' },
      until: { label: 'Last day' },
      path: { label: 'Page to open, such as /products/' },
      language: { label: 'Language of the message' },
    },
  },
  'change-password': {
    line: 'Changes the password that visitors need.',
    verb: ({ site }) => `change the password of ${site}`,
    done: ({ site }) => `${site} is getting its new password. This takes a moment.`,
    history: ({ by }) => `${by} changed its password.`,
    button: 'Password',
    spoken: ({ site }) => `Password of ${site}`,
    form: {
      title: 'Change password',
      submit: 'Change',
      intro: ({ site }) => `Visitors of ${site} will need the new user name and password right away.`,
    },
    args: { user: { label: labels.accessUser }, password: { label: labels.password } },
  },
  delete: {
    line: 'Archives it now. You can restore it for a while.',
    verb: ({ site }) => `delete ${site}`,
    done: ({ site }) => `${site} is being deleted. Its card shows whether you can restore it, and until when.`,
    history: ({ by }) => `${by} deleted it.`,
    button: 'Delete',
    spoken: ({ site }) => `Delete ${site}`,
    confirmation: {
      question: ({ site }) => `Delete ${site}?`,
      consequence: ({ days, isServed }) => {
        const time = days === undefined ? 'a while' : daysOf(days)
        return isServed === true
          ? `It goes offline right away. An archive is kept, and you can restore it for ${time}.`
          : `It goes offline right away. If it was ever ready, an archive is kept, and you can restore it for ${time}. Otherwise, it's gone.`
      },
      submit: 'Delete',
    },
  },
  retry: {
    line: 'Retries what failed.',
    verb: ({ site }) => `retry ${site}`,
    done: ({ site }) => `${site} is trying again. Follow its progress on its card.`,
    history: ({ by }) => `${by} retried it.`,
    button: 'Retry',
    spoken: ({ site }) => `Retry ${site}`,
  },
  restore: {
    line: 'Brings it back from the archive.',
    verb: ({ site }) => `restore ${site}`,
    done: ({ site, to }) => `${site} is coming back with the same name and settings. It expires ${to}.`,
    history: ({ by, to }) => (to === undefined ? `${by} restored it.` : `${by} restored it until ${to}.`),
    button: 'Restore',
    spoken: ({ site }) => `Restore ${site}`,
  },
  adopt: {
    line: 'Makes it yours when its owner has left.',
    verb: ({ site }) => `adopt ${site}`,
    done: ({ site }) => `${site} is yours now. I'll ask you before it's archived.`,
    history: ({ by }) => `${by} adopted it.`,
    button: 'Adopt',
    spoken: ({ site }) => `Adopt ${site}`,
  },
  'refresh-users': {
    line: 'Updates its SSH access to match its team.',
    verb: ({ site }) => `update SSH access to ${site}`,
    done: ({ site }) => `${site} is updating its SSH access to match its team. Its card shows who has no SSH key.`,
    history: ({ by }) => `${by} updated its SSH access.`,
  },
  'idle-time': {
    line: 'Changes when it goes to sleep by itself: after 1, 2, 4, or 8 hours without a visit, only at night, soon outside office hours, or never.',
    verb: ({ site }) => `change when ${site} goes to sleep by itself`,
    done: ({ site, to }) => `From now on, ${site} goes to sleep by itself: ${to}`,
    history: ({ by, to }) =>
      to === undefined
        ? `${by} changed when it goes to sleep by itself.`
        : `${by} changed when it goes to sleep by itself: ${to}`,
    button: 'Idle time…',
    form: {
      title: 'Idle time',
      submit: 'Save',
      intro: ({ site }) =>
        `To save money, ${site} goes to sleep by itself when nobody uses it. A visitor who knows the password can wake it.`,
    },
    args: {
      after: { label: 'It goes to sleep', usage: 'HOURS|night|office|never|default' },
      until: { label: 'Kept awake until the morning after' },
    },
  },
  'keep-awake': {
    line: 'Keeps it from going to sleep by itself, for tonight or until a date.',
    verb: ({ site }) => `keep ${site} awake`,
    done: ({ site, to }) => `${site} won't go to sleep by itself before ${to}.`,
    history: ({ by, to }) => (to === undefined ? `${by} kept it awake.` : `${by} kept it awake until ${to}.`),
    form: {
      title: 'Keep awake',
      submit: 'Keep awake',
      intro: ({ site }) =>
        `${site} won't go to sleep by itself before the morning after the day you choose. Today is for tonight only.`,
    },
    args: { until: { label: 'Last day', usage: 'tonight|DAYS|DATE' } },
  },
  settings: {
    line: 'Changes what it was created with, such as its branch, and its note.',
    verb: ({ site }) => `change the settings of ${site}`,
    done: ({ site, to }) =>
      `Saved for ${site}: ${to}. If that takes a deploy, what visitors see stays until it succeeds. Follow it on the card.`,
    history: ({ by, to }) => (to === undefined ? `${by} changed its settings.` : `${by} changed its settings: ${to}`),
    button: 'Settings…',
    spoken: ({ site }) => `Settings… of ${site}`,
    form: {
      title: 'Settings',
      submit: 'Save',
      intro: ({ site }) =>
        `What you change here is changed while ${site} is up. What visitors see stays until the new release has started.`,
      sleep: ({ when }) => `It goes to sleep: ${when}. To change that, type \`/testsite idle-time NAME\`.`,
    },
    args: {
      branch: { label: labels.branch, hint: 'The branch that is deployed, now and with each push to it.' },
      'app-directory': {
        label: labels.appDirectory,
        hint: hints.appDirectory,
      },
      'published-directory': {
        label: labels.documentRoot,
        hint: hints.documentRoot,
      },
      'spa-fallback': { label: labels.spaFallback, hint: flags.spaFallback },
      'start-command': {
        label: labels.startCommand,
        hint: hints.startCommand,
      },
      services: {
        label: labels.services,
        hint: "On the site's own machine. Leave them all unticked to get what the project asks for.",
      },
      'shared-directories': {
        label: 'Directories that stay',
        hint: "One per line, as paths in the app directory: a deploy keeps what's in them. The framework's own always stay.",
      },
      size: {
        label: labels.size,
        hint: 'Another size stops the site for a minute or two. Its address, disk, and data stay. A site that sleeps wakes with it.',
      },
      image: {
        label: labels.image,
        hint: 'For the next machine that is launched without an archive. The one that is there stays as it is.',
      },
      'ssh-team': {
        label: labels.sshTeam,
        hint: 'Its members can log in at once with the public keys they have on GitHub; those of the team before no longer can.',
      },
      channel: { label: labels.channel, hint: 'Its card moves there. For a private channel, invite me first.' },
      note: { label: 'Note', hint: 'Who this site is for, and what for. Its card shows it.' },
    },
  },
  'undo-settings': {
    line: 'Goes back to the settings before a change that failed.',
    verb: ({ site }) => `undo the settings of ${site}`,
    done: ({ site, to }) => `${site} goes back to its earlier settings: ${to}`,
    history: ({ by, to }) =>
      to === undefined ? `${by} went back to its earlier settings.` : `${by} went back to its earlier settings: ${to}`,
    button: 'Undo change',
    spoken: ({ site }) => `Undo change of ${site}`,
  },
  environment: {
    line: 'Sets environment variables for its programs, such as keys of other services.',
    verb: ({ site }) => `change the environment of ${site}`,
    done: ({ site, repository, runsNoPrograms }) =>
      repository !== undefined
        ? `All sites of ${repository} are getting the new environment, and new ones will get it, too. Their programs restart without downtime. If they can't, their cards say so.`
        : runsNoPrograms === true
          ? `The environment of ${site} is saved. Its machine runs no programs, so nothing uses it here. Machines in containers and on AWS run programs.`
          : `${site} is getting its new environment. Its programs restart without downtime. If they can't, its card says so.`,
    history: ({ by, to }) =>
      to === undefined ? `${by} changed its environment.` : `${by} changed its environment: ${to}`,
    button: 'Environment…',
    spoken: ({ site }) => `Environment… of ${site}`,
    form: {
      title: 'Environment',
      submit: 'Save',
      intro: ({ site, repository, names, shared, runsNoPrograms }) =>
        [
          names === undefined
            ? `${site} has no variables yet.`
            : `${site} has these variables (values are hidden): ${names}`,
          ...(shared === undefined
            ? []
            : [`All sites of ${repository} have these, unless they have their own: ${shared}`]),
          ...(runsNoPrograms === true
            ? [
                'Its machine runs no programs, so nothing uses them here. Machines in containers and on AWS run programs.',
              ]
            : []),
        ].join('\n'),
    },
    args: {
      scope: { label: 'For', hint: 'All sites include new ones, and those of pull requests.' },
      set: {
        label: 'Add or change',
        hint: "One KEY=value per line, as in a .env file. Quote values that have a # or several lines. You can't see values after you save them.",
      },
      remove: { label: 'Remove', hint: 'Names, separated by spaces.' },
    },
  },
  'revoke-share': {
    line: "Revokes a client's link. Others stay.",
    verb: ({ site }) => `revoke a link to ${site}`,
    done: ({ site, to }) => `The link of ${to} to ${site} stops working. This takes a moment.`,
    history: ({ by, to }) => (to === undefined ? `${by} revoked a link.` : `${by} revoked the link of ${to}.`),
    button: 'Revoke link…',
    form: {
      title: 'Revoke link',
      submit: 'Revoke',
      intro: ({ site }) => `The client can't open ${site} any more, also where they have opened it before.`,
    },
    args: { client: { label: 'Client', usage: 'CLIENT' } },
  },
  'revoke-all-shares': {
    line: 'Revokes the links of all its clients.',
    verb: ({ site }) => `revoke the links to ${site}`,
    done: ({ site }) => `All clients' links to ${site} stop working. This takes a moment.`,
    history: ({ by }) => `${by} revoked the links of all clients.`,
    button: 'Revoke all links…',
    confirmation: {
      question: ({ site }) => `Revoke all links to ${site}?`,
      consequence: () =>
        "Clients can't open it any more, also where they have opened it before. To let them in again, you need new links.",
      submit: 'Revoke all',
    },
  },
  'hand-over': {
    line: 'Hands it over to a new owner.',
    verb: ({ site }) => `hand over ${site}`,
    done: ({ site, to }) => `${site} now belongs to ${to}. I'll ask them about it from now on.`,
    history: ({ by, to }) => (to === undefined ? `${by} handed it over.` : `${by} handed it over to ${to}.`),
    button: 'Hand over…',
    form: {
      title: 'Hand over test site',
      submit: 'Hand over',
      intro: ({ site, owner }) => `${site} belongs to ${owner}. I'll ask its owner before it's archived.`,
    },
    args: { owner: { label: 'New owner', usage: 'USER' } },
  },
  'delete-without-archive': {
    line: 'Permanently deletes it, with its archive.',
    verb: ({ site }) => `permanently delete ${site}`,
    done: ({ site }) => `${site} is being permanently deleted.`,
    history: ({ by }) => `${by} permanently deleted it.`,
    button: 'Delete without archive…',
    confirmation: {
      question: ({ site }) => `Permanently delete ${site}?`,
      consequence: ({ site }) => `${site}, its machine, and its archive are deleted. You can't undo this.`,
      submit: 'Delete permanently',
    },
  },
}
