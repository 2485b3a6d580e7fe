# shellcheck shell=bash
# What every stand-in does first. The world is a folder: see ../world/README.md.
W=/world

# Something that changes the world is about to happen. When it's the one that the test chose, the power goes: before it happens.
event() {
  local events
  echo "$1" >>$W/events
  if [ -e $W/kill ]; then
    mapfile -t events <$W/events
    if [ ${#events[@]} = "$(<$W/kill)" ]; then kill -9 -- "-$(<$W/group)"; fi
  fi
}

# Prints how the test lets this fail: `MODE`, `MODE 3` (three times) or `MODE until 60` (o'clock); nothing when it doesn't.
fault() {
  local file="$W/faults/$1" mode count limit
  if [ ! -e "$file" ]; then return; fi
  read -r mode count limit <"$file"
  case $count in
    '') ;;
    until) if [ "$(<$W/clock)" -ge "$limit" ]; then return; fi ;;
    0) return ;;
    *) echo "$mode $((count - 1))" >"$file" ;;
  esac
  echo "$mode"
}

# The value of an option among the arguments that follow.
option() {
  local name=$1
  shift
  while [ $# -gt 1 ]; do
    if [ "$1" = "$name" ]; then echo "$2"; return; fi
    shift
  done
}

# Folder of the volume that a path below /dev leads to.
volume_of() { local device; device=$(readlink "$1"); echo "${device%/device}"; }
