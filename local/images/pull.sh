# shellcheck shell=bash
# `pull IMAGE`, sourced: pulls an image, and finds out within seconds when no registry can be reached. Answers 0: pulled; else PULL_ERROR
# says why. MM_PULL_STATE, a folder of this run, remembers that the registry of official images didn't answer, so that it's asked once.

PULL_ERROR=
pull() {
  local image=$1 output pid waited=0 code=0 official=
  # Official images have no slash in their name; any other name has its registry in it, or its owner.
  case $image in */*) ;; *) official=1 ;; esac
  if [ -n "$official" ] && [ -s "$MM_PULL_STATE/unreachable" ]; then PULL_ERROR=$(cat "$MM_PULL_STATE/unreachable"); return 1; fi
  output=$(mktemp "$MM_PULL_STATE/output.XXXXXX")
  docker pull "$image" >"$output" 2>&1 &
  pid=$!
  # "Pulling" is what it says once the registry has answered. From then on the download may take as long as it takes.
  while kill -0 "$pid" 2>/dev/null && ! grep -qi pulling "$output"; do
    if [ "$waited" -ge 80 ]; then
      kill "$pid"
      echo 'the registry did not answer within 8 s' >>"$output"
      break
    fi
    sleep 0.1
    waited=$((waited + 1))
  done
  [ "$waited" -ge 80 ] || ! kill -0 "$pid" 2>/dev/null || say "Pulling $image"
  wait "$pid" || code=$?
  [ "$code" -ne 0 ] || return 0
  PULL_ERROR=$(tail -1 "$output")
  # A registry that knows no such image, or refuses it, has answered.
  if [ -n "$official" ] && ! grep -qiE 'manifest unknown|not found|denied|unauthorized|toomanyrequests' "$output"; then
    echo "$PULL_ERROR" >"$MM_PULL_STATE/unreachable"
  fi
  return 1
}
