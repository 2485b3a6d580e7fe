# shellcheck shell=bash disable=SC2154
# A dockerd that this checkout installs, starts, stops and removes. Sourced by scripts/engine, which sets dir and say.
pidfile=$dir/dockerd.pid

# A pid file outlives a restart of the machine, and then its number may be any other process's.
ours() { [ -s "$pidfile" ] && grep -qzxF -- "$dir/docker" "/proc/$(cat "$pidfile")/cmdline" 2>/dev/null; }

# With DOCKER_HOST set somebody has chosen an engine: another one must not take its place unseen.
can_be_private() { [ -z "${DOCKER_HOST:-}" ] && [ "$(id -u)" = 0 ] && [ -r /etc/debian_version ] && command -v apt-get >/dev/null; }

install_engine() {
  local missing=()
  { command -v dockerd && command -v docker; } >/dev/null || missing+=(docker.io)
  command -v iptables >/dev/null || missing+=(iptables)
  command -v busybox >/dev/null || missing+=(busybox-static)
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing ${missing[*]} by apt"
  apt_install "${missing[@]}" >"$dir/apt.log" 2>&1 || {
    tail -5 "$dir/apt.log" >&2
    say "error: apt could not install ${missing[*]}"
    say "  why    its last lines are above, all of them in $dir/apt.log"
    say "  fix    install Docker by hand and start it, then run this again"
    exit 3
  }
}

apt_install() {
  apt-get update -qq || return
  # Since Debian 13 the docker command is a package of its own.
  if ! command -v docker && apt-cache show docker-cli; then set -- "$@" docker-cli; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# dockerd keeps containerd's sockets below its exec-root, and a socket's path may have 107 bytes: hence a short folder in /run.
exec_root() {
  [ -s "$dir/exec-root" ] || mktemp -d /run/mm-engine.XXXXXX >"$dir/exec-root"
  mkdir -p "$(cat "$dir/exec-root")"
  cat "$dir/exec-root"
}

# Whether a process listens on the default socket. dockerd takes that of a living engine away without a word, and both would share
# docker0 and its firewall rules.
default_socket_taken() { grep -q ' 00010000 .* \(/var\)\{0,1\}/run/docker\.sock$' /proc/net/unix; }

start_private() {
  local pid
  install_engine
  if ours; then
    pid=$(cat "$pidfile")
    say "Waiting for the container engine that was started here (pid $pid)"
  elif default_socket_taken; then
    say "error: no container engine answers"
    say "  why    another process listens on /var/run/docker.sock and doesn't answer as an engine does"
    say "  fix    restart that engine (or end it), then run this again"
    exit 3
  else
    rm -f "$pidfile"
    TMPDIR=/tmp nohup setsid dockerd --data-root "$dir/docker" --exec-root "$(exec_root)" --pidfile "$pidfile" --mtu 1400 >"$dir/dockerd.log" 2>&1 </dev/null &
    pid=$!
  fi
  for _ in $(seq 120); do
    answers && { say "Started a container engine of its own: dockerd $(server_version), pid $pid"; return; }
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.25
  done
  tail -15 "$dir/dockerd.log" >&2
  say "error: the container engine did not start"
  say "  why    its last lines are above, all of them in $dir/dockerd.log"
  say "  fix    mend what they name (inside a container: run it with --privileged), or start another engine, then run this again"
  exit 3
}

stop_private() {
  ours || { say "No engine that was started here is running"; return 0; }
  local pid
  pid=$(cat "$pidfile")
  kill "$pid"
  for _ in $(seq 120); do kill -0 "$pid" 2>/dev/null || break; sleep 0.25; done
  if kill -0 "$pid" 2>/dev/null; then
    say "error: dockerd (pid $pid) does not stop"
    say "  why    30 s after SIGTERM it still runs; its log is $dir/dockerd.log"
    say "  fix    kill -9 $pid"
    exit 1
  fi
  say "Stopped the engine (pid $pid)"
}

mounts_below() { awk -v d="$1/" 'index($2 "/", d) == 1 {print $2}' /proc/mounts 2>/dev/null | sort -r; }

remove_private() {
  [ -d "$dir/docker" ] || return 0
  # dockerd bind-mounts its data folder: what is still mounted must not be removed through the mount.
  mounts_below "$dir/docker" | while read -r mount; do umount "$mount" 2>/dev/null || true; done
  if [ -n "$(mounts_below "$dir/docker")" ]; then
    say "error: the engine's data was left where it is"
    say "  why    a process still uses $(mounts_below "$dir/docker" | head -1)"
    say "  fix    end it, then run scripts/engine down again"
    exit 1
  fi
  rm -rf "$dir/docker"
  if [ -s "$dir/exec-root" ]; then
    mounts_below "$(cat "$dir/exec-root")" | while read -r mount; do umount "$mount" 2>/dev/null || true; done
    rm -rf --one-file-system "$(cat "$dir/exec-root")" "$dir/exec-root"
  fi
  say "Removed the engine's data"
}
