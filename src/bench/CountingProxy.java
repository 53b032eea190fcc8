package bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line to a server that counts what clients say, by the kinds of PostgreSQL's protocol (the
 * manual's chapter "Message Formats"), and how often the server is ready for more. Thread-safe.
 *
 * <p>What belongs to the connection is not counted: its start, passwords, its end.
 */
final class CountingProxy implements Closeable {

  private static final int SSL = 80877103;
  private static final int GSS = 80877104;

  private static final Map<Integer, String> KINDS =
      Map.ofEntries(
          Map.entry((int) 'Q', "Query"),
          Map.entry((int) 'P', "Parse"),
          Map.entry((int) 'B', "Bind"),
          Map.entry((int) 'D', "Describe"),
          Map.entry((int) 'E', "Execute"),
          Map.entry((int) 'S', "Sync"),
          Map.entry((int) 'C', "Close"),
          Map.entry((int) 'H', "Flush"),
          Map.entry((int) 'F', "FunctionCall"),
          Map.entry((int) 'd', "CopyData"),
          Map.entry((int) 'c', "CopyDone"),
          Map.entry((int) 'f', "CopyFail"));

  private final ServerSocket door;
  private final String host;
  private final int port;
  private final Map<String, AtomicLong> messages = new ConcurrentHashMap<>();
  private final AtomicLong ready = new AtomicLong();

  CountingProxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::serve);
  }

  int port() {
    return door.getLocalPort();
  }

  /** The count so far. */
  Count count() {
    Map<String, Long> byKind = new TreeMap<>();
    messages.forEach((kind, number) -> byKind.put(kind, number.get()));
    return new Count(byKind, ready.get());
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(host, port);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        thread(() -> up(client, server));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void up(Socket client, Socket server) {
    try (client;
        server) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
      start(in, out, client);
      thread(() -> down(client, server));
      for (int type = in.read(); type >= 0; type = in.read()) {
        String kind = KINDS.get(type);
        if (kind != null) {
          messages.computeIfAbsent(kind, key -> new AtomicLong()).incrementAndGet();
        }
        pass(type, in, out);
      }
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  /** A connection's first messages have no type; encryption, which we could not read, is denied. */
  private static void start(DataInputStream in, DataOutputStream out, Socket client)
      throws IOException {
    while (true) {
      int length = in.readInt();
      int code = in.readInt();
      if (code != SSL && code != GSS) {
        out.writeInt(length);
        out.writeInt(code);
        out.write(in.readNBytes(length - 8));
        out.flush();
        return;
      }
      client.getOutputStream().write('N');
    }
  }

  private void down(Socket client, Socket server) {
    try (client;
        server) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
      for (int type = in.read(); type >= 0; type = in.read()) {
        if (type == 'Z') {
          ready.incrementAndGet();
        }
        pass(type, in, out);
      }
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  private static void pass(int type, DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readInt();
    out.write(type);
    out.writeInt(length);
    out.write(in.readNBytes(length - 4));
    if (in.available() == 0) {
      out.flush();
    }
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "counting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * What was said.
   *
   * @param ready how often the server was ready for a query: round trips
   */
  record Count(Map<String, Long> byKind, long ready) {

    long messages() {
      return byKind.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What came after an earlier count. */
    Count since(Count earlier) {
      Map<String, Long> difference = new TreeMap<>();
      byKind.forEach(
          (kind, number) -> difference.put(kind, number - earlier.byKind.getOrDefault(kind, 0L)));
      difference.values().removeIf(number -> number == 0);
      return new Count(difference, ready - earlier.ready);
    }
  }
}
