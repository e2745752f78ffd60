#!/usr/bin/env bash
# Installs each artefact of a release on a machine that has never seen it, uses it, removes it, and shows what is left:
#
#   native   a Debian with the smallest set of packages: no runtime, no ICU, no OpenSSL
#   tool     a Debian with the .NET SDK and what that needs
#   module   the same with PowerShell, whose package the tests bring
#
# The machines are made by mmdebstrap and run in bubblewrap, without network. Needs root, both programs, and .NET here.
# Usage: tests/fresh-machine.sh <folder of the release> [native|tool|module ...]
set -euo pipefail

release=$(realpath "$1")
shift
artefacts=("${@:-native}")
[ $# -gt 0 ] || artefacts=(native tool module)
version=$(basename "$release"/Moltbot.PowerShell.[0-9]*.nupkg .nupkg)
version=${version#Moltbot.PowerShell.}
dotnet=$(dirname "$(realpath "$(command -v dotnet)")")
packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
engine=$(sed -nE 's/.*<PowerShellEngineVersion>(.*)<.*/\1/p' "$(dirname "$0")/../Directory.Packages.props")
powershell=$packages/powershell/$engine/tools/net10.0/any

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
mkdir "$work/empty"

# The home of who uses a machine.
home=/home/ada

# The machine's own mirror of Debian, where it has one.
sources=/etc/apt/sources.list.d/debian.sources
[ -f $sources ] || sources=

# A new machine with some packages more: machine <name> <packages>
machine() {
    mmdebstrap --quiet --variant=minbase ${2:+--include="$2"} bookworm "$work/$1" $sources
    mkdir "$work/$1$home"
}

# Runs a script on a machine: on <name> <script>
on() {
    bwrap --bind "$work/$1" / --dev /dev --proc /proc --ro-bind "$release" /mnt --unshare-all --die-with-parent \
        --dir /usr/share/dotnet --ro-bind "$([ "$1" = native ] && echo "$work/empty" || echo "$dotnet")" /usr/share/dotnet \
        --dir /usr/share/powershell --ro-bind "$([ "$1" = module ] && echo "$powershell" || echo "$work/empty")" /usr/share/powershell \
        --clearenv --setenv HOME "$home" --setenv PATH "/usr/local/bin:/usr/bin:/bin:/usr/share/dotnet:$home/.dotnet/tools" \
        --setenv DOTNET_ROOT /usr/share/dotnet --setenv DOTNET_CLI_TELEMETRY_OPTOUT 1 --setenv DOTNET_NOLOGO 1 \
        --setenv POWERSHELL_TELEMETRY_OPTOUT 1 --setenv POWERSHELL_UPDATECHECK Off --setenv NO_COLOR 1 \
        --setenv VERSION "$version" --chdir "$home" /bin/bash -euc "$2"
}

# All that there is on a machine, but what PowerShell and .NET keep for themselves whenever they run: caches, and the lists of
# packages that each dnx leaves in /tmp, whatever it runs.
files() {
    (cd "$work/$1" && find . -mindepth 1 \( -path ./proc -o -path ./dev -o -path ./mnt \) -prune -o -printf '%y %m %p %l %s\n') |
        sed -E '/^d /s/ [0-9]+$//' |
        grep -vE '/(ModuleAnalysisCache-|StartupProfileData-|\.dotnet/TelemetryStorageService|NuGetScratch|\.dotnet/(lockfiles|shm)|clr-debug-pipe|dotnet-diagnostic|tmp/[A-Za-z0-9]{6}(/project\.assets(\.ridpackage)?\.json)? |\.dotnet-diagnostic)' |
        sort
}

# A machine before and after: try <name> <what makes it ready> <install and use> <remove>
try() {
    echo "== $1: made ready"
    on "$1" "$2" > "$work/$1.log" 2>&1 || { cat "$work/$1.log"; exit 1; }
    files "$1" > "$work/$1.before"
    echo "== $1: installed and used"
    on "$1" "$3"
    files "$1" > "$work/$1.with"
    echo "== $1: $(comm -13 "$work/$1.before" "$work/$1.with" | wc -l) files and folders more; removed"
    on "$1" "$4"
    files "$1" > "$work/$1.after"
    if ! diff "$work/$1.before" "$work/$1.after"; then
        echo "== $1: the above is left of it" >&2
        exit 1
    fi
    echo "== $1: nothing is left"
    rm -rf --one-file-system "${work:?}/$1"
}

runtime=ca-certificates,libicu72,libssl3,libstdc++6,zlib1g

for artefact in "${artefacts[@]}"; do
    case $artefact in
    native)
        machine native ''
        try native 'mkdir -p /usr/local/bin /usr/local/share/man/man1 /usr/share/bash-completion/completions' '
            mkdir /opt/moltbot
            tar -xzf /mnt/moltbot-$VERSION-linux-x64.tar.gz -C /opt/moltbot --strip-components=1
            ln -s /opt/moltbot/moltbot /usr/local/bin/moltbot
            cp /opt/moltbot/man/moltbot.1 /usr/local/share/man/man1/
            cp /opt/moltbot/completions/moltbot.bash /usr/share/bash-completion/completions/moltbot
            [ "$(moltbot --version)" = "$VERSION" ]
            moltbot models status
            ANTHROPIC_API_KEY=sk-ant-not-a-key-at-all-0123456789 moltbot models status --json | grep -q "\"anthropic\""
            source /opt/moltbot/completions/moltbot.bash
            COMP_LINE="moltbot models auth or" COMP_POINT=22 _moltbot moltbot
            [ "${COMPREPLY[*]}" = order ]' '
            rm -r /opt/moltbot /usr/local/bin/moltbot /usr/local/share/man/man1/moltbot.1 /usr/share/bash-completion/completions/moltbot'
        ;;
    tool)
        machine tool $runtime
        # What the SDK and NuGet leave of any first use is there before.
        try tool '
            dotnet nuget locals all --clear
            dotnet tool list --global
            dotnet tool install --global moltbot --version "$VERSION" --source /mnt
            dotnet tool uninstall --global moltbot
            dotnet nuget locals all --clear' '
            dotnet tool install --global moltbot --version "$VERSION" --source /mnt
            [ "$(moltbot --version)" = "$VERSION" ]
            moltbot models status
            dnx "moltbot@$VERSION" --yes --source /mnt models status --json > /dev/null
            dotnet tool exec "moltbot@$VERSION" --yes --source /mnt -- --version' '
            dotnet tool uninstall --global moltbot
            dotnet nuget locals all --clear > /dev/null'
        ;;
    module)
        machine module $runtime
        # PSResourceGet takes a folder that holds nothing but packages.
        try module '
            mkdir /srv/gallery
            cp /mnt/Moltbot.PowerShell.$VERSION.nupkg /srv/gallery
            /usr/share/powershell/unix/pwsh -NoProfile -Command "
                Register-PSResourceRepository -Name Here -Uri /srv/gallery -Trusted
                \$null = New-Item -ItemType Directory -Force (\$env:PSModulePath -split [IO.Path]::PathSeparator)[0]"' '
            cat > ~/use.ps1 <<"END"
            $ErrorActionPreference = "Stop"
            Install-PSResource Moltbot.PowerShell -Repository Here
            Get-InstalledPSResource Moltbot.PowerShell | Format-List Name, Version, ProjectUri, LicenseUri, IconUri, Tags
            Get-MoltbotModelStatus
            if ((Get-Help about_Moltbot_Profiles | Out-String) -notmatch "LONG DESCRIPTION") { throw "There is no help." }
            Remove-Module Moltbot.PowerShell
END
            /usr/share/powershell/unix/pwsh -NoProfile -File ~/use.ps1
            rm ~/use.ps1' '
            /usr/share/powershell/unix/pwsh -NoProfile -Command "Uninstall-PSResource Moltbot.PowerShell"'
        ;;
    esac
done
