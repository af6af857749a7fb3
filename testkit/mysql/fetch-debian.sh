#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Unpacks a real MySQL server for the testkit, from the Debian mirror that this machine already uses. Nothing is
# installed and nothing outside the target folder changes; any user may run it. Only Debian unstable has MySQL, so the
# server comes with its own C library and is started by its own loader (see MySqlServer).
#
#   testkit/mysql/fetch-debian.sh [folder]      default: $MILLRACE_MYSQL_HOME, else testkit/target/mysql
set -euo pipefail

suite=sid
package=mysql-server-core
testkit=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${1:-${MILLRACE_MYSQL_HOME:-$testkit/target/mysql}}

give_up() {
  echo "MySQL was not fetched: $1" >&2
  exit 1
}

if [[ -x $target/usr/sbin/mysqld ]]; then
  echo "MySQL is there already: $target"
  exit 0
fi
[[ $(uname -sm) == "Linux x86_64" ]] || give_up "this is not Linux on x86-64."
# shellcheck source=/dev/null
[[ $(. /etc/os-release 2>/dev/null && echo "${ID:-}") == debian ]] || give_up "this is not a Debian machine."
for program in apt-get dpkg-deb; do
  command -v "$program" >/dev/null || give_up "$program is missing."
done

# The mirror: the first one that serves this machine's own release, in either of apt's two source formats.
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
mirror=$(cat /etc/apt/sources.list.d/*.sources /dev/null 2>/dev/null | awk -v release="$release" '
  function found() { if (!printed && uri != "" && (" " suites " ") ~ (" " release " ")) { print uri; printed = 1 } }
  /^URIs:/   { uri = $2 }
  /^Suites:/ { $1 = ""; suites = $0 }
  /^[ \t]*$/ { found(); uri = ""; suites = "" }
  END        { found() }')
if [[ -z $mirror ]]; then
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /dev/null 2>/dev/null | awk -v release="$release" '
    $1 == "deb" { sub(/\[[^]]*\]/, ""); if ($3 == release) { print $2; exit } }')
fi
[[ -n $mirror ]] || give_up "apt's sources name no mirror of '$release'."
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[[ -r $keyring ]] || give_up "$keyring is missing (package debian-archive-keyring)."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{state/lists/partial,cache/archives/partial,parts,debs,root}
: >"$work/status" # as if nothing were installed: everything that MySQL needs is listed, its C library too
echo "deb [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"
cat >"$work/apt.conf" <<CONF
Dir::State "$work/state";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "$work/parts";
APT::Architecture "amd64";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
// A mirror may be a snapshot that has expired; its signature is still checked.
Acquire::Check-Valid-Until "false";
CONF
export APT_CONFIG=$work/apt.conf

echo "Fetching MySQL from Debian $suite into $target"
apt-get -qq update 2>"$work/errors" || give_up "Debian $suite cannot be read: $(tail -n 1 "$work/errors")"
# Programs that its installation scripts want, and the server does not.
not_needed='^(perl|libperl|libgdbm|libdb5|libc-gconv|gcc-[0-9]+-base|libcrypt1)'
apt-get -qq install -s "$package" 2>"$work/errors" |
  awk '/^Inst/ { print $2 }' | grep -Ev "$not_needed" >"$work/packages" ||
  give_up "Debian $suite has no $package that can be installed."
(cd "$work/debs" && xargs apt-get -qq download <"$work/packages" 2>"$work/errors") ||
  give_up "a package could not be downloaded: $(tail -n 1 "$work/errors")"
for deb in "$work"/debs/*.deb; do
  dpkg-deb -x "$deb" "$work/root"
done
[[ -x $work/root/usr/sbin/mysqld ]] || give_up "$package holds no /usr/sbin/mysqld."

rm -rf "$target"
mkdir -p "$(dirname "$target")"
mv "$work/root" "$target"
chmod 755 "$target"
echo "MySQL is in $target ($(wc -l <"$work/packages") packages)"
