package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are not UTF-8, and those that are. */
final class EncodingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "c3",
        "c341",
        "c3c3a9",
        "e08080",
        "e09fbf",
        "e282",
        "e28241",
        "eda080",
        "edbfbf",
        "f0808080",
        "f08fbfbf",
        "f09f98",
        "f09f9841",
        "f4908080",
        "f5808080",
        "fe",
        "ff"
      })
  void aByteThatIsNotUtf8EndsReadingAtItsPlace(String hex) {
    for (String before : List.of("SELECT 1;\n-- é😀", "SELECT 1;\nx '😀", "SELECT 1;\nx 😀")) {
      Reading reading = Reading.of(bytes(before, hex, "'; SELECT 2;"), Placeholders.off());
      int column = before.codePointCount(10, before.length()) + 1;
      assertThat(reading.defects()).containsExactly("2:" + column + " FILE_ENCODING");
      assertThat(reading.texts()).containsExactly("SELECT 1");
      assertThat(reading.raw()).isEqualTo(before);
    }
  }

  @Test
  void theDefectNamesTheByteAndTheCure() {
    byte[] latin1 = "SELECT 'café';".getBytes(StandardCharsets.ISO_8859_1);
    var problem = Reading.of(latin1, Placeholders.off()).all(Item.Defect.class).get(0).problem();
    assertThat(problem.what()).isEqualTo("Byte 0xE9 (at offset 11 of the file) is not valid UTF-8");
    assertThat(problem.fix()).isEqualTo("Re-save the file as UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16, 0xFE", "x-UTF-16LE-BOM, 0xFF", "X-UTF-32BE-BOM, 0x00", "UTF-16LE, 0x00"})
  void wideEncodingsAreNamed(String charset, String value) {
    Reading reading =
        Reading.of("SELECT 1;".getBytes(Charset.forName(charset)), Placeholders.off());
    var problem = reading.all(Item.Defect.class).get(0).problem();
    assertThat(problem.code()).isEqualTo("FILE_ENCODING");
    assertThat(problem.what()).contains(value);
    assertThat(problem.fix()).containsIgnoringCase("re-save").contains("UTF-8");
  }

  @Test
  void nulIsRefused() {
    Reading reading = Reading.of("SELECT 1;\n 'a\0b'", Placeholders.off());
    assertThat(reading.defects()).containsExactly("2:4 FILE_ENCODING");
    assertThat(reading.texts()).containsExactly("SELECT 1");
  }

  @Test
  void dataThatAreCutShortHaveNoLastPiece() {
    Reading reading =
        Reading.of(bytes("COPY t FROM STDIN;\n1\n2", "ff", "\n\\.\n"), Placeholders.off());
    assertThat(reading.defects()).containsExactly("3:2 FILE_ENCODING");
    assertThat(reading.all(Item.CopyData.class)).isEmpty();
    assertThat(reading.raw()).isEqualTo("COPY t FROM STDIN;\n1\n2");
  }

  @Test
  void everyCharacterIsReadAtEveryEdgeOfTheBuffer() {
    String characters = "\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\r\né";
    for (int shift = 0; shift < 12; shift++) {
      String text = "-- " + "x".repeat((1 << 16) - 12 + shift) + characters.repeat(3000);
      assertThat(Reading.of(text).raw()).isEqualTo(text.replace("\r\n", "\n"));
    }
  }

  private static byte[] bytes(String before, String hex, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(HexFormat.of().parseHex(hex));
    out.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}
