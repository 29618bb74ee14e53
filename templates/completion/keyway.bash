# Completion of keyway for bash. To load it with each shell, add to ~/.bashrc:
#     eval "$(keyway completion bash)"
_keyway() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("${line%%$'\t'*}")
  done < <("${COMP_WORDS[0]}" __complete "$((COMP_CWORD - 1))" "${COMP_WORDS[@]:1}" 2>/dev/null)
}
complete -o default -F _keyway keyway
