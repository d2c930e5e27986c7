#!/usr/bin/env bash
# Finds or builds the programs of a Kubernetes control plane and of Argo CD. See --help.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: build.sh [--list | --help]

Makes the programs of a control plane and Argo CD available in one folder and prints that folder as its last line.
A program of a fitting version in KUBEBUILDER_ASSETS or on the PATH is used; the others are built from the
pinned Go modules next to this script (about ten minutes on two cores the first time, well under a second
afterwards).

  --list   build nothing; a line per program: name, pinned version, version found, path (tabs between them; the last
           two are empty for a program that is not there)

Environment:
  DRYDOCK_TOOLS        folder for the built programs
                       (default: ${XDG_CACHE_HOME:-$HOME/.cache}/drydock/tools/<hash of modules and Go version>)
  KUBEBUILDER_ASSETS   folder that is searched first

Exit codes: 0 ready, 1 a build failed, 2 wrong usage, 3 neither the programs nor Go are here.
HELP
}

case "${1-}" in
  '' | --list) ;;
  --help | -h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# program | module folder | module that has its version | main package | minors that a found one may be off
programs='
etcd|etcd|go.etcd.io/etcd/server/v3|go.etcd.io/etcd/server/v3|0
kwok|kwok|sigs.k8s.io/kwok|sigs.k8s.io/kwok/cmd/kwok|0
kwokctl|kwok|sigs.k8s.io/kwok|sigs.k8s.io/kwok/cmd/kwokctl|0
kube-apiserver|kubernetes|k8s.io/kubernetes|k8s.io/kubernetes/cmd/kube-apiserver|0
kube-controller-manager|kubernetes|k8s.io/kubernetes|k8s.io/kubernetes/cmd/kube-controller-manager|0
kube-scheduler|kubernetes|k8s.io/kubernetes|k8s.io/kubernetes/cmd/kube-scheduler|0
kubectl|kubernetes|k8s.io/kubernetes|k8s.io/kubernetes/cmd/kubectl|1
argocd|argo-cd|github.com/argoproj/argo-cd/v3|github.com/argoproj/argo-cd/v3/cmd|0
argo-lint|argo-lint|github.com/argoproj/argo-workflows/v3|.|0
'

say() { printf '%s\n' "$*" >&2; }

# The version that a module folder pins: `v1.34.2`.
pinned() { awk -v module="$2" '$1 == "require" && $2 == module { print $3; exit } $1 == module { print $2; exit }' "$here/$1/go.mod"; }

# What a program says its version is, as `1.34.2`; empty when it does not run.
version_of() {
  local text
  case $(basename "$1") in
    kubectl) text=$("$1" version --client 2>/dev/null) || true ;;
    argocd) text=$("$1" version --client --short 2>/dev/null) || true ;;
    *) text=$("$1" --version 2>/dev/null) || true ;;
  esac
  if [[ $text =~ [0-9]+\.[0-9]+\.[0-9]+ ]]; then printf '%s' "${BASH_REMATCH[0]}"; fi
}

# Whether a found program ($1) is at most $3 minors away from the pinned version ($2).
fits() {
  local have want=${2#v} off
  have=$(version_of "$1")
  [[ -n $have && ${have%%.*} == "${want%%.*}" ]] || return 1
  have=${have#*.} want=${want#*.}
  off=$((${have%%.*} - ${want%%.*}))
  ((${off#-} <= $3))
}

# Folders that may hold a program already, best first.
places() {
  if [[ -n ${KUBEBUILDER_ASSETS-} ]]; then printf '%s\n' "$KUBEBUILDER_ASSETS"; fi
  printf '%s\n' "$PATH" | tr ':' '\n'
  # Without Go nothing here can go stale, so what somebody has put into the cache counts too.
  if [[ -z $go_version && -n ${DRYDOCK_TOOLS-} ]]; then printf '%s\n' "$DRYDOCK_TOOLS"; fi
}

# Path of a fitting program: $1 name, $2 pinned version, $3 minors it may be off.
find_program() {
  local folder
  while read -r folder; do
    if [[ -n $folder && -f $folder/$1 && -x $folder/$1 ]] && fits "$folder/$1" "$2" "$3"; then
      printf '%s/%s' "$(cd "$folder" && pwd)" "$1"
      return
    fi
  done < <(places)
}

go_version=''
if command -v go >/dev/null; then go_version=$(cd "$here" && GOWORK=off go env GOVERSION GOOS GOARCH | tr '\n' ' '); fi

hash_of() { { cat "$@"; printf '%s' "$go_version"; } | sha256sum | cut -c1-16; }

found=''   # program|path of those that are here already
missing='' # rows of the table for the rest
while IFS='|' read -r program folder module package off; do
  [[ -n $program ]] || continue
  path=$(find_program "$program" "$(pinned "$folder" "$module")" "$off")
  if [[ -n $path ]]; then found+="$program|$path"$'\n'; else missing+="$program|$folder|$module|$package"$'\n'; fi
done <<<"$programs"

built=${DRYDOCK_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/drydock/tools/$(hash_of "$here"/*/go.mod "$here"/*/go.sum)}

argo_cd=$(pinned argo-cd github.com/argoproj/argo-cd/v3)

if [[ ${1-} == --list ]]; then
  while IFS='|' read -r program folder module _; do
    [[ -n $program ]] || continue
    path=$(awk -F'|' -v program="$program" '$1 == program { print $2 }' <<<"$found")
    if [[ -z $path && -x $built/$program ]]; then path=$built/$program; fi
    printf '%s\t%s\t%s\t%s\n' "$program" "$(pinned "$folder" "$module")" "${path:+$(version_of "$path")}" "$path"
  done <<<"$programs"
  printf 'argo-cd-crds\t%s\t' "$argo_cd"
  if [[ -d $built/argo-cd-crds ]]; then printf '%s\t%s\n' "${argo_cd#v}" "$built/argo-cd-crds"; else printf '\t\n'; fi
  exit 0
fi

if [[ -n $missing && -z $go_version ]]; then
  say "skipped: no Go to build $(printf '%s' "$missing" | cut -d'|' -f1 | tr '\n' ' ')and none of a fitting version in KUBEBUILDER_ASSETS or on the PATH"
  exit 3
fi

mkdir -p "$built/.stamps"
built=$(cd "$built" && pwd)

# Two runs at once: the second waits and then finds everything built. Without flock they would both build, which is
# slow but harmless, for every program is renamed into its place.
if command -v flock >/dev/null; then
  exec 9>"$built/.lock"
  if ! flock -n 9; then
    say "waiting for another build in $built"
    flock 9
  fi
fi

temporary=''
trap 'if [[ -n $temporary ]]; then rm -rf "$temporary"; fi' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Linker flags: a server that does not know its version says v0.0.0 and refuses some features.
flags_of() {
  local version=$2 minor=${2#v*.}
  case $1 in
    kubernetes)
      printf '%s' "-s -w -X k8s.io/component-base/version.gitVersion=$version" \
        " -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=${minor%%.*}" \
        " -X k8s.io/component-base/version.gitTreeState=clean"
      ;;
    argo-cd) printf '%s' "-s -w -X github.com/argoproj/argo-cd/v3/common.version=${version#v}" ;;
    *) printf '%s' '-s -w' ;;
  esac
}

while IFS='|' read -r program folder module package; do
  [[ -n $program ]] || continue
  stamp=$(hash_of "$here/$folder"/*.go "$here/$folder/go.mod" "$here/$folder/go.sum" "${BASH_SOURCE[0]}")
  if [[ -x $built/$program && $(cat "$built/.stamps/$program" 2>/dev/null) == "$stamp" ]]; then continue; fi
  version=$(pinned "$folder" "$module")
  say "building $program $version"
  started=$SECONDS
  temporary=$built/.$program.$$
  if ! (cd "$here/$folder" && GOWORK=off CGO_ENABLED=0 go build -mod=readonly -trimpath -buildvcs=false \
    -ldflags="$(flags_of "$folder" "$version")" -o "$temporary" "$package" 9>&- >&2); then
    say "building $program $version failed"
    exit 1
  fi
  mv -f "$temporary" "$built/$program"
  printf '%s' "$stamp" >"$built/.stamps/$program"
  temporary=''
  say "built $program in $((SECONDS - started)) s"
done <<<"$missing"

# Argo CD's own CustomResourceDefinitions are files of its module.
if [[ -n $go_version && ! -d $built/argo-cd-crds ]]; then
  module=$(cd "$here/argo-cd" && GOWORK=off go mod download -json "github.com/argoproj/argo-cd/v3@$argo_cd" 9>&- | sed -n 's/^.*"Dir": "\(.*\)",*$/\1/p')
  temporary=$built/.argo-cd-crds.$$
  mkdir "$temporary"
  cp "$module"/manifests/crds/*-crd.yaml "$temporary"
  chmod -R u+w "$temporary"
  mv -T "$temporary" "$built/argo-cd-crds"
  temporary=''
fi

if [[ -z $found ]]; then
  printf '%s\n' "$built"
  exit 0
fi

# Some programs were here already: one folder of links to those and to the built ones.
links=$built/with-$(printf '%s%s' "$found" "$missing" | sha256sum | cut -c1-12)
if [[ ! -d $links ]]; then
  temporary=$links.$$
  mkdir "$temporary"
  while IFS='|' read -r program path; do
    if [[ -n $program ]]; then ln -s "$path" "$temporary/$program"; fi
  done <<<"$found"
  while IFS='|' read -r program _; do
    if [[ -n $program ]]; then ln -s "$built/$program" "$temporary/$program"; fi
  done <<<"$missing"
  mv -T "$temporary" "$links" 2>/dev/null || rm -rf "$temporary"
  temporary=''
fi
printf '%s\n' "$links"
