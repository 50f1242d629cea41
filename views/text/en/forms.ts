import type { FormTexts } from '../texts.ts'

export const formTexts: FormTexts = {
  createForm: {
    title: 'Create test site',
    submit: 'Create',
    labels: {
      name: 'Name',
      repository: 'Repository',
      branch: 'Branch',
      documentRoot: 'Published directory',
      spaFallback: 'Single-page app',
      spot: 'Price',
      image: 'Image',
      size: 'Size',
      lastDay: 'Archive on',
      accessUser: 'User name for visitors',
      password: 'Password for visitors',
      sshTeam: 'Team with SSH access',
      channel: 'Channel for its card',
    },
    flags: {
      spaFallback: 'Paths without a file give index.html',
      spot: 'Cheaper (spot), but the machine may be stopped at any time',
    },
    hints: {
      name: ({ address }) => `Small letters, digits and hyphens. It becomes part of the address: ${address}`,
      documentRoot: 'Inside the repository. Leave it empty to publish the top directory.',
      lastDay: ({ first, last, hour, zone }) =>
        `Between ${first} and ${last}. I'll warn you, then archive it at ${hour}:00 (${zone}) that day. You can extend it later.`,
      password: ({ min }) =>
        `Leave it empty to get a generated one, which only you will see, once. Your own needs ${min} characters or more.`,
      sshTeam: 'Its members can log in with the public keys they have at the code host.',
      channel: 'Public channels just work. To a private one, invite me first.',
    },
    placeholders: {
      name: 'spring-campaign',
      repository: 'Type to search',
      branch: 'Type to search',
      documentRoot: 'public',
      sshTeam: 'None',
    },
  },
  noOffer: {
    'no-repository': 'Nothing found. Only repositories that I may read are offered.',
    'no-branch': 'No such branch. Push it first, or choose another repository.',
    'no-team': 'No such team. Only teams of the organization are offered.',
    'repository-first': 'Choose the repository first.',
    denied: 'The code host refuses me. Tell whoever looks after pokopoko.',
    'not-installed': 'I am not installed at the code host. Ask an owner there to install me.',
    limit: 'The code host takes no more questions for now. Try in a few minutes.',
    unreachable: 'The code host does not answer. Try again in a moment.',
    outsider: 'Only members of this workspace see this. Ask one of them to do it.',
  },
  extendForm: {
    title: 'Extend test site',
    submit: 'Extend',
    label: 'New last day',
    current: ({ site, when }) => `${site} lives until ${when} as of now.`,
  },
  passwordForm: {
    title: 'Change password',
    submit: 'Change',
    intro: ({ site }) => `Visitors of ${site} will need the new user name and password at once.`,
  },
  handOverForm: {
    title: 'Hand over test site',
    submit: 'Hand over',
    label: 'New owner',
    intro: ({ site, owner }) => `${site} belongs to ${owner}. Its owner is asked before it is archived.`,
  },
  deleteForeverForm: {
    title: 'Delete for good',
    submit: 'Delete for good',
    warning: ({ site, address }) =>
      `${site} (${address}), its machine and any archive of it will be deleted for good. *It cannot be restored.*`,
  },
  passwordShown: {
    intro: ({ site }) => `This is how visitors get into ${site}:`,
    address: 'Address',
    user: 'User name',
    password: 'Password',
    once: 'The password is shown this once, to you only, and kept nowhere. Please note it down.',
  },
}
