package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that are larger than the memory that reads them. */
final class LargeScriptTest {

  private static final int COUNT = 2_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"insert", "copy", "blank"})
  void twoHundredMegabytesAreReadInThirtyTwo(String kind) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeScriptTest.class.getName(),
                kind)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(out.strip()).isEqualTo(expected(kind));
  }

  @Test
  void aStatementThatDoesNotFitIsADefectAndNoOutOfMemoryError() throws IOException {
    String sql = "SELECT 1;\nSELECT '" + "x".repeat(2_000_000) + "';\nSELECT 2;\n";
    Source source = Reading.source(sql.getBytes(StandardCharsets.UTF_8));
    try (Script script = Script.open(source, Placeholders.off(), 1_000_000)) {
      Reading reading = Reading.read(script);
      assertThat(reading.texts()).containsExactly("SELECT 1");
      assertThat(reading.defects()).containsExactly("2:1 STATEMENT_TOO_LARGE");
      assertThat(sql).startsWith(reading.raw());
    }
  }

  @Test
  void manyStatementsFitWhereOneOfThemWould() throws IOException {
    String sql = ("SELECT '" + "x".repeat(200_000) + "';\n").repeat(20);
    Source source = Reading.source(sql.getBytes(StandardCharsets.UTF_8));
    try (Script script = Script.open(source, Placeholders.off(), 300_000)) {
      assertThat(Reading.read(script).texts()).hasSize(20);
    }
  }

  /** Reads a script that is made while it is read, and prints what it held. */
  public static void main(String[] arguments) throws IOException {
    long statements = 0;
    long chars = 0;
    try (Script script = Script.open(repeating(arguments[0]), Placeholders.off())) {
      for (Item item = script.next(); item != null; item = script.next()) {
        statements += item instanceof Item.Sql ? 1 : 0;
        chars += item.raw().length();
      }
    }
    System.out.println(statements + " " + chars);
  }

  private static String expected(String kind) {
    long statements = kind.equals("insert") ? COUNT : kind.equals("copy") ? 1 : 0;
    return statements + " " + (head(kind).length() + (long) COUNT * line(kind).length());
  }

  private static String head(String kind) {
    return kind.equals("copy") ? "COPY t FROM STDIN;\n" : "\n";
  }

  private static String line(String kind) {
    return switch (kind) {
      case "insert" ->
          "INSERT INTO public.orders (id, customer, note, total) VALUES"
              + " (1234567, 'O''Reilly', 'x;y', 12.50);\n";
      case "copy" ->
          "1234567\tO'Reilly\tsome text; and more of it\t12.50\t\\N\t2025-10-27 12:00:00\n";
      default -> " ".repeat(80) + "\n";
    };
  }

  private static Source repeating(String kind) {
    byte[] head = head(kind).getBytes(StandardCharsets.UTF_8);
    byte[] line = line(kind).getBytes(StandardCharsets.UTF_8);
    return new Source() {
      @Override
      public String file() {
        return "large.sql";
      }

      @Override
      public InputStream open() {
        return new Repeated(head, line);
      }
    };
  }

  /** One array of bytes, then another many times. */
  private static final class Repeated extends InputStream {
    private final byte[] line;
    private byte[] now;
    private int at;
    private int left = COUNT;

    Repeated(byte[] head, byte[] line) {
      this.line = line;
      this.now = head;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (at == now.length) {
          if (left-- <= 0) {
            break;
          }
          now = line;
          at = 0;
        }
        int n = Math.min(length - done, now.length - at);
        System.arraycopy(now, at, to, offset + done, n);
        at += n;
        done += n;
      }
      return done == 0 ? -1 : done;
    }
  }
}
