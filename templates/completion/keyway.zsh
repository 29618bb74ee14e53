#compdef keyway
# Completion of keyway for zsh. To load it with each shell, add to ~/.zshrc, after compinit:
#     eval "$(keyway completion zsh)"
_keyway() {
  local line
  local -a found
  while IFS= read -r line; do
    found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done < <("${words[1]}" __complete "$((CURRENT - 2))" "${(@)words[2,-1]}" 2>/dev/null)
  if (( ${#found} )); then _describe keyway found; else _files; fi
}
compdef _keyway keyway
