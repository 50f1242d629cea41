# shellcheck shell=bash
# A swap file where memory is short, so that builds of a small machine end. Made once: people can remove it, or make their own.
declare -r SWAP_FILE=/swapfile SWAP_MB=1024
# Machines with less memory get it, if they have as much space left on the disk afterwards.
declare -r SWAP_BELOW_MB=2000 SWAP_SPARE_MB=3072

make_swap() {
  if ! needs_swap; then return 0; fi
  : >"$STATE/swap"
  # Sectors that fallocate sets aside aren't written: they cost nothing in a snapshot of the disk until they are used.
  if ! (umask 077 && quiet fallocate -l "${SWAP_MB}M" "$SWAP_FILE") || ! quiet mkswap "$SWAP_FILE" || ! quiet swapon "$SWAP_FILE"; then
    rm -f -- "$SWAP_FILE"
    return 0
  fi
  printf '%s none swap sw 0 0\n' "$SWAP_FILE" >>/etc/fstab
  changed swap
}

# Containers have the swap of their host, and without systemd, it's a container. Swap files with holes are fine for these file systems only.
needs_swap() {
  local spare_mb
  if [[ -e $STATE/swap || -e $SWAP_FILE ]] || ! is_systemd; then return 1; fi
  find_memory
  if ((MEMORY_MB >= SWAP_BELOW_MB)) || systemd-detect-virt --quiet --container || [[ $(wc -l </proc/swaps) != 1 ]] || grep -Eqs '^[^#]+\sswap\s' /etc/fstab; then return 1; fi
  spare_mb=$(df --output=avail --block-size=1M / | tail -n 1)
  [[ $(findmnt -n -o FSTYPE /) == @(ext4|xfs) ]] && ((spare_mb >= SWAP_MB + SWAP_SPARE_MB))
}
