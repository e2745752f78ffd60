namespace Moltbot.Cli.Completion;

/// <summary>
/// What makes a shell ask this program for completions. A script knows no command: everything that there is to complete
/// comes from the tree of commands and the files of the installation, at the moment when it is asked for.
/// </summary>
internal static class ShellScript
{
    private const string Bash = """
        # Completion of moltbot in bash: eval "$(moltbot completion bash)"
        _moltbot() {
            local line="${COMP_LINE:0:COMP_POINT}" words=() word="" quote="" started="" before="" candidate char i
            for ((i = 0; i < ${#line}; i++)); do
                char="${line:i:1}"
                if [[ $char == \\ && $quote != \' ]]; then
                    i=$((i + 1)) word+="${line:i:1}" started=1
                elif [[ -n $quote && $char == "$quote" ]]; then
                    quote=""
                elif [[ -n $quote ]]; then
                    word+="$char"
                elif [[ $char == [\'\"] ]]; then
                    quote="$char" started=1
                elif [[ $char != [[:space:]] ]]; then
                    word+="$char" started=1
                elif [[ -n $started ]]; then
                    words+=("$word") word="" started=""
                fi
            done
            # To bash a colon outside of quotes begins a new word, so what stands before it is not to be repeated.
            if [[ -z $quote && $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
                printf -v before '%q' "${word%"${word##*:}"}"
            fi
            COMPREPLY=()
            while IFS=$'\t' read -r candidate _; do
                case "$quote" in
                    "") printf -v candidate '%q' "$candidate" ;;
                    \') if [[ $candidate == *\'* ]]; then continue; fi ;;
                    *) candidate="${candidate//\\/\\\\}" candidate="${candidate//\"/\\\"}" candidate="${candidate//\$/\\\$}" candidate="${candidate//\`/\\\`}" ;;
                esac
                if [[ $candidate == "$before"* ]]; then COMPREPLY+=("${candidate#"$before"}"); fi
            done < <("$1" __complete -- "${words[@]:1}" "$word" 2>/dev/null)
        }
        complete -o default -F _moltbot moltbot

        """;

    private const string Zsh = """
        #compdef moltbot
        # Completion of moltbot in zsh: eval "$(moltbot completion zsh)", or a file _moltbot in a folder of $fpath
        _moltbot() {
            local -a candidates
            local name hint
            while IFS=$'\t' read -r name hint; do
                candidates+=("${name//:/\\:}:$hint")
            done < <("${(Q)words[1]}" __complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
            if (( $#candidates )); then
                _describe moltbot candidates -U
            else
                _files
            fi
        }
        if [[ $funcstack[1] == _moltbot ]]; then
            _moltbot "$@"
        else
            compdef _moltbot moltbot
        fi

        """;

    private const string Fish = """
        # Completion of moltbot in fish: moltbot completion fish | source
        function __moltbot_complete
            set -l words (commandline -opc)
            set -l word (commandline -ct | string replace -r '^["\']' '' | string replace -ra '\\\\(.)' '$1')
            $words[1] __complete -- $words[2..-1] "$word" 2>/dev/null
        end
        complete -c moltbot -f -a '(__moltbot_complete)'
        complete -c moltbot -n 'test -z "$(__moltbot_complete)"' -F

        """;

    private const string PowerShell = """
        # Completion of moltbot in PowerShell: moltbot completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName moltbot -ScriptBlock {
            param($WordToComplete, $CommandAst, $CursorPosition)
            $program, $words = @($CommandAst.CommandElements.Where({ $_.Extent.EndOffset -lt $CursorPosition -or -not $WordToComplete })).ForEach({ $_.Value ?? $_.Extent.Text })
            foreach ($line in & $program __complete -- @words "$WordToComplete".Trim("'`"") 2>$null) {
                $name, $hint = $line -split "`t", 2
                $text = $name -match '^[\w.:/@+-]+$' -and $name -notmatch '^@' ? $name : "'$($name.Replace("'", "''"))'"
                [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $hint ? $hint : $name)
            }
        }

        """;

    /// <summary>The shells, and the script for each.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };
}
