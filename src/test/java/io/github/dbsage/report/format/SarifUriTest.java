package io.github.dbsage.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SarifUriTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "src/main/db/a.sql|src/main/db/a.sql",
        "my db/a b.sql|my%20db/a%20b.sql",
        "db/größe.sql|db/gr%C3%B6%C3%9Fe.sql",
        "db/#1?.sql|db/%231%3F.sql",
        "db/100%.sql|db/100%25.sql",
        "db/[a]{b}.sql|db/%5Ba%5D%7Bb%7D.sql",
        "a:b/c.sql|a%3Ab/c.sql",
        "../other/a.sql|../other/a.sql",
        ".|.",
      })
  void aNameBelowTheBaseIsARelativeReference(String file, String uri) {
    assertThat(SarifUri.of(file)).isEqualTo(new SarifUri(uri, true));
    assertThat(URI.create(uri).getPath()).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/srv/my db/a.sql|file:///srv/my%20db/a.sql",
        "D:/my db/a.sql|file:///D:/my%20db/a.sql",
        "//server/share/ä.sql|file://server/share/%C3%A4.sql",
      })
  void anAbsoluteNameIsAFileUri(String file, String uri) {
    assertThat(SarifUri.of(file)).isEqualTo(new SarifUri(uri, false));
    assertThat(URI.create(uri).isAbsolute()).isTrue();
  }

  @Test
  void namesTheFileThatWasMeant() {
    Path file = Path.of("odd #name 100%.sql").toAbsolutePath();
    String name = file.toString().replace('\\', '/');
    assertThat(Path.of(URI.create(SarifUri.of(name).text()))).isEqualTo(file);
  }
}
