# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
#
# What build-aux/run and build-aux/test share. Sourced from the project's top folder.

say() { printf '%s\n' "$*" >&2; }

die() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "Packages are missing and neither root nor sudo is at hand: run as root, or install them by hand"
  fi
}

# install_packages GROUP…: what build-aux/dependencies lists for the groups and is not there yet
install_packages() {
  local group name file missing=()
  command -v dpkg-query >/dev/null || { say "Not a Debian system: install what build-aux/dependencies lists"; return 0; }
  for group in "$@"; do
    while read -r file name; do
      [ "$file" = "$group" ] || continue
      dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
    done < build-aux/dependencies
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing: ${missing[*]}"
  local log; log=$(mktemp)
  { as_root apt-get -qq update &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}"; } > "$log" 2>&1 ||
    { tail -n 30 "$log" >&2; die "apt-get could not install them (log: $log)"; }
  rm -f "$log"
}

# configure FOLDER OPTION…: a build folder with exactly these options
configure() {
  local folder=$1; shift
  if [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/.options" 2>/dev/null)" = "$*" ]; then return 0; fi
  rm -rf "$folder"; mkdir -p "$(dirname "$folder")"
  meson setup "$folder" . "$@" > "$folder.log" 2>&1 || { tail -n 30 "$folder.log" >&2; die "meson setup $folder stopped"; }
  printf '%s' "$*" > "$folder/.options"
}

# compile FOLDER
compile() {
  ninja -C "$1" > "$1/compile.log" 2>&1 || { grep -vE '^\[[0-9]+/[0-9]+\]' "$1/compile.log" | tail -n 60 >&2; die "ninja -C $1 stopped"; }
}
