#!/usr/bin/env bash
# Runs tests as on Windows: built for win-x64, under Wine 10 in a small Debian 13 of its own. See docs/testing.md.
set -euo pipefail

usage() {
    cat <<'END'
Usage: tests/windows.sh [PART]... [-- NAME...]

Runs the tests for Windows on Linux and ends with a line for each part. The parts are

  core       the tests of the core (the default)
  cli        those of the command line, on the program as it is published
  hardening  those that attack it
  pester     the suites of the module, as build.ps1 has put it into output/
  all        all of these

NAME narrows: a class of tests, alone (AtomicFileTests) or in full with * at either end ('*.Files.*'), or a Pester
suite without its ending (Import-MoltbotToken).

Needs dotnet, and of Debian: mmdebstrap bubblewrap. Variables:
  MOLTBOT_WINE          the folder for what is made once, some 2 GB (default: moltbot-wine in the user's cache)
  MOLTBOT_WINE_MODULES  a folder with SecretManagement, SecretStore and the like, for the suites that need them
  MOLTBOT_WINE_MIRROR   where Debian is taken from, if not from its usual place
  MOLTBOT_WINE_BUILT    1 takes what was built before
END
}

parts=()
names=()
while [ $# -gt 0 ]; do
    case $1 in
    core | cli | hardening | pester) parts+=("$1") ;;
    all) parts+=(core cli hardening pester) ;;
    --) shift; names=("$@"); break ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done
[ ${#parts[@]} -gt 0 ] || parts=(core)

for program in dotnet mmdebstrap bwrap; do
    command -v "$program" >/dev/null || { echo "$program is missing. apt-get install mmdebstrap bubblewrap" >&2; exit 2; }
done

repository=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cache=${MOLTBOT_WINE:-${XDG_CACHE_HOME:-$HOME/.cache}/moltbot-wine}
mkdir -p "$cache"
cache=$(CDPATH='' cd -- "$cache" && pwd)

# What one run leaves must not meet another: everything that it may write to is its own, and gone afterwards.
run=$(mktemp -d "$cache/run.XXXXXX")
trap 'rm -rf "$run"' EXIT

# How Windows calls a path of this machine.
windows() { printf 'Z:%s' "${1//\//\\}"; }

# Runs a program of Debian. It sees Debian, this repository and the cache, to read, and the run, to write; no network, no home
# and no variable of the user's. Wine makes access lists of modes, so files are their owner's alone, as in the home of a user of
# Windows. Wine 10 loses AVX-512 registers when .NET interrupts a thread, so nobody may use them.
in_debian() (
    umask 077
    bwrap --ro-bind "$cache/root/usr" /usr --ro-bind "$cache/root/etc" /etc \
        --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc --dev /dev --tmpfs /tmp \
        --ro-bind "$cache" "$cache" --ro-bind "$repository" "$repository" --bind "$run" "$run" \
        --unshare-net --unshare-pid --die-with-parent --chdir "$repository" --clearenv \
        --setenv PATH /usr/bin --setenv HOME "$run" --setenv LANG C.UTF-8 \
        --setenv WINEPREFIX "$run/prefix" --setenv WINEDEBUG -all --setenv WINEDLLOVERRIDES winedbg.exe=d \
        --setenv DOTNET_EnableAVX512 0 --setenv DOTNET_EnableAVX512F 0 \
        --setenv NO_COLOR 1 --setenv PSExecutionPolicyPreference Bypass --setenv POWERSHELL_TELEMETRY_OPTOUT 1 --setenv POWERSHELL_UPDATECHECK Off \
        ${surroundings[@]+"${surroundings[@]}"} "$@"
)

# Runs a program of Windows.
in_windows() { in_debian /usr/lib/wine/wine64 "$@"; }

# The same at a terminal, without which PowerShell does not start.
in_windows_console() {
    local line
    printf -v line '%q ' /usr/lib/wine/wine64 "$@"
    in_debian script --quiet --return --command "$line" /dev/null
}

surroundings=()

# Lets programs of Windows see a folder that a variable names.
show() {
    local folder
    folder=$(CDPATH='' cd -- "$2" && pwd)
    surroundings+=(--ro-bind "$folder" "$folder" --setenv "$1" "$(windows "$folder")")
}

prepare() {
    if [ ! -e "$cache/root/usr/lib/wine/wine64" ]; then
        rm -rf "$cache/root"
        mmdebstrap --quiet --variant=minbase --include=wine,wine64 trixie "$cache/root" ${MOLTBOT_WINE_MIRROR:+"$MOLTBOT_WINE_MIRROR"}
    fi

    if [ ! -d "$cache/prefix" ]; then
        # The registry is on the disk once the server has ended by itself.
        in_debian env WINEDLLOVERRIDES='winedbg.exe,mscoree,mshtml=d' sh -c '/usr/lib/wine/wine64 wineboot --init && /usr/lib/wine/wineserver64 --wait' </dev/null
        mv "$run/prefix" "$cache/prefix"
    fi
}

# A Windows that nobody has used.
renew() {
    rm -rf "$run/prefix"
    cp -a "$cache/prefix" "$run/prefix"
}

publish() {
    [ "${MOLTBOT_WINE_BUILT-}" = 1 ] && [ -d "$cache/app/$2" ] ||
        dotnet publish "$1" --configuration Release --runtime win-x64 --self-contained --output "$cache/app/$2" --verbosity quiet --nologo </dev/null
}

summary=()
status=0

# Keeps a line for the end.
conclude() {
    summary+=("$1: $2")
    [ "$3" -eq 0 ] || status=1
}

# Runs the program of a test project.
run_xunit() {
    local part=$1 program=$2 code=0 filters=() name
    for name in ${names[@]+"${names[@]}"}; do
        case $name in *.*) filters+=(-class "$name") ;; *) filters+=(-class "*.$name") ;; esac
    done

    renew
    in_windows "$(windows "$program")" -noLogo -noColor ${filters[@]+"${filters[@]}"} </dev/null 2>&1 | tee "$cache/$part.log" || code=1
    conclude "$part" "$(sed -nE 's/^.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 tests, \2 errors, \3 failed, \4 skipped/p' "$cache/$part.log" | tail -n 1 | grep . || echo 'no totals')" "$code"
}

run_core() {
    publish tests/Moltbot.Core.Tests core
    run_xunit core "$cache/app/core/Moltbot.Core.Tests.exe"
}

run_cli() {
    publish src/Moltbot.Cli moltbot
    publish tests/Moltbot.Cli.Tests cli
    surroundings+=(--setenv MOLTBOT_PROGRAM "$(windows "$cache/app/moltbot/moltbot.exe")")
    run_xunit cli "$cache/app/cli/Moltbot.Cli.Tests.exe"
}

run_hardening() {
    publish src/Moltbot.Cli moltbot
    publish tests/Moltbot.Hardening.Tests hardening
    surroundings+=(--setenv MOLTBOT_PROGRAM "$(windows "$cache/app/moltbot/moltbot.exe")")
    run_xunit hardening "$cache/app/hardening/Moltbot.Hardening.Tests.exe"
}

# The version of a package that a property of the repository names.
version() { sed -nE "s|.*<$1>(.*)</$1>.*|\1|p" Directory.Packages.props; }

# What the suites bring along, and PowerShell for Windows made of its library: the program that is among that needs a runtime
# of .NET for desktops, but its modules do not.
publish_engine() {
    local host=$cache/host packages
    engine=$(version PowerShellEngineVersion)
    pester=$(version PesterVersion)
    mkdir -p "$host"
    echo 'return Microsoft.PowerShell.ConsoleShell.Start(null, null, args);' >"$host/Program.cs"
    cat >"$host/pwsh.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.PowerShell.SDK" Version="[$engine]" />
  </ItemGroup>
  <ItemGroup>
$(grep '<PackageDownload' tests/Moltbot.PowerShell.Tests/Moltbot.PowerShell.Tests.csproj | sed "s/\$(PesterVersion)/$pester/; s/\$(PowerShellEngineVersion)/$engine/")
  </ItemGroup>
</Project>
END
    publish "$host" pwsh
    packages=$(dotnet nuget locals global-packages --list --force-english-output | sed 's/^global-packages: //')
    mkdir -p "$cache/packages"
    surroundings+=(--ro-bind "$packages" "$cache/packages")
    cp -R "$packages/powershell/$engine"/tools/net*/any/win/Modules "$cache/app/pwsh/"
}

# Suites are taken from a queue, as PesterTests does it: an engine ends early once it has loaded what stays with its home.
run_pester() {
    local queue=$run/queue results=$cache/pester before name
    [ -d output/Moltbot.PowerShell ] || { echo 'The module is not built. Run build.ps1 first.' >&2; exit 2; }
    publish_engine
    renew
    rm -rf "$results" "$queue"
    mkdir -p "$results" "$queue" "$run/results"
    for name in ${names[@]+"${names[@]}"}; do
        [ -e "tests/Moltbot.PowerShell.Tests/$name.Tests.ps1" ] || { echo "There is no suite $name." >&2; exit 2; }
        : >"$queue/$name.Tests.ps1"
    done
    [ ${#names[@]} -gt 0 ] || for name in tests/Moltbot.PowerShell.Tests/*.Tests.ps1; do : >"$queue/${name##*/}"; done

    while before=$(ls "$queue") && [ -n "$before" ]; do
        in_windows_console "$(windows "$cache/app/pwsh/pwsh.exe")" -NoProfile -NoLogo -NonInteractive -File "$(windows "$repository/tests/Moltbot.PowerShell.Tests/Invoke-Suites.ps1")" \
            -Pester "$(windows "$cache/packages/pester/$pester/tools/Pester.psd1")" -Queue "$(windows "$queue")" -Results "$(windows "$run/results")" \
            </dev/null >>"$results/log" 2>&1 || true
        [ "$before" != "$(ls "$queue")" ] || break
    done
    conclude_pester "$results"
}

# What came of each suite, its failures, and the sums.
conclude_pester() {
    local results=$1 taken suite counts passed=0 failed=0 skipped=0
    for taken in "$run"/results/*.taken; do
        suite=$(basename "$taken" .Tests.ps1.taken)
        if [ ! -e "${taken%.taken}.json" ]; then
            echo "$suite did not come to an end; $results/log has what was written."
            failed=$((failed + 1))
            continue
        fi

        mv "${taken%.taken}.json" "$results"
        read -r -a counts < <(awk '
            /"Failures": \[$|"Failures": \[\r$/ { inside = 1; next }
            inside && /^ *\]/ { inside = 0 }
            inside { failed++ }
            /"Passed":/ { gsub(/[^0-9]/, ""); passed = $0 }
            /"Count":/ { gsub(/[^0-9]/, ""); skipped += $0 }
            END { print passed + 0, failed + 0, skipped + 0 }' "$results/$suite.Tests.ps1.json")
        echo "$suite: ${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped"
        [ "${counts[1]}" -eq 0 ] || sed -n '/"Failures": \[/,/^ *\]/s/^    "\(.*\)",\{0,1\}\r\{0,1\}$/    \1/p' "$results/$suite.Tests.ps1.json"
        passed=$((passed + counts[0]))
        failed=$((failed + counts[1]))
        skipped=$((skipped + counts[2]))
    done
    for suite in "$run"/queue/*; do
        [ -e "$suite" ] || continue
        echo "$(basename "$suite" .Tests.ps1) was not begun; $results/log has what was written."
        failed=$((failed + 1))
    done
    conclude pester "$((passed + failed + skipped)) tests, $failed failed, $skipped skipped" "$failed"
}

[ -z "${MOLTBOT_CONFORMANCE-}" ] || show MOLTBOT_CONFORMANCE "$MOLTBOT_CONFORMANCE"
[ -z "${MOLTBOT_WINE_MODULES-}" ] || show PSModulePath "$MOLTBOT_WINE_MODULES"
cd "$repository"
prepare
for part in "${parts[@]}"; do
    "run_$part"
done

printf '%s\n' "${summary[@]}"
exit "$status"
