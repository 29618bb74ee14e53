# Completion of keyway for fish. To load it with each shell, add to ~/.config/fish/config.fish:
#     keyway completion fish | source
function __keyway_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found ($words[1] __complete (math (count $words) - 2) $words[2..] 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c keyway -f -a '(__keyway_complete)'
