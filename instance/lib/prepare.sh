# shellcheck shell=bash
# What is the same on the machines of all sites. A baked image has it already, and a set-up only looks whether that's so.
prepare() {
  make_directories
  protect_metadata
  limit_programs
  make_accounts
  set_up_commands
  mask_webhook
}
