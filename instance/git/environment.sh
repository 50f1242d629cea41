# shellcheck shell=bash
# For git as `deploy`, safe for any repository: only our configuration, no hooks, no prompts, no transport but these.
export GIT_CONFIG_GLOBAL=/opt/pokopoko/git/config GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 LC_ALL=C.UTF-8
export GIT_ALLOW_PROTOCOL=http:https:ssh GIT_SSH_COMMAND='ssh -F /opt/pokopoko/ssh/config'
