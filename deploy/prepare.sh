# Shared by ./run and ./test (sourced, POSIX sh): a Python, the system packages, .venv, the locked libraries.
# Status 2: something is missing that only the person at the keyboard may install.

VENV=.venv
NEWEST_KNOWN="python3.14 python3.13 python3.12 python3.11 python3"

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 2; }

# --- what is missing ---------------------------------------------------------------------------------------------

recent_python() {
    for python in ${GRANTS_PYTHON:-} $NEWEST_KNOWN; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        command -v "$python"
        return 0
    done
    return 1
}

has_library() {
    { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q "$1" && return 0
    for folder in /opt/homebrew/lib /usr/local/lib /usr/lib; do
        for found in "$folder/$1"*; do [ -e "$found" ] && return 0; done
    done
    return 1
}

postgresql_programs() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) /opt/homebrew/bin /usr/local/bin /usr/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && { printf '%s\n' "$folder"; return 0; }
    done
    return 1
}

PACKAGES=""
REASONS=""

need() { # need PACKAGES REASON
    PACKAGES="$PACKAGES $1"
    REASONS="$REASONS
  $2: $1"
}

need_python() {
    PYTHON=$(recent_python) || PYTHON=""
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import pip' 2>/dev/null; then
        return 0
    elif [ -z "$PYTHON" ]; then
        command -v uv >/dev/null 2>&1 || need "python3 python3-venv" "Python 3.11 or later"
    elif ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        command -v uv >/dev/null 2>&1 || need "python3-venv" "a place of its own for the libraries"
    fi
}

need_pango() {
    has_library libpangoft2-1.0. && has_library libharfbuzz-subset. && return 0
    need "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" "PDFs (Pango)"
}

need_browser() {
    { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1 ||
        need "chromium" "browser tests"
    has_library libatomic. || need "libatomic1" "what drives the browser"
}

need_postgresql() {
    postgresql_programs >/dev/null || need "postgresql" "the second database, in a private cluster"
}

# --- asking once, then installing --------------------------------------------------------------------------------

install_packages() {
    [ -n "$PACKAGES" ] || return 0
    command -v apt-get >/dev/null 2>&1 || stop "Missing, by their Debian names; install them as your system does, then start again:$REASONS"
    line="apt-get update && apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120$PACKAGES"
    if [ "$(id -u)" -eq 0 ]; then as_root=""; else as_root="sudo"; fi
    say "Missing on this machine:$REASONS"
    if [ -t 0 ] && [ -t 2 ]; then
        [ -z "$as_root" ] || command -v sudo >/dev/null 2>&1 || stop "As root, run this, then start again:
  $line"
        say "This installs them${as_root:+, with sudo}:
  $line"
        printf 'Run it now? [Y/n] ' >&2
        read -r answer || answer=n
        case $answer in [Nn]*) stop "Nothing was installed. Start again when you have run it." ;; esac
    elif [ -n "$as_root" ]; then
        stop "As root, run this, then start again:
  $line"
    fi
    say "Installing…"
    log=$(mktemp)
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c "$line" </dev/null >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        stop "apt-get did not work; its last words are above."
    }
    rm -f "$log"
}

make_venv() {
    "$VENV/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    rm -rf "$VENV"
    PYTHON=$(recent_python) || PYTHON=""
    if [ -n "$PYTHON" ] && "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        "$PYTHON" -m venv "$VENV"
    else
        uv venv --quiet --seed --python '>=3.11' "$VENV"
    fi || stop "Python could not make $VENV here."
}

install_locked() { # only when the lock's checksum is not the one installed last
    wanted=$(cksum <"$1")
    stamp="$VENV/.installed-$1"
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    say "Installing the libraries of $1…"
    rm -f "$stamp"
    "$VENV/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --require-hashes \
        --only-binary :all: -r "$1" </dev/null >&2 ||
        stop "The libraries of $1 could not be installed; pip's words are above."
    printf '%s\n' "$wanted" >"$stamp"
}

prepare() { # prepare LOCK NEED…
    lock=$1
    shift
    for each in need_python "$@"; do $each; done
    install_packages
    make_venv
    install_locked "$lock"
}

compile_catalogues() {
    [ -d grants/translations ] || return 0
    "$VENV/bin/python" -m babel.messages.frontend --quiet compile --directory grants/translations >&2
}
