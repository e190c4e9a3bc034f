# Read by ./run and ./test: installs what is missing from Debian's packages and builds in build/.
# Everything said here goes to standard error: standard output belongs to the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What the program needs, and what the tests need besides.
program_packages=(g++ cmake ninja-build ccache libboost-dev libboost-graph-dev libeigen3-dev nlohmann-json3-dev
    libvalijson-dev libcli11-dev libfmt-dev libtbb-dev librandom123-dev libhowardhinnant-date-dev tzdata)
test_packages=(qt6-base-dev libgl1-mesa-dev libbenchmark-dev python3 python3-jsonschema)

say() { printf '%s\n' "$*" >&2; }

missing_packages() { # the given packages that are not installed
    comm -13 <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p' | sort -u) <(printf '%s\n' "$@" | sort -u)
}

install_packages() { # installs what is missing; says nothing if nothing is
    command -v dpkg-query >/dev/null || { say "This is not Debian: install by its own means: $*"; return; }
    local missing become=() log
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            become=(sudo)
        else
            say "Missing packages. As root, run this, then try again:"
            say "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
            exit 1
        fi
    fi
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    log=$(mktemp)
    if ! { "${become[@]}" apt-get update &&
        "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        say "The packages could not be installed (whole log: $log)."
        exit 1
    fi
    rm -f "$log"
}

configure() { # cmake's words only if it fails
    local log
    log=$(mktemp)
    if ! cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        exit 1
    fi
    rm -f "$log"
}

build() { # ninja's counter on a terminal; else one line, and the log if it fails
    if [ -t 2 ]; then
        NINJA_STATUS='building %f/%t ' ninja -C build "$@" >&2
    else
        say "Building in build/ (log: build/build.log)"
        ninja -C build "$@" >build/build.log 2>&1 || { tail -n 60 build/build.log >&2; exit 1; }
    fi
}
