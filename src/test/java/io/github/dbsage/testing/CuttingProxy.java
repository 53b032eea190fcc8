package io.github.dbsage.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A line to a server that is cut once, when the client sends a message with a certain text in it:
 * the client sees its connection end, and the server, as long as it works, does not.
 */
public final class CuttingProxy implements AutoCloseable {

  private final ServerSocket door;
  private final TestDatabase database;
  private final String text;
  private final boolean deliver;
  private final AtomicBoolean cut = new AtomicBoolean();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private CuttingProxy(ServerSocket door, TestDatabase database, String text, boolean deliver) {
    this.door = door;
    this.database = database;
    this.text = text;
    this.deliver = deliver;
  }

  /**
   * A proxy.
   *
   * @param text that the line is cut at, once
   * @param deliver whether the message with the text still reaches the server
   */
  public static CuttingProxy before(TestDatabase database, String text, boolean deliver)
      throws IOException {
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    CuttingProxy proxy = new CuttingProxy(door, database, text, deliver);
    thread(proxy::serve);
    return proxy;
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + "/" + database.name();
  }

  /** Whether the line was cut. */
  public boolean hasCut() {
    return cut.get();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void serve() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(database.host(), database.port());
        sockets.add(client);
        sockets.add(server);
        thread(() -> up(client, server));
        thread(() -> down(client, server));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void up(Socket client, Socket server) {
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = client.getInputStream()) {
      OutputStream out = server.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        String sent = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        if (sent.contains(text) && cut.compareAndSet(false, true)) {
          client.close();
          if (deliver) {
            out.write(buffer, 0, read);
            return;
          }
          server.close();
          return;
        }
        out.write(buffer, 0, read);
      }
      server.shutdownOutput();
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  private static void down(Socket client, Socket server) {
    try {
      InputStream in = server.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!client.isClosed()) {
          write(client, buffer, read);
        } else if (buffer[read - 1] == 'I') {
          // What was delivered is done: ready for a query, in no transaction.
          server.close();
          return;
        }
      }
      client.close();
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  private static void write(Socket client, byte[] buffer, int length) {
    try {
      client.getOutputStream().write(buffer, 0, length);
    } catch (IOException e) {
      try {
        client.close();
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
