package io.github.dbsage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The shell that stands between us and a server, and ends it when we end, however we end.
 *
 * <p>It reads a pipe whose other end we hold: the kernel closes it even when we are killed with
 * SIGKILL, and no clean-up of ours would run. Then it asks who else uses the server (another Maven
 * holds the named pipe {@code users} open), and when nobody does, it stops the server and removes a
 * throw-away folder. It has a session of its own, so that Ctrl-C on our terminal stops neither.
 */
final class Watchdog {

  /** The named pipe that other users of a server hold open. */
  static final String USERS = "users";

  /** While this file lies in a server's folder, the shell survives the end of its server. */
  static final String PAUSE = "pause";

  /** Where it tells so, with the server's exit code; a line of input starts the server again. */
  static final String PAUSED = "paused";

  /**
   * Arguments: the server's folder; what becomes of it at the end; who is watched; where the
   * server's process id is found; who keeps the terminal's signals away (without setsid, which
   * macOS lacks, the shell's job control does); then the server's command.
   *
   * <p>A reader without a writer would hang in open(2), hence the detour over a descriptor that is
   * both. The pipe is removed before its end is read once more: who opened it before, is waited
   * for, and nobody can after. A server that does not stop on INT within 15 s gets QUIT, then KILL.
   * A folder whose server never became ready is left to us, who must read its log first. In a pause
   * the shell itself reads our pipe, which the watcher before it must have let go by then.
   */
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      umask 077
      folder=$1 end=$2 watched=$3 pid=$4 session=$5
      shift 5
      users=$folder/users
      if [ "$watched" = users ]; then
        rm -f "$users" && mkfifo "$users" && exec 3<&0 4<>"$users" 5<"$users" 4>&- || exit 1
      fi
      if [ "$session" = shell ]; then set -m 2>/dev/null; fi
      exec 6>&2
      while :; do
        "$@" </dev/null 2>&6 3<&- 5<&- 6>&- &
        server=$!
        watcher=
        if [ "$watched" = users ]; then
          {
            while read -r line <&3; do :; done
            while read -r line <&5; do :; done
            rm -f "$users"
            while read -r line <&5; do :; done
            seconds=0 p=
            if [ "$pid" = child ]; then p=$server; fi
            while :; do
              if [ "$pid" = file ] && [ -z "$p" ]; then
                read -r p <"$folder/data/postmaster.pid"
                case $p in *[!0-9]*) p= ;; esac
              fi
              signal=INT
              if [ $seconds -ge 15 ]; then signal=QUIT; fi
              if [ $seconds -ge 20 ]; then signal=KILL; fi
              if [ -n "$p" ]; then kill -s $signal "$p"; fi
              if [ $signal = KILL ]; then kill -s KILL "$server"; fi
              seconds=$((seconds + 1))
              sleep 1
            done
          } >/dev/null 2>&1 6>&- &
          watcher=$!
        fi
        exec 2>/dev/null
        wait "$server"
        code=$?
        if [ -n "$watcher" ]; then kill -s KILL "$watcher"; wait "$watcher"; fi
        [ -e "$folder/pause" ] || break
        echo $code >"$folder/paused"
        read -r line <&3 || break
      done
      if [ "$end" = remove ]; then
        if [ -e "$folder/throw-away" ] || ! [ -p "$users" ]; then rm -rf "$folder"; fi
      fi
      exit $code
      """;

  private static final Pattern COLON = Pattern.compile(":");

  private Watchdog() {}

  /**
   * Writes the script into a server's folder and tells the command that runs it with the server.
   *
   * @param folder the server's, with {@code data} in it
   * @param throwAway whether the folder goes when the server ends
   * @param tied whether the server ends when its users do
   */
  static List<String> command(
      Path folder, boolean throwAway, boolean tied, Account account, List<String> server)
      throws IOException {
    return command(onPath("setsid"), folder, throwAway, tied, account, server);
  }

  /** The same, whether the machine has setsid or not. */
  static List<String> command(
      boolean setsid,
      Path folder,
      boolean throwAway,
      boolean tied,
      Account account,
      List<String> server)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (setsid) {
      command.add("setsid");
    }
    Path script = folder.resolve("watchdog.sh");
    Files.writeString(script, SCRIPT, StandardCharsets.UTF_8);
    command.addAll(List.of("/bin/sh", script.toString(), folder.toString()));
    command.add(throwAway ? "remove" : "keep");
    command.add(tied ? "users" : "nobody");
    command.add(account.forks() ? "file" : "child");
    command.add(setsid ? "own" : "shell");
    command.addAll(account.command(server));
    return command;
  }

  private static boolean onPath(String program) {
    String path = System.getenv("PATH");
    return path != null
        && COLON
            .splitAsStream(path)
            .filter(part -> !part.isEmpty())
            .anyMatch(part -> Files.isExecutable(Path.of(part, program)));
  }
}
